"""Where everything stands in the report's drawings; a drawing says in words what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

HOURS = 24
WIDTH, HEIGHT = 480, 150
_LEFT, _BOTTOM, _TOP = 34, 22, 8
_STEP = (WIDTH - _LEFT) / HOURS
_GAP = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A rectangle, with what it says when one points at it; `kind` is its class."""

    x: float
    y: float
    width: float
    height: float
    kind: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A label on an axis, at its place."""

    at: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The questions of each hour of the day as columns, those unanswered at their foot."""

    pieces: tuple[Piece, ...]
    across: tuple[Tick, ...]
    up: tuple[Tick, ...]


def strip_of(parts: Sequence[tuple[str, int, str]]) -> tuple[Piece, ...]:
    """Cut a strip of 100 by what each part counts; a part is (class, count, what it says)."""
    whole = sum(count for _, count, _ in parts)
    return tuple(_cut(parts, whole)) if whole else ()


def _cut(parts: Sequence[tuple[str, int, str]], whole: int) -> Iterator[Piece]:
    before = 0
    for kind, count, title in parts:
        start, end = 100 * before / whole, 100 * (before + count) / whole
        before += count
        if count:
            yield Piece(x=_at(start), y=0, width=_at(end - start), height=10, kind=kind, title=title)


def length_of(count: int, longest: int) -> float:
    """Give how long a bar is, of 100."""
    return _at(100 * count / longest) if longest else 0


def hours_of(asked: Mapping[int, tuple[int, int]], says: str) -> Hours:
    """Draw the hours; `asked` gives (questions, unanswered), `says` is filled with {hour} {n} {open}."""
    most = max((questions for questions, _ in asked.values()), default=0)
    top = _round_up(most)
    return Hours(
        pieces=tuple(piece for hour in sorted(asked) for piece in _columns(hour, asked[hour], top, says)),
        across=tuple(
            Tick(at=_at(_LEFT + _STEP * (hour + 0.5)), label=f"{hour:02}") for hour in range(0, HOURS, 3)
        ),
        up=tuple(Tick(at=_level(value, top), label=str(value)) for value in sorted({0, top // 2, top})),
    )


def _columns(hour: int, counts: tuple[int, int], top: int, says: str) -> Iterator[Piece]:
    questions, waiting = counts
    title = says.format(hour=f"{hour:02}", n=questions, open=waiting)
    for kind, low, high in (("rest", waiting, questions), ("waiting", 0, waiting)):
        if high > low:
            yield Piece(
                x=_at(_LEFT + _STEP * hour + _GAP / 2),
                y=_level(high, top),
                width=_at(_STEP - _GAP),
                height=_at(_level(low, top) - _level(high, top)),
                kind=kind,
                title=title,
            )


def _level(value: float, top: int) -> float:
    room = HEIGHT - _TOP - _BOTTOM
    return _at(_TOP + room * (1 - value / top))


def _round_up(most: int) -> int:
    """Give the end of an axis: an even number that reads well, not below `most`."""
    step = 2
    while step * 10 < most:
        step *= 10
    return max(step, -(-most // step) * step)


def _at(place: float) -> float:
    return round(place, 2)
