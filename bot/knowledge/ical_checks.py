"""What is wrong in the events of an iCal file that can be parsed, each with its line and a remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.knowledge.ical_events import end_of, name_of, start_of, whole_days
from bot.knowledge.ical_text import error, event_lines, property_line, warning
from bot.model.problem import Problem

_LONGEST = timedelta(days=366)
_MATTER = ("DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID")
_KINDS: Mapping[str, type[date | timedelta]] = {"DTSTART": date, "DTEND": date, "DURATION": timedelta}
_WORDS = {date: "date", timedelta: "length of time"}
_TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
_MEND = "mend the event in the calendar and export it again"


class Checker:
    """Looks at every event of one file; `zone` is the brand's."""

    def __init__(self, path: str, text: str, zone: ZoneInfo) -> None:
        self._path, self._text, self._zone = path, text, zone
        self._seen: set[tuple[int, str]] = set()

    def problems(self, calendars: Sequence[Any]) -> Iterator[Problem]:
        """Give every problem: errors where an event cannot be read, warnings where it does not count."""
        events = [(place, event) for place, one in enumerate(calendars) for event in one.walk("VEVENT")]
        timed: list[tuple[int, Any]] = []
        whole = 0
        for line, (place, event) in zip(event_lines(self._text), events, strict=False):
            wrong = next(self._wrong(event, line), None)
            if wrong is not None:
                yield wrong
            elif whole_days(event, self._zone) is None:
                timed.append((line, event))
            else:
                whole += 1
                yield from self._same_uid(event, line, place)
        yield from self._left_out(timed, whole=whole, of=len(events))

    def _wrong(self, event: Any, line: int) -> Iterator[Problem]:
        for name, complaint in event.errors:
            if name in _MATTER:
                yield self._error(event, line, name, f"has a {name} that cannot be read: {complaint}")
        if "DTSTART" not in event:
            yield self._error(event, line, "", "has no DTSTART")
        for name, kind in _KINDS.items():
            if name in event and not isinstance(getattr(event[name], "dt", None), kind):
                yield self._error(event, line, name, f"has a {name} that is not one {_WORDS[kind]}")
        start, end = start_of(event), end_of(event)
        lasts = _wall(end) - _wall(start)
        if lasts < timedelta(0):
            yield self._error(event, line, "DTEND", "ends before it begins")
        if lasts > _LONGEST:
            yield self._error(event, line, "DTEND", "lasts more than a year")
        yield from self._repeats(event, line)

    def _repeats(self, event: Any, line: int) -> Iterator[Problem]:
        """Find repetitions whose days could be counted for ever."""
        rules = event.get("RRULE", [])
        for rule in rules if isinstance(rules, list) else [rules]:
            often = {str(word).upper() for word in rule.get("FREQ", [])} & _TOO_OFTEN
            if often or 0 in rule.get("INTERVAL", []):
                yield self._error(event, line, "RRULE", "repeats more often than every day")
            if not rule.get("FREQ"):
                yield self._error(event, line, "RRULE", "has an RRULE without FREQ")

    def _same_uid(self, event: Any, line: int, calendar: int) -> Iterator[Problem]:
        uid = str(event.get("UID", ""))
        if not uid or "RECURRENCE-ID" in event:
            return
        if (calendar, uid) in self._seen:
            message = f"“{name_of(event)}” has the UID of another event: only one of them counts"
            yield warning(self._path, line, message, "give it a UID of its own")
        self._seen.add((calendar, uid))

    def _left_out(self, timed: Sequence[tuple[int, Any]], *, whole: int, of: int) -> Iterator[Problem]:
        if not whole and len(timed) == of:
            hint = "only all-day events are holidays: export a calendar that has some"
            yield error(self._path, 1, "no all-day events in the file", hint)
        elif timed:
            line, first = timed[0]
            message = f"1 event has a time of day and is left out: “{name_of(first)}”"
            if len(timed) > 1:
                message = f"{len(timed)} events have a time of day and are left out: “{name_of(first)}” …"
            hint = "only whole days are holidays; for hours of one day write an [[hours.exception]]"
            yield warning(self._path, line, message, hint)

    def unworkable(self, calendars: Sequence[Any], workable: Callable[[Any], bool]) -> Problem:
        """Say which event's repetitions cannot be worked out; `workable` tries one event alone."""
        events = [event for calendar in calendars for event in calendar.walk("VEVENT")]
        for line, event in zip(event_lines(self._text), events, strict=False):
            if not workable(event):
                return self._error(event, line, "RRULE", "repeats in a way that cannot be worked out")
        return error(self._path, 1, "the repetitions of these events cannot be worked out together", _MEND)

    def _error(self, event: Any, line: int, name: str, message: str) -> Problem:
        at = property_line(self._text, name, line) if name else line
        return error(self._path, at, f"“{name_of(event)}” {message}", _MEND)


def _wall(moment: date) -> datetime:
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time(0))
