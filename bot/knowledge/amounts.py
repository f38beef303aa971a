"""Amounts of money as customers write them: 20€, € 1.234,56, $1,234.56, venti euro; never below a cent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

_CURRENCY = {
    "€": "€",
    "euro": "€",
    "euri": "€",
    "euros": "€",
    "eur": "€",
    "$": "$",
    "usd": "$",
    "£": "£",
    "gbp": "£",
}
_WORDS = {
    "cinque": 5, "dieci": 10, "quindici": 15, "venti": 20, "venticinque": 25, "trenta": 30, "quaranta": 40,
    "cinquanta": 50, "cento": 100,
    "five": 5, "ten": 10, "fifteen": 15, "twenty": 20, "twenty-five": 25, "thirty": 30, "forty": 40,
    "fifty": 50,
}  # fmt: skip
_NUMBER = (
    r"\d{1,3}(?:\.\d{3}){1,2}(?:,\d{1,2})?"
    r"|\d{1,3}(?:,\d{3}){1,2}(?:\.\d{1,2})?"
    r"|\d{1,3}(?:['\u00a0 ]\d{3}){1,2}(?:[.,]\d{1,2})?"
    r"|\d{1,7}(?:[.,]\d{1,2})?"
)
_SIGN = r"€|\$|£|euros|euro|euri|eur|usd|gbp"
_PART_OF_MORE = r"(?<![\w.,\-+\u2212/])"  # of a longer number, a debit, a range, a date
_AFTER = re.compile(rf"{_PART_OF_MORE}({_NUMBER})(?:,-)?\s?({_SIGN})(?!\w)", re.IGNORECASE)
_SIGNED = re.compile(rf"{_PART_OF_MORE}({_SIGN})\s?({_NUMBER})(?![\w%]|[.,]\d)", re.IGNORECASE)
_SPELT = re.compile(rf"(?<![\w-])({'|'.join(_WORDS)})\s(euros|euro)(?!\w)", re.IGNORECASE)
_ALONE = re.compile(rf"\s*({_NUMBER})\s*")


def amounts_in(text: str) -> Iterator[str]:
    """Give the amounts in a text in one form, "20€" or "20,50€"; a text that is only a number is euros."""
    found = [(item.start(), item[1], item[2]) for item in _AFTER.finditer(text)]
    found += [(item.start(), item[2], item[1]) for item in _SIGNED.finditer(text)]
    found += [(item.start(), str(_WORDS[item[1].lower()]), item[2]) for item in _SPELT.finditer(text)]
    alone = _ALONE.fullmatch(text)
    if alone is not None:
        found.append((0, alone[1], "€"))
    for _, number, sign in sorted(found):
        value = _value(number)
        if value:
            yield f"{value:.2f}".removesuffix(".00").replace(".", ",") + _CURRENCY[sign.lower()]


def _value(number: str) -> Decimal:
    """Read a number: its last separator is the decimal one where one or two digits follow it."""
    parted = re.fullmatch(r"(.*)[.,](\d{1,2})", number)
    whole, cents = (parted[1], parted[2]) if parted is not None else (number, "0")
    return Decimal(f"{re.sub(r'[^0-9]', '', whole)}.{cents}")
