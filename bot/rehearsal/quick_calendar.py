"""Calendars whose openings are worked out once for a period: a rehearsal asks for them a million times."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta

from bot.model.hours import Calendar, Calendars

_BEFORE, _AFTER = timedelta(days=2), timedelta(days=45)


@dataclass(frozen=True, kw_only=True)
class QuickCalendar(Calendar):
    """The same answers as the calendar it was made of; quickly from `since` to before `until` (UTC).

    `starts` and `ends` are the open stretches between the two, in order and apart.
    """

    since: datetime
    until: datetime
    starts: tuple[datetime, ...]
    ends: tuple[datetime, ...]

    def is_open(self, moment: datetime) -> bool:
        if not self.since <= moment < self.until:
            return super().is_open(moment)
        place = bisect_right(self.starts, moment) - 1
        return place >= 0 and moment < self.ends[place]

    def openings(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
        if since < self.since:
            yield from super().openings(since, until)
            return
        last = min(until, self.until)
        for place in range(bisect_right(self.ends, since), len(self.starts)):
            if self.starts[place] >= last:
                break
            yield max(self.starts[place], since), min(self.ends[place], last)
        if until > self.until:
            yield from super().openings(max(since, self.until), until)


def quick(calendar: Calendar, since: datetime, until: datetime) -> QuickCalendar:
    """Give a calendar that is quick in a period, a little before it and some weeks after."""
    first, last = (since - _BEFORE).astimezone(UTC), (until + _AFTER).astimezone(UTC)
    starts: list[datetime] = []
    ends: list[datetime] = []
    for start, end in calendar.openings(first, last):
        if ends and ends[-1] == start:
            ends[-1] = end
        else:
            starts.append(start)
            ends.append(end)
    own = {item.name: getattr(calendar, item.name) for item in fields(Calendar)}
    return QuickCalendar(**own, since=first, until=last, starts=tuple(starts), ends=tuple(ends))


def quick_calendars(calendars: Calendars, since: datetime, until: datetime) -> Calendars:
    """Give calendars that are all quick in a period."""
    return Calendars(
        brand=quick(calendars.brand, since, until),
        by_channel={name: quick(item, since, until) for name, item in calendars.by_channel.items()},
        by_topic={name: quick(item, since, until) for name, item in calendars.by_topic.items()},
    )
