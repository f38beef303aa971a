"""How long something took, time after time: how often, the middle, and what nine of ten do not exceed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Spans in seconds; `median` and `p90` are None where there was none."""

    count: int
    median: float | None
    p90: float | None


def times_of(seconds: Iterable[float | None]) -> Times:
    """Sum up spans; None is one that has not ended, and is left out."""
    known = sorted(item for item in seconds if item is not None)
    return Times(count=len(known), median=_rank(known, 0.5), p90=_rank(known, 0.9))


def _rank(known: list[float], part: float) -> float | None:
    """Give the smallest span that this part of them does not exceed."""
    return known[max(ceil(part * len(known)), 1) - 1] if known else None


def in_words(seconds: float | None, *, day: str = "d") -> str:
    """Write a span as people say it: "4 s", "12 min", "3 h 05", "2 d 3 h"; "–" where there is none.

    `day` is the letter of a day.
    """
    if seconds is None:
        return "–"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, left = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {left:02}"
    return f"{hours // 24} {day} {hours % 24} h"
