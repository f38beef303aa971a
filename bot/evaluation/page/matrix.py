"""The matrix of the intents that are most often mixed up: rows as labelled, columns as read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from bot.evaluation.mistakes import Confusion
from bot.evaluation.outcome import in_scope
from bot.evaluation.report import Report

MOST = 12
"""Most intents of the matrix."""

SHADES = 4
"""So many depths of colour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """How many sentences, and how dark it is shown: 0 for none."""

    count: int
    shade: int
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An intent, and what its sentences were read as; `others` were read as an intent not shown."""

    intent: str
    cells: tuple[Cell, ...]
    others: int


def matrix_of(report: Report) -> tuple[Row, ...]:
    """Give the rows; the columns are the same intents in the same order."""
    names = _names(report.confusions)
    read = Counter((item.question.intent, item.best.intent) for item in report.outcomes if in_scope(item))
    whole = Counter(item.question.intent for item in report.outcomes if in_scope(item))
    return tuple(_row(name, names, read, whole[name]) for name in names)


def _names(found: Sequence[Confusion]) -> tuple[str, ...]:
    names: list[str] = []
    for item in found:
        pair = [name for name in (item.intent, item.read_as) if name and name not in names]
        if len(names) + len(pair) > MOST:
            break
        names += pair
    return tuple(names)


def _row(name: str, names: Sequence[str], read: Counter[tuple[str, str]], whole: int) -> Row:
    counts = [read[name, other] for other in names]
    cells = tuple(
        Cell(count=count, shade=_shade(count, whole), right=other == name)
        for other, count in zip(names, counts, strict=True)
    )
    return Row(intent=name, cells=cells, others=whole - sum(counts))


def _shade(count: int, whole: int) -> int:
    return min(SHADES, 1 + int(SHADES * count / whole)) if count else 0
