"""Telephone numbers of every country, as each country's own numbering plan has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from bot.knowledge.personal.finding import Finding, Kind, runs
from bot.knowledge.personal.ibans import in_account

_CANDIDATE = re.compile(
    r"(?<![\w+@/=#])(?<!\d[.,:-])(?:\+|00)?\(?\d(?:[\s().\-/]{0,2}\d){5,24}"
    r"(?![\w@%])(?![.,:]\d|\s?(?:€|\$|£|eur\b|euro|gb\b|mb\b))",
    re.IGNORECASE,
)
_GROUP = re.compile(r"\d+")
_DATE = re.compile(r"(?<!\d)(?:\d{1,2}([./-])\d{1,2}\1\d{2,4}|\d{4}-\d{2}-\d{2})(?!\d)")
_THOUSANDS = re.compile(r"\d{1,2}(?:\.\d{3})+|(?:\d{1,3}\.){3}\d{1,3}")
_REFERENCE = re.compile(
    r"(?:\b(?:ordin[ei]|order|orders|tracking|spedizione|shipment|parcel|pacco|pratica|ticket|case|codice|cod|code|id"
    r"|post|tweet|seriale|serial|imei|iccid|ref|reference|riferimento|fattura|invoice|versione|version|build"
    r"|matricola|polizza|lotto|batch|contratto|contract|contatore|meter|pod|pdr|ean|barcode|transazione"
    r"|transaction|cro|trn|p\.?\s?iva|partita\s+iva|vat)\b|€|\$|£)[\s.:]{0,3}(?:n\.?|nr\.?|no\.?|num\.?|numero|number|id|code)?[\s.:°º#è]{0,4}"
    r"(?:is\s|è\s)?(?:[a-z]{1,4}[\s-])?$",
    re.IGNORECASE,
)
_SMALL = re.compile(r"\d{1,2}|(?:19|20)\d\d")
"""What may stand beside a number in one row of digits: a part of a date or of an hour."""

_MOBILE = range(9, 11)
"""Digits of an Italian mobile number: the only ones that are told apart inside a longer row of digits."""

_OF_PEOPLE = frozenset(
    {
        phonenumbers.PhoneNumberType.FIXED_LINE,
        phonenumbers.PhoneNumberType.MOBILE,
        phonenumbers.PhoneNumberType.FIXED_LINE_OR_MOBILE,
        phonenumbers.PhoneNumberType.VOIP,
    }
)
_Number = phonenumbers.PhoneNumber


def phones_in(text: str, country: str) -> Iterator[str]:
    """Give the valid numbers in a text as "+393331234567"; those without a prefix are of a country."""
    for _, _, number in _numbers(text, country):
        yield _written(number)


def phones(text: str, country: str) -> Iterator[Finding]:
    """Give the numbers by which people are reached: none that is free of charge or costs extra."""
    for start, end, number in _numbers(text, country):
        if phonenumbers.number_type(number) in _OF_PEOPLE:
            yield Finding(kind=Kind.PHONE, start=start, end=end, value=_written(number))


def _numbers(text: str, country: str) -> Iterator[tuple[int, int, _Number]]:
    for found in _CANDIDATE.finditer(text):
        written, start = found[0], found.start()
        called = not written.startswith("+") and _REFERENCE.search(text, max(0, start - 40), start)
        if called or in_account(text, start):
            continue
        number = None if _is_other(written) else _parsed(written, country)
        if number is not None:
            yield start, found.end(), number
        else:
            yield from _within(text, found, country)


def _within(text: str, found: re.Match[str], country: str) -> Iterator[tuple[int, int, _Number]]:
    """Give the numbers in a row of groups that is none as a whole: two of them, or one and a date."""
    groups = [part.span() for part in _GROUP.finditer(text, *found.span())]
    parts: list[tuple[int, int, _Number]] = []
    for start, end in runs(groups):
        begin = found.start() if start == groups[0][0] else start
        number = _mobile(text[begin:end], country)
        if number is not None and (not parts or begin >= parts[-1][1]):
            parts.append((begin, end, number))
    rest = (at for at in groups if not any(begin <= at[0] < end for begin, end, _ in parts))
    if all(_SMALL.fullmatch(text[at:end]) for at, end in rest):
        yield from parts


def _mobile(written: str, country: str) -> _Number | None:
    """Read a number with a prefix, or one that is told as an Italian mobile by its length alone."""
    if not written.startswith("+") and not (
        written.startswith("3") and sum(map(str.isdigit, written)) in _MOBILE
    ):
        return None
    number = _parsed(written, country)
    is_mobile = number is not None and phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE
    return number if is_mobile else None


def _is_other(written: str) -> bool:
    dated = not written.startswith("+") and _DATE.search(written)
    return bool(dated or _THOUSANDS.fullmatch(written))


def _parsed(written: str, country: str) -> _Number | None:
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None


def _written(number: _Number) -> str:
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
