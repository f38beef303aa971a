"""The measures of the field, over outcomes; None where there is nothing to measure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

BINS = 10
"""Into so many equal bins of confidence calibration is measured."""

_ROUNDING = 1e-9


class Judged(Protocol):
    """What was made of a question: how sure it was, in [0, 1], and whether that was right."""

    @property
    def confidence(self) -> float:
        """How sure."""
        ...

    @property
    def right(self) -> bool:
        """Whether it was right."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The outcomes whose confidence is in [low, high): how many, their mean confidence, the share right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


def share(claims: Iterable[bool]) -> float | None:
    """Give the share of the claims that hold."""
    held = list(claims)
    return sum(held) / len(held) if held else None


def coverage(inside: Sequence[Judged], precision: float) -> float | None:
    """Give the largest share of questions a threshold can answer such that `precision` of them are right.

    Equal confidences are answered together or not at all: no threshold tells them apart.
    """
    best = answered = right = 0
    surest_first = sorted(inside, key=lambda item: -item.confidence)
    for _confidence, group in groupby(surest_first, key=lambda item: item.confidence):
        found = [item.right for item in group]
        answered, right = answered + len(found), right + sum(found)
        if right >= precision * answered - _ROUNDING:
            best = answered
    return best / len(inside) if inside else None


def calibration_error(inside: Sequence[Judged]) -> float | None:
    """Give the mean gap between confidence and truth over equal bins (ECE)."""
    if not inside:
        return None
    return sum(part.count * abs(part.confidence - part.right) for part in bins(inside)) / len(inside)


def bins(outcomes: Sequence[Judged], count: int = BINS) -> tuple[Bin, ...]:
    """Give the bins that have an outcome, in the order of confidence."""
    parts: dict[int, list[Judged]] = {}
    for outcome in outcomes:
        parts.setdefault(min(count - 1, int(outcome.confidence * count)), []).append(outcome)
    return tuple(
        Bin(
            low=place / count,
            high=(place + 1) / count,
            count=len(part),
            confidence=sum(item.confidence for item in part) / len(part),
            right=sum(item.right for item in part) / len(part),
        )
        for place, part in sorted(parts.items())
    )


def told_apart(inside: Sequence[Judged], outside: Sequence[Judged]) -> float | None:
    """Give the chance that an out-of-scope question is less sure than one in scope (AUROC)."""
    if not inside or not outside:
        return None
    unsure = sorted(item.confidence for item in outside)
    below = sum(bisect_left(unsure, item.confidence) for item in inside)
    not_above = sum(bisect_right(unsure, item.confidence) for item in inside)
    return (below + not_above) / 2 / (len(inside) * len(outside))


def quantile(values: Iterable[float], part: float) -> float | None:
    """Give the value that `part` of them stay below, or the greatest."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else None


def likely_range(right: int, count: int) -> tuple[float, float]:
    """Give between what shares the truth lies 95 times in 100, `right` of `count` having held (Wilson)."""
    if not count:
        return 0.0, 1.0
    z = 1.959964
    part, spread = right / count, z * z / count
    middle = (part + spread / 2) / (1 + spread)
    half = (z / (1 + spread)) * (part * (1 - part) / count + spread / 4 / count) ** 0.5
    return max(0.0, middle - half), min(1.0, middle + half)
