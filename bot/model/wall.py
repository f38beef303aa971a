"""Wall clocks: which moments a clock on the wall means, and where a zone's clock jumps forward or back.

A wall time is a naive datetime; a moment is aware, and given in UTC.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil
from zoneinfo import ZoneInfo

_STRIDE = timedelta(days=5)  # since 2000 no zone has changed its clock twice within 7 days
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Steady:
    """A stretch of time over which the wall clock does not jump: it shows UTC plus `offset`."""

    start: datetime
    end: datetime
    offset: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Jump:
    """A jump of the wall clock, at a moment, from one wall time to another."""

    at: datetime
    before: datetime
    after: datetime

    @property
    def forward(self) -> bool:
        """Whether wall times are skipped; otherwise they are shown twice."""
        return self.after > self.before


def steady(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[Steady]:
    """Cut the time between two moments, both in UTC, where the clock jumps (and at least every 5 days)."""
    start = since
    while start < until:
        end = min(start + _STRIDE, until)
        offset = _offset(zone, start)
        if _offset(zone, end) != offset:
            end = _change(zone, start, end)
        yield Steady(start=start, end=end, offset=offset)
        start = end


def jumps(zone: ZoneInfo, since: datetime, until: datetime) -> Iterator[Jump]:
    """Give the jumps after one moment and up to another, in order."""
    before: timedelta | None = None
    for stretch in steady(zone, since.astimezone(UTC), until.astimezone(UTC) + _SECOND):
        if before is not None and before != stretch.offset:
            wall = stretch.start.replace(tzinfo=None)
            yield Jump(at=stretch.start, before=wall + before, after=wall + stretch.offset)
        before = stretch.offset


def moments(zone: ZoneInfo, wall: datetime) -> tuple[datetime, ...]:
    """Give the moments at which the clock shows a wall time: two where it is repeated, none where skipped."""
    folds = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    found = (moment for moment in folds if moment.astimezone(zone).replace(tzinfo=None, fold=0) == wall)
    return tuple(dict.fromkeys(found))


class SkippedError(ValueError):
    """A wall time that the clock never shows: the message says why, `hint` what to write instead."""

    def __init__(self, zone: ZoneInfo, wall: datetime, jump: Jump) -> None:
        shown = "%H:%M" if jump.before.date() == jump.after.date() else "%Y-%m-%d %H:%M"
        jumped = f"from {jump.before:{shown}} to {jump.after:{shown}}"
        super().__init__(f"there is no {wall:%Y-%m-%d %H:%M} in {zone.key}: the clocks jump {jumped}")
        later, sooner = (wall + sign * (jump.after - jump.before) for sign in (1, -1))
        self.hint = f"write {later:%Y-%m-%dT%H:%M} or {sooner:%Y-%m-%dT%H:%M}"


def moment_at(zone: ZoneInfo, wall: datetime) -> datetime:
    """Give the moment that a wall time means, the first where it is shown twice. Raises SkippedError."""
    found = moments(zone, wall)
    jump = jump_over(zone, wall) if not found else None
    if jump is not None:
        raise SkippedError(zone, wall, jump)
    return found[0]


def jump_over(zone: ZoneInfo, wall: datetime) -> Jump | None:
    """Give the jump that skips a wall time; None where the clock shows it."""
    if moments(zone, wall):
        return None
    late, early = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    return next(jumps(zone, early, late), None)


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta(0)


def _change(zone: ZoneInfo, start: datetime, end: datetime) -> datetime:
    """Give the first moment after `start` with another offset; there is one, as `end` has another."""
    base, before = start.replace(microsecond=0), _offset(zone, start)
    seconds = range(1, ceil((end - base) / _SECOND) + 1)
    changed = bisect_left(seconds, x=True, key=lambda n: _offset(zone, base + n * _SECOND) != before)
    return base + seconds[changed] * _SECOND
