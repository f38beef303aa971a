"""A calendar day by day: its hours, what makes it unusual, the jumps of its clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.model.hours import Calendar, Calendars, Interval
from bot.model.wall import Jump, jump_over, jumps, moments

CELL = timedelta(minutes=30)
CELLS = 48
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One local date. `cells` is the open share of each half hour, None for one that the clock skips.

    `until` is the minute at which the shift of the day before ends. `open` is elapsed opening time.
    """

    date: date
    intervals: tuple[Interval, ...]
    until: int
    holiday: str
    exception: str | None
    jump: Jump | None
    open: timedelta
    cells: tuple[float | None, ...]

    @property
    def unusual(self) -> bool:
        """Whether its hours are not its weekday's."""
        return self.exception is not None or bool(self.holiday)

    @property
    def closed_for(self) -> str:
        """The holiday it is closed for; "" for none, and where its exception says the same."""
        return "" if self.intervals or self.holiday == self.exception else self.holiday


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A channel or a topic with hours of its own; `unusual` are the days ahead that are not as its week."""

    kind: str
    name: str
    calendar: Calendar
    unusual: tuple[Day, ...]


def days_of(calendar: Calendar, first: date, count: int) -> Iterator[Day]:
    """Give so many days from a local date on."""
    for offset in range(count):
        yield _day(calendar, first + offset * DAY)


def own_hours(calendars: Calendars, first: date, count: int) -> Iterator[Own]:
    """Give the channels and topics with hours of their own, over so many days from a local date on."""
    for kind, others in (("channel", calendars.by_channel), ("topic", calendars.by_topic)):
        for name, calendar in others.items():
            unusual = tuple(day for day in days_of(calendar, first, count) if day.unusual)
            yield Own(kind=kind, name=name, calendar=calendar, unusual=unusual)


def open_time(calendar: Calendar, first: date, last: date) -> timedelta:
    """Give the opening time from the beginning of one local date to that of another."""
    return calendar.open_time_between(midnight(calendar, first), midnight(calendar, last))


def midnight(calendar: Calendar, day: date) -> datetime:
    """Give the moment at which a local date begins; where the clock jumps over midnight, that of the jump."""
    wall = datetime.combine(day, time(0))
    jump = jump_over(calendar.zone, wall)
    return moments(calendar.zone, wall)[0] if jump is None else jump.at


def _day(calendar: Calendar, day: date) -> Day:
    found = calendar.exception(day)
    start, end = midnight(calendar, day), midnight(calendar, day + DAY)
    around = jumps(calendar.zone, start - DAY, end + DAY)
    return Day(
        date=day,
        intervals=calendar.intervals(day),
        until=max([0, *(item.end - 1440 for item in calendar.intervals(day - DAY))]),
        holiday=calendar.holiday(day),
        exception=None if found is None else found.note,
        jump=next((jump for jump in around if min(jump.before, jump.after).date() == day), None),
        open=calendar.open_time_between(start, end),
        cells=tuple(_cells(calendar, day)),
    )


def _cells(calendar: Calendar, day: date) -> Iterator[float | None]:
    for place in range(CELLS):
        shown = moments(calendar.zone, datetime.combine(day, time(0)) + place * CELL)
        yield calendar.open_time_between(shown[0], shown[0] + CELL) / CELL if shown else None
