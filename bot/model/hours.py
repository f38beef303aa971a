"""Business hours as a value: when the brand is open, when it opens next, how much open time passes.

Openings are in minutes since local midnight, half-open; an end past 1440 runs into the next day and belongs
to the day it begins on. A moment is open when the wall clock shows an open minute, so an hour that the clock
skips is never open and one that it repeats is open twice. Moments are aware; spans are elapsed time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.model.wall import steady

HORIZON = timedelta(days=400)
"""How far ahead an opening or a closing is looked for: past any yearly closure."""

_FURTHEST = timedelta(days=36525)
_DAY = timedelta(days=1)
_NOTHING = timedelta(0)


class Closure(StrEnum):
    """Why the brand is closed at a moment."""

    HOLIDAY = "holiday"
    EXCEPTION = "exception"
    WEEKEND = "weekend"
    BREAK = "break"
    NIGHT = "night"


@dataclass(frozen=True, slots=True)
class Interval:
    """Open from minute `start` to minute `end` (half-open) of a day; at most 1440 minutes long."""

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
    """Opening hours: `week` maps 0 (Monday) to 6, a day's intervals in order and apart.

    `holiday` names a date, or gives "".
    """

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
        since = moment.astimezone(UTC)
        if self.is_open(since):
            return since
        return next((start for start, _ in self.openings(since, since + HORIZON)), None)

    def next_closing(self, moment: datetime) -> datetime | None:
        """Give the first moment from now on at which it is closed, in UTC; None if never in 400 days."""
        at = moment.astimezone(UTC)
        until = at + HORIZON
        for start, end in self.openings(at, until):
            if start > at:
                break
            at = end
        return at if at < until else None

    def open_time_between(self, first: datetime, last: datetime) -> timedelta:
        """Give how much opening time passes between two moments; none where `last` is not after `first`."""
        pieces = self.openings(first.astimezone(UTC), last.astimezone(UTC))
        return sum((end - start for start, end in pieces), _NOTHING)

    def add_open_time(self, moment: datetime, span: timedelta) -> datetime | None:
        """Give the first open moment by which `span` of opening time has passed, in UTC.

        None where the brand stays closed for 400 days before that, or where it would take a hundred years.
        """
        left, at = span, moment.astimezone(UTC)
        last = at + _FURTHEST
        while at < last:
            reached = at
            for start, end in self.openings(at, at + HORIZON):
                if left < end - start:
                    return start + left
                left -= end - start
                reached = end
            if reached == at:
                break
            at = reached
        return None

    def openings(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the open stretches between two moments in UTC, in order; one may come in pieces."""
        if not self._ever_opens():
            return
        for stretch in steady(self.zone, since, until):
            offset = stretch.offset
            wall = stretch.start.replace(tzinfo=None) + offset
            for start, end in self._wall_openings(wall, wall + (stretch.end - stretch.start)):
                yield (start - offset).replace(tzinfo=UTC), (end - offset).replace(tzinfo=UTC)

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

    def _ever_opens(self) -> bool:
        return any(self.week.values()) or any(item.open for item in self.exceptions)

    def _wall_openings(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Give the open stretches between two wall times, in order and apart."""
        midnight = since.replace(hour=0, minute=0, second=0, microsecond=0) - _DAY
        reached = since
        while midnight < until:
            for item in self.intervals(midnight.date()):
                start = max(midnight + timedelta(minutes=item.start), reached)
                end = min(midnight + timedelta(minutes=item.end), until)
                if start < end:
                    yield start, end
                    reached = end
            midnight += _DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendars:
    """The brand's hours, and those that channels and topics have of their own."""

    brand: Calendar
    by_channel: Mapping[str, Calendar] = field(default_factory=dict)
    by_topic: Mapping[str, Calendar] = field(default_factory=dict)

    def of(self, *, channel: str = "", topic: str = "") -> Calendar:
        """Give the hours that hold for a message: its topic's, else its channel's, else the brand's."""
        return self.by_topic.get(topic, self.by_channel.get(channel, self.brand))
