"""Business hours as a value: when the brand is open, when it opens next.

Wall-clock intervals are half-open and in minutes since local midnight; an end past 1440 runs into the next
day. Moments are aware datetimes. Membership is decided by the local wall clock, so a daylight-saving night
follows what the clock on the wall says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

HORIZON = timedelta(days=400)
"""How far ahead an opening is looked for: past any yearly closure."""

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


class Closure(StrEnum):
    """Why the brand is closed at a moment."""

    HOLIDAY = "holiday"
    EXCEPTION = "exception"
    WEEKEND = "weekend"
    BREAK = "break"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Interval:
    """Open from minute `start` to minute `end` (half-open) of a day; `end` may pass 1440."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayException:
    """Other hours from `first` to `last`, both included; no interval means closed."""

    first: date
    last: date
    open: tuple[Interval, ...] = ()
    note: str = ""


def _never(_day: date) -> str:
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """The brand's opening hours: `week` maps 0 (Monday) to 6; `holiday` names a date, or gives ""."""

    zone: ZoneInfo
    week: Mapping[int, tuple[Interval, ...]]
    exceptions: tuple[DayException, ...] = ()
    holiday: Callable[[date], str] = field(default=_never)

    def local(self, moment: datetime) -> datetime:
        """Give the moment on the brand's wall clock."""
        return moment.astimezone(self.zone)

    def intervals(self, day: date) -> tuple[Interval, ...]:
        """Give the intervals that begin on a local date: of its exception, else holiday, else weekday."""
        found = self.exception(day)
        if found is not None:
            return found.open
        if self.holiday(day):
            return ()
        return self.week.get(day.weekday(), ())

    def exception(self, day: date) -> DayException | None:
        """Give the exception that covers a local date, the first listed where several do."""
        return next((item for item in self.exceptions if item.first <= day <= item.last), None)

    def is_open(self, moment: datetime) -> bool:
        """Tell whether the brand is open at a moment."""
        local = self.local(moment)
        minute = local.hour * 60 + local.minute
        today = local.date()
        if any(item.start <= minute < item.end for item in self.intervals(today)):
            return True
        return any(item.start <= minute + 1440 < item.end for item in self.intervals(today - _DAY))

    def next_opening(self, moment: datetime) -> datetime | None:
        """Give the first moment from now on at which it is open, in UTC; None if never in 400 days."""
        if self.is_open(moment):
            return moment.astimezone(UTC)
        return self._next_edge(moment, opening=True)

    def next_closing(self, moment: datetime) -> datetime | None:
        """Give the first moment from now on at which it is closed, in UTC; None if never in 400 days."""
        if not self.is_open(moment):
            return moment.astimezone(UTC)
        return self._next_edge(moment, opening=False)

    def add_open_time(self, moment: datetime, span: timedelta) -> datetime | None:
        """Give the first open moment by which `span` of opening time has passed; None if never."""
        at = self.next_opening(moment)
        while at is not None:
            closing = self.next_closing(at)
            if closing is None or at + span < closing:
                return at + span
            span -= closing - at
            at = self.next_opening(closing)
        return None

    def closure(self, moment: datetime) -> Closure | None:
        """Say why the brand is closed at a moment; None while it is open."""
        if self.is_open(moment):
            return None
        local = self.local(moment)
        today = local.date()
        if self.exception(today) is not None:
            return Closure.EXCEPTION
        if self.holiday(today):
            return Closure.HOLIDAY
        intervals = self.intervals(today)
        if not intervals:
            return Closure.WEEKEND
        minute = local.hour * 60 + local.minute
        between = intervals[0].start <= minute < intervals[-1].end
        return Closure.BREAK if between else Closure.NIGHT

    def _next_edge(self, moment: datetime, *, opening: bool) -> datetime | None:
        first = self.local(moment).date() - _DAY
        for offset in range(HORIZON.days + 2):
            edges = sorted(set(self._edges(first + offset * _DAY, opening=opening)))
            for edge in edges:
                if edge > moment and self.is_open(edge) is opening:
                    return edge
        return None

    def _edges(self, day: date, *, opening: bool) -> Iterator[datetime]:
        for interval in self.intervals(day):
            minute = interval.start if opening else interval.end
            wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=minute)
            yield from self._moments(wall)

    def _moments(self, wall: datetime) -> Iterator[datetime]:
        """Give every moment at which the wall clock shows `wall`, or jumps over it."""
        first, second = (wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if first <= second:
            yield from (first, second)
            return
        moment = second  # the clock jumps over `wall`: find the minute it jumps
        while self.local(moment).replace(tzinfo=None) < wall:
            moment += _MINUTE
        yield moment
