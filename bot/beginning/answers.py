"""What a new brand answers, and how each answer is read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.knowledge.calendar import wrong_holidays
from bot.settings import hours_reader
from bot.settings.words import WrongValueError

LANGUAGES = ("it", "en")
"""The languages the example brand is written in."""

EXAMPLE_NAME = "Volo Mobile"

NO_HOLIDAYS = "none"

LONGEST_NAME = 60
LONGEST_WORDS = 600
"""Characters of an acknowledgement of one's own, its names in braces included."""

NAMES = {
    "open": "{{ hours.next_open|when }}",
    "promise": "{{ promise.by|when }}",
    "ref": "{{ case.ref }}",
    "customer": "{{ customer.name }}",
}
"""What one's own words may name, by what it is; everything else is in docs/intents-and-replies.md."""

_HOLIDAYS_ADVICE = "write a country as IT, or one with its region as IT-MI"
_HOURS_ADVICE = "Write stretches like 09:00-13:00, 14:00-18:00, or 9-13, 14-18: in order and apart."
_STRETCH = re.compile(r"(\d{1,2})(?:[:.](\d\d))?-(\d{1,2})(?:[:.](\d\d))?")
_SECTION = re.compile(r"^\s*===", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What was answered; these are the example's own answers. `hours` are those of Monday to Friday.

    `words` are acknowledgements of one's own, by language; a language without one keeps the example's.
    """

    name: str = EXAMPLE_NAME
    languages: tuple[str, ...] = LANGUAGES
    zone: str = "Europe/Rome"
    hours: tuple[str, ...] = ("09:00-13:00", "14:00-18:00")
    holidays: tuple[str, ...] = ("IT-MI",)
    words: Mapping[str, str] = field(default_factory=dict)


class AgainError(Exception):
    """An answer that cannot be used; the message says what would be right, `sort` which question it was."""

    def __init__(self, sort: str, message: str) -> None:
        super().__init__(message)
        self.sort = sort


def read_name(text: str) -> str:
    """Read the brand's name. Raises AgainError."""
    if not re.search(r"\w", text) or len(text) > LONGEST_NAME or re.search(r"[\"\\{}]|'''", text):
        raise AgainError(
            "name", "At most 60 characters, please, without quotation marks, backslashes or braces."
        )
    if not text.isprintable():
        raise AgainError("name", "Write the name on one line, in letters that can be seen.")
    return text


def read_languages(text: str) -> tuple[str, ...]:
    """Read the languages, the main one first. Raises AgainError."""
    words = tuple(dict.fromkeys(text.lower().replace(",", " ").split()))
    if not words or not set(words) <= set(LANGUAGES):
        raise AgainError(
            "languages", f"The example is written in {' and '.join(LANGUAGES)}; add others later, as folders."
        )
    return words


def read_zone(text: str) -> str:
    """Read the time zone. Raises AgainError."""
    try:
        return hours_reader.zone(text)
    except WrongValueError as error:
        raise AgainError("zone", "Write it like Europe/Rome.") from error


def read_hours(text: str) -> tuple[str, ...]:
    """Read the stretches of a day as on a shop's door: "9-13, 15.30-19", in order and apart.

    Raises AgainError.
    """
    words = re.sub(r"\s*[-–]\s*", "-", text).replace(",", " ").split()
    stretches = [_STRETCH.sub(_in_full, word) for word in words]
    try:
        found = hours_reader.intervals(stretches)
    except WrongValueError as error:
        raise AgainError("hours", _HOURS_ADVICE) from error
    if not found or hours_reader.runs_into(found, found):
        raise AgainError("hours", _HOURS_ADVICE)
    return tuple(stretches)


def read_holidays(text: str) -> tuple[str, ...]:
    """Read whose holidays are kept: countries, or countries with a region. Raises AgainError."""
    names = tuple(dict.fromkeys(text.upper().replace(",", " ").split()))
    if names == (NO_HOLIDAYS.upper(),):
        return ()
    for name in names:
        wrong = wrong_holidays(name, {})
        if wrong is not None:
            raise AgainError("holidays", f"{wrong[0]}: {wrong[1] or _HOLIDAYS_ADVICE}")
    return names


def read_words(text: str) -> str:
    """Read an acknowledgement of one's own; its names in braces are checked where it is tried.

    Raises AgainError.
    """
    if len(text) > LONGEST_WORDS or _SECTION.search(text):
        raise AgainError("words", f"At most {LONGEST_WORDS} characters, and no line that begins with “===”.")
    return text


def _in_full(found: re.Match[str]) -> str:
    """Write "9-13" or "9.30-13" as settings.toml does: "09:00-13:00", "09:30-13:00"."""
    first, first_minute, last, last_minute = found.groups()
    return f"{int(first):02}:{first_minute or '00'}-{int(last):02}:{last_minute or '00'}"
