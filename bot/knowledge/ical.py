"""Reads iCal files: the whole days that their events cover, year by year, and what is wrong in them.

Loaded only for brands that name such a file: the two libraries take a fifth of a second.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from bot.knowledge.ical_checks import Checker
from bot.knowledge.ical_events import is_cancelled, name_of, whole_days
from bot.knowledge.ical_text import cannot_be, not_parsed
from bot.model.problem import Level, Problem

_DAY = timedelta(days=1)


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
        return ICal(days=_no_days, problems=(wrong,))
    try:
        calendars: Sequence[Any] = icalendar.Calendar.from_ical(plain, multiple=True)
    except ValueError as error:
        return ICal(days=_no_days, problems=(not_parsed(path, plain, str(error)),))
    problems = tuple(Checker(path, plain, zone).problems(calendars))
    if any(item.level is Level.ERROR for item in problems):
        return ICal(days=_no_days, problems=problems)
    return ICal(days=cache(_expander(calendars, zone)), problems=problems)


def _no_days(_year: int) -> Mapping[date, str]:
    return {}


def _expander(calendars: Sequence[Any], zone: ZoneInfo) -> Callable[[int], Mapping[date, str]]:
    series = [recurring_ical_events.of(calendar) for calendar in calendars]

    def days(year: int) -> Mapping[date, str]:
        found: dict[date, str] = {}
        for one in series:
            for event in one.between(date(year, 1, 1), date(year + 1, 1, 1)):
                for day in _days_of(event, zone):
                    found.setdefault(day, name_of(event))
        return found

    return days


def _days_of(event: Any, zone: ZoneInfo) -> Iterator[date]:
    span = None if is_cancelled(event) else whole_days(event, zone)
    if span is not None:
        first, last = span
        yield from (first + offset * _DAY for offset in range((last - first).days))
