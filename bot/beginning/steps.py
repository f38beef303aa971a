"""The steps in which a brand is begun: what each asks, and whether what was typed will do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.beginning.answers import LANGUAGES, NO_HOLIDAYS, AgainError, Answers
from bot.beginning.places import regions
from bot.beginning.questions import Read, read_all

BRAND, HOURS, HOLIDAYS, WORDS, CHANNEL, LAST = "brand", "hours", "holidays", "words", "channel", "last"

STEPS = (BRAND, HOURS, HOLIDAYS, WORDS, CHANNEL, LAST)
"""In their order; the last shows what will be written, and creates it."""

FIELDS: Mapping[str, tuple[str, ...]] = {
    BRAND: ("name", "languages"),
    HOURS: ("zone", "hours"),
    HOLIDAYS: ("country", "region"),
    WORDS: tuple(f"words_{language}" for language in LANGUAGES),
    CHANNEL: (),
    LAST: (),
}
"""What is typed at each step, by name. A channel's keys are secrets, and are no part of this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Whose holidays are kept: codes of a country and of its region, "" for none."""

    country: str
    region: str


def read_typed(typed: Mapping[str, str]) -> Read:
    """Read what was typed at all steps so far."""
    return read_all({**typed, "holidays": _holidays(typed)})


def wrong_at(step: str, read: Read) -> Mapping[str, AgainError]:
    """Give what is wrong with a step's fields, by field."""
    wrong = dict(read.wrong)
    if "holidays" in wrong:
        wrong["country"] = wrong.pop("holidays")
    return {name: error for name, error in wrong.items() if name in FIELDS[step]}


def place_of(typed: Mapping[str, str], answers: Answers) -> Place:
    """Give the country and the region to show: those that were typed, else what the time zone suggests."""
    if "country" in typed:
        country = typed["country"]
        region = typed.get("region", "")
        return Place(country=country, region=region if region in dict(regions(country)) else "")
    country, _, region = (answers.holidays[0] if answers.holidays else "").partition("-")
    return Place(country=country, region=region)


def asks_region(typed: Mapping[str, str], shown: str) -> bool:
    """Tell whether a country was chosen whose regions have not been `shown` yet (the country of those)."""
    country = typed.get("country", "")
    return country != shown and bool(regions(country))


def before(step: str) -> str:
    """Give the step before one; the first has none before it."""
    return STEPS[max(0, STEPS.index(step) - 1)]


def after(step: str) -> str:
    """Give the step after one."""
    return STEPS[min(len(STEPS) - 1, STEPS.index(step) + 1)]


def _holidays(typed: Mapping[str, str]) -> str:
    if "country" not in typed:
        return ""
    place = place_of(typed, Answers())
    if not place.country:
        return NO_HOLIDAYS
    return f"{place.country}-{place.region}" if place.region else place.country
