"""Telephone numbers of every country, as each country's own numbering plan has them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

_CANDIDATE = re.compile(
    r"(?<![\w+@/])(?<!\d[.,-])(?:\+|00)?\(?\d(?:[\s().\-/]{0,2}\d){5,16}(?![\w@]|[.,]\d|\s?(?:€|euro))"
)
_DATE = re.compile(r"\d{1,4}([./-])\d{1,2}\1\d{2,4}")


def phones_in(text: str, country: str) -> Iterator[str]:
    """Give the valid numbers in a text as "+393331234567"; those without a prefix are of a country."""
    for found in _CANDIDATE.finditer(text):
        number = None if _DATE.fullmatch(found[0]) else _parsed(found[0], country)
        if number is not None:
            yield phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _parsed(written: str, country: str) -> phonenumbers.PhoneNumber | None:
    try:
        number = phonenumbers.parse(written, country)
    except phonenumbers.NumberParseException:
        return None
    return number if phonenumbers.is_valid_number(number) else None
