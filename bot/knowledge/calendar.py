"""Makes the brand's calendars: opening hours with the holidays of a country, a region or an iCal file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import holidays

from bot.model.hours import Calendar, Calendars
from bot.settings.suggest import did_you_mean
from bot.settings.values import Hours, OtherHours

if TYPE_CHECKING:
    from bot.knowledge.ical import ICal

_ICAL = "ical:"

Days = Callable[[int], Mapping[date, str]]
"""Gives the names of a year's holidays by date."""


def make_calendars(hours: Hours, ical: Mapping[str, ICal]) -> Calendars:
    """Make the brand's calendar and those of channels and topics with hours of their own."""
    return Calendars(
        brand=make_calendar(hours, ical),
        by_channel={name: make_calendar(_with(hours, own), ical) for name, own in hours.channels.items()},
        by_topic={name: make_calendar(_with(hours, own), ical) for name, own in hours.topics.items()},
    )


def make_calendar(hours: Hours, ical: Mapping[str, ICal]) -> Calendar:
    """Make a calendar; `ical` holds the files by path. Holidays that cannot be used are left out."""
    sources = [_days(name, ical) for name in hours.holidays if wrong_holidays(name, ical) is None]
    return Calendar(
        zone=ZoneInfo(hours.timezone),
        week=hours.week,
        exceptions=hours.exceptions,
        holiday=_named(tuple(sources)),
    )


def read_icals(hours: Hours, texts: Mapping[str, str]) -> Mapping[str, ICal]:
    """Read the iCal files that hours name, of those there are by path."""
    each: list[Hours | OtherHours] = [hours, *hours.channels.values(), *hours.topics.values()]
    names = {
        name.removeprefix(_ICAL) for one in each for name in one.holidays or () if name.startswith(_ICAL)
    }
    wanted = sorted(names & set(texts))
    if not wanted:
        return {}
    from bot.knowledge.ical import read_ical  # noqa: PLC0415 - a brand without such a file does not pay for it

    zone = ZoneInfo(hours.timezone)
    return {path: read_ical(path, texts[path], zone) for path in wanted}


def wrong_holidays(name: str, ical: Mapping[str, ICal]) -> tuple[str, str] | None:
    """Say what is wrong with an entry of `holidays`, with a hint; None if there is such a calendar."""
    if name.startswith(_ICAL):
        path = name.removeprefix(_ICAL)
        return None if path in ical else (f"no file “{path}”", "put it beside settings.toml")
    countries = holidays.list_supported_countries(include_aliases=True)
    country, _, region = name.partition("-")
    if country not in countries:
        return f"no holidays known for “{country}”", did_you_mean(country, countries)
    if region and region not in countries[country]:
        known = [f"{country}-{item}" for item in countries[country]]
        return f"no holidays known for “{name}”", did_you_mean(name, known)
    return None


def _with(hours: Hours, own: OtherHours) -> Hours:
    """Put a channel's or a topic's own hours before the brand's."""
    return replace(
        hours,
        week=hours.week if own.week is None else own.week,
        holidays=hours.holidays if own.holidays is None else own.holidays,
        exceptions=(*own.exceptions, *hours.exceptions),
    )


def _days(name: str, ical: Mapping[str, ICal]) -> Days:
    if name.startswith(_ICAL):
        return ical[name.removeprefix(_ICAL)].days
    country, _, region = name.partition("-")
    own = holidays.country_holidays(country).default_language  # else the machine's locale would name them

    def days(year: int) -> Mapping[date, str]:
        found: Mapping[date, str] = holidays.country_holidays(
            country, subdiv=region or None, years=year, language=own
        )
        return found

    return days


def _named(sources: Sequence[Days]) -> Callable[[date], str]:
    """Look a day up: the first source that knows it names it. A year is worked out when first asked for."""

    @cache
    def year(number: int) -> Mapping[date, str]:
        found: dict[date, str] = {}
        for days in reversed(sources):
            found |= {day: str(name) for day, name in days(number).items() if day.year == number}
        return found

    def named(day: date) -> str:
        return year(day.year).get(day, "")

    return named
