"""Reads iCal files: the whole days that their events cover, year by year, and what is wrong in them.

Loaded only for brands that name such a file: the two libraries take a fifth of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from bot.knowledge.ical_checks import Checker
from bot.knowledge.ical_events import is_cancelled, name_of, whole_days
from bot.knowledge.ical_text import cannot_be, not_parsed
from bot.model.problem import Level, Problem

_DAY = timedelta(days=1)
_TRIED = range(2025, 2035)
"""Worked out when the file is read, so that a repetition that cannot be is told then, not to a customer."""

_LIBRARY_RAISES = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, OSError)
"""What the two libraries were seen to raise on spoilt files, in thousands of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ICal:
    """A calendar file: the names of a year's whole days, and its problems. With an error it has no days."""

    days: Callable[[int], Mapping[date, str]]
    problems: tuple[Problem, ...] = ()


def read_ical(path: str, text: str, zone: ZoneInfo) -> ICal:
    """Read a file; an event from midnight to midnight on the zone's clock is whole days too."""
    plain = text.removeprefix("\ufeff")
    wrong = cannot_be(path, plain)
    if wrong is not None:
        return _unreadable(wrong)
    try:
        calendars: Sequence[Any] = icalendar.Calendar.from_ical(plain, multiple=True)
    except _LIBRARY_RAISES as error:
        return _unreadable(not_parsed(path, plain, str(error)))
    checker = Checker(path, plain, zone)
    problems = tuple(checker.problems(calendars))
    if any(item.level is Level.ERROR for item in problems):
        return _unreadable(*problems)
    series = _series(calendars)
    tried = _days(series, _TRIED, zone) if series is not None else None
    if series is None or tried is None:
        alone = partial(_works_alone, zone=zone)
        return _unreadable(checker.unworkable(calendars, alone), *problems)

    def days(year: int) -> Mapping[date, str]:
        found = tried if year in _TRIED else _days(series, range(year, year + 1), zone) or {}
        return {day: name for day, name in found.items() if day.year == year}

    return ICal(days=cache(days), problems=problems)


def _unreadable(*problems: Problem) -> ICal:
    return ICal(days=lambda _year: {}, problems=problems)


def _series(calendars: Sequence[Any]) -> Sequence[Any] | None:
    """Give what works out the repetitions of each calendar; None where one cannot be."""
    try:
        return [recurring_ical_events.of(calendar) for calendar in calendars]
    except _LIBRARY_RAISES:
        return None


def _days(series: Sequence[Any], years: range, zone: ZoneInfo) -> Mapping[date, str] | None:
    """Give the whole days of some years; None where a repetition cannot be worked out."""
    found: dict[date, str] = {}
    try:
        for one in series:
            for event in one.between(date(years[0], 1, 1), date(years[-1] + 1, 1, 1)):
                for day in _days_of(event, zone):
                    found.setdefault(day, name_of(event))
    except _LIBRARY_RAISES:
        return None
    return found


def _works_alone(event: Any, zone: ZoneInfo) -> bool:
    calendar = icalendar.Calendar()
    calendar.add_component(event)
    series = _series([calendar])
    return series is not None and _days(series, _TRIED, zone) is not None


def _days_of(event: Any, zone: ZoneInfo) -> Iterator[date]:
    span = None if is_cancelled(event) else whole_days(event, zone)
    if span is not None:
        first, last = span
        yield from (first + offset * _DAY for offset in range((last - first).days))
