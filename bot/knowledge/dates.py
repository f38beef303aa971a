"""Finds a date as a customer writes it, in digits or in Italian or English words; reads no clock."""

from __future__ import annotations

import re

_MONTHS = (
    ("gennaio", "gen", "january", "jan"),
    ("febbraio", "feb", "february"),
    ("marzo", "mar", "march"),
    ("aprile", "apr", "april"),
    ("maggio", "mag", "may"),
    ("giugno", "giu", "june", "jun"),
    ("luglio", "lug", "july", "jul"),
    ("agosto", "ago", "august", "aug"),
    ("settembre", "set", "sett", "september", "sep", "sept"),
    ("ottobre", "ott", "october", "oct"),
    ("novembre", "nov", "november"),
    ("dicembre", "dic", "december", "dec"),
)
_NUMBER = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_LENGTH = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NAME = "|".join(sorted(_NUMBER, key=len, reverse=True))
_WEEKDAYS = (
    "lunedì|lunedi|martedì|martedi|mercoledì|mercoledi|giovedì|giovedi|venerdì|venerdi|sabato|domenica"
    "|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_DIGITS = re.compile(
    r"(?<![\d/.,-])(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?"
    r"(?![\w/-]|[.,]\d|\s*(?:€|euro))"
)
_DAY_MONTH = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:st|nd|rd|th|o|º|°)?\s+(?:di\s+|of\s+)?({_NAME})\b\.?(?:,?\s+(\d{{4}}))?"
)
_MONTH_DAY = re.compile(rf"\b({_NAME})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(\d{{4}}))?")
_WORDS = re.compile(
    r"\b(l'altro ieri|ieri l'altro|altroieri|avantieri|ieri sera|ieri mattina|ieri|oggi|stamattina|stasera"
    r"|stanotte|dopodomani|domani|day before yesterday|yesterday|today|this morning|tonight"
    r"|day after tomorrow|tomorrow"
    rf"|(?:(?:last|next|this)\s+)?(?:{_WEEKDAYS})(?:\s+(?:scorso|scorsa|prossimo|prossima))?)(?!\w)"
)
_ALWAYS = "24/7"  # at any hour, not 24 July


def find_date(text: str) -> str | None:
    """Give the first date: "2026-10-12" with a year, "12/10" without, a word such as "ieri" as written."""
    low = text.lower()
    for iso in _ISO.finditer(low):
        found = _written(int(iso[3]), int(iso[2]), iso[1])
        if found:
            return found
    for digits in _DIGITS.finditer(low):
        if (digits[2] != "." or digits[4]) and digits[0] != _ALWAYS:
            found = _written(int(digits[1]), int(digits[3]), digits[4])
            if found:
                return found
    return _in_words(low)


def _in_words(low: str) -> str | None:
    for found in _DAY_MONTH.finditer(low):
        date = _written(int(found[1]), _NUMBER[found[2]], found[3])
        if date:
            return date
    for found in _MONTH_DAY.finditer(low):
        date = _written(int(found[2]), _NUMBER[found[1]], found[3])
        if date:
            return date
    word = _WORDS.search(low)
    return " ".join(word[1].split()) if word is not None else None


def _written(day: int, month: int, year: str | None) -> str | None:
    if not (1 <= month <= 12 and 1 <= day <= _LENGTH[month - 1]):
        return None
    if not year:
        return f"{day}/{month}"
    full = int(year) if len(year) == 4 else 2000 + int(year)
    leap = full % 4 == 0 and (full % 100 != 0 or full % 400 == 0)
    if not 1900 <= full <= 2199 or (day == 29 and month == 2 and not leap):
        return None
    return f"{full}-{month:02}-{day:02}"
