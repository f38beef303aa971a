"""The countries and regions whose holidays are known, and the time zones, in people's words."""

from __future__ import annotations

import re
from functools import cache
from zoneinfo import available_timezones

import holidays
from babel import Locale

_ALIAS_LENGTH = 2
_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_REGIONS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@cache
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """Give each country's code and its name in a language, by name."""
    names = Locale(language).territories
    known = holidays.list_supported_countries(include_aliases=False)
    named = ((code, str(names[code])) for code in known if code in names)
    return tuple(sorted(named, key=lambda item: item[1].casefold()))


@cache
def regions(country: str) -> tuple[tuple[str, str], ...]:
    """Give each region's code and its name in the country's own words, by name; none of most countries."""
    listed = holidays.list_supported_countries(include_aliases=False).get(country, [])
    known = [code for code in listed if _CODE.fullmatch(code)]  # some are phrases, which nobody can type
    if not known:
        return ()
    names: dict[str, str] = {}
    for alias, code in holidays.country_holidays(country).subdivisions_aliases.items():
        if len(alias) > _ALIAS_LENGTH:
            names.setdefault(code, alias)
    return tuple(sorted(((code, names.get(code, code)) for code in known), key=lambda item: item[1]))


@cache
def zones() -> tuple[str, ...]:
    """Give the time zones that are named after places."""
    return tuple(sorted(name for name in available_timezones() if name.startswith(_REGIONS)))
