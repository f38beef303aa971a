"""The desk's words in its two languages, by key; templates and pages look them up."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from operator import or_

from bot.desk.words import access, bar, calendar, inbox, owed, replies, report, setup, teaching, trying
from bot.desk.words.english import ENGLISH
from bot.desk.words.italian import ITALIAN
from bot.model.accept import preferred

LANGUAGES = ("en", "it")

_PARTS = (access, bar, calendar, inbox, owed, replies, report, setup, teaching, trying)
_ENGLISH: Mapping[str, str] = reduce(or_, (dict(part.ENGLISH) for part in _PARTS), dict(ENGLISH))
_ITALIAN: Mapping[str, str] = reduce(or_, (dict(part.ITALIAN) for part in _PARTS), dict(ITALIAN))


def language_of(accept: str) -> str:
    """Give the desk's language for an `Accept-Language` header."""
    return preferred(accept, LANGUAGES)


def words(language: str) -> Mapping[str, str]:
    """Give the words of one of the LANGUAGES."""
    return _ITALIAN if language == "it" else _ENGLISH
