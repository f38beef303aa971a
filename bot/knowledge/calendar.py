"""Makes the brand's calendar: opening hours with the holidays of a country, a region or an iCal file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import holidays

from bot.model.hours import Calendar
from bot.settings.suggest import did_you_mean
from bot.settings.values import Hours

_ICAL = "ical:"
_FOLD = re.compile(r"\r?\n[ \t]")
_PROPERTY = re.compile(r"^(?P<name>DTSTART|DTEND|SUMMARY)(?:;[^:]*)?:(?P<value>.*)$")
_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T.*)?")
_LONGEST_EVENT = timedelta(days=366)


def make_calendar(hours: Hours, ical: Mapping[str, str]) -> Calendar:
    """Make a calendar; `ical` holds the text of files by path. Unknown holidays are left out."""
    sources: list[Callable[[date], str]] = []
    for name in hours.holidays:
        if name.startswith(_ICAL):
            sources.append(_from_ical(ical.get(name.removeprefix(_ICAL), "")))
        elif not wrong_holidays(name, ical):
            sources.append(_from_country(name))

    def holiday(day: date) -> str:
        return next((found for source in sources if (found := source(day))), "")

    return Calendar(
        zone=ZoneInfo(hours.timezone), week=hours.week, exceptions=hours.exceptions, holiday=holiday
    )


def wrong_holidays(name: str, ical: Mapping[str, str]) -> tuple[str, str] | None:
    """Say what is wrong with an entry of `holidays`, with a hint; None if it can be used."""
    if name.startswith(_ICAL):
        path = name.removeprefix(_ICAL)
        if path not in ical:
            return f"no file “{path}”", "put it beside settings.toml"
        return None if any(_events(ical[path])) else (f"no all-day events in “{path}”", "")
    countries = holidays.list_supported_countries(include_aliases=True)
    country, _, region = name.partition("-")
    if country not in countries:
        return f"no holidays known for “{country}”", did_you_mean(country, countries)
    if region and region not in countries[country]:
        known = [f"{country}-{item}" for item in countries[country]]
        return f"no holidays known for “{name}”", did_you_mean(name, known)
    return None


def _from_country(name: str) -> Callable[[date], str]:
    """Look holidays up; the library works a year out when it is first asked for."""
    country, _, region = name.partition("-")
    known = holidays.country_holidays(country, subdiv=region or None)

    def named(day: date) -> str:
        return str(known.get(day, ""))

    return named


def _from_ical(text: str) -> Callable[[date], str]:
    days = dict(_events(text))

    def named(day: date) -> str:
        return days.get(day, "")

    return named


def _events(text: str) -> Iterator[tuple[date, str]]:
    """Give every day of every all-day event, with the event's name."""
    for block in re.findall(r"BEGIN:VEVENT(.*?)END:VEVENT", _FOLD.sub("", text), re.DOTALL):
        found = {
            match["name"]: match["value"].strip()
            for line in block.splitlines()
            if (match := _PROPERTY.match(line.strip()))
        }
        first = _date(found.get("DTSTART", ""))
        if first is None or "T" in found["DTSTART"]:
            continue
        end = _date(found.get("DTEND", "")) or first + timedelta(days=1)
        end = min(max(end, first + timedelta(days=1)), first + _LONGEST_EVENT)
        for offset in range((end - first).days):
            yield first + timedelta(days=offset), found.get("SUMMARY", "") or "holiday"


def _date(written: str) -> date | None:
    match = _DATE.fullmatch(written)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
