"""Finds the values customers give, checks them and writes them in one form; what fails is not found."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Any

import re2
from rapidfuzz import fuzz, process

from bot.knowledge.checksums import is_fiscal_code, is_iban
from bot.knowledge.dates import find_date
from bot.knowledge.matching.normalise import undisguised
from bot.settings.values import Slot, SlotKind

LIKE_ENOUGH = 85.0
"""How alike (0 to 100) words must be to count as a value of a list."""

_PATTERN_MEMORY = 1 << 20
_NUMBER = r"\d{1,3}(?:[.,'\u00a0 ]\d{3})+(?:[.,]\d{1,2})?|\d{1,7}(?:[.,]\d{1,2})?"
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
_SIGN = r"€|\$|£|euros|euro|euri|eur|usd|gbp"
_AFTER = re.compile(rf"(?<![\w.,])({_NUMBER})\s?({_SIGN})(?!\w)", re.IGNORECASE)
_BEFORE = re.compile(rf"(?<!\w)({_SIGN})\s?({_NUMBER})(?![\w]|[.,]\d)", re.IGNORECASE)
_ALONE = re.compile(rf"\s*({_NUMBER})\s*")
_PHONE = re.compile(
    r"(?<![\w+])(?:(?:\+|00)39[\s.-]?)?(3\d{2}|0\d{1,3})[\s./-]?(\d(?:[\s.-]?\d){4,7})(?![\w])"
)
_EMAIL = re.compile(
    r"(?<![\w.+-])([A-Za-z0-9][\w.+-]{0,62}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24})(?![\w@-])", re.ASCII
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}")
_FISCAL = re.compile(
    r"(?<![A-Z0-9])[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPRST][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z](?![A-Z0-9])"
)
_ORDER = re.compile(r"(?<![\w.,+@/])#?([A-Za-z]{0,4}[-/]?\d[\dA-Za-z-]{3,23})(?![\w@]|[.,]\d|\s?(?:€|euro))")
_WORD = re.compile(r"\w+")


def find(slot: Slot, text: str) -> str | None:
    """Give the slot's first valid value in a text of any kind, in one form; None where there is none.

    Forms: "20€" or "20,50€"; "+393331234567"; lower-case email; IBAN and tax code in capitals without
    spaces; dates as in `find_date`; order numbers in capitals; a list's value as the brand writes it.
    """
    plain = undisguised(text)
    match slot.kind:
        case SlotKind.AMOUNT:
            found = _amount(plain)
        case SlotKind.PHONE:
            found = _phone(plain)
        case SlotKind.EMAIL:
            found = _email(plain)
        case SlotKind.IBAN:
            found = _iban(plain)
        case SlotKind.FISCAL_CODE:
            found = _fiscal_code(plain)
        case SlotKind.DATE:
            found = find_date(plain)
        case SlotKind.ORDER:
            found = _order(plain)
        case SlotKind.LIST:
            found = _of_list(slot.values, plain)
        case SlotKind.PATTERN:
            found = _by_pattern(slot.pattern, plain)
    return found


def find_all(declared: Mapping[str, Slot], text: str) -> dict[str, str]:
    """Give every declared slot's value that a text holds, by name."""
    return {name: value for name, slot in declared.items() if (value := find(slot, text)) is not None}


def _amount(text: str) -> str | None:
    after, before = _AFTER.search(text), _BEFORE.search(text)
    if after is not None and (before is None or after.start() <= before.start()):
        return _money(after[1], after[2])
    if before is not None:
        return _money(before[2], before[1])
    alone = _ALONE.fullmatch(text)
    return _money(alone[1], "€") if alone is not None else None


def _money(number: str, sign: str) -> str | None:
    value = _decimal(number)
    if value <= 0:
        return None
    written = f"{value:.2f}".removesuffix(".00").replace(".", ",")
    return f"{written}{_CURRENCY[sign.lower()]}"


def _decimal(number: str) -> Decimal:
    """Read a number with its last separator as the decimal one when one or two digits follow it."""
    whole, cents = number, ""
    parted = re.fullmatch(r"(.*)[.,](\d{1,2})", number)
    if parted is not None:
        whole, cents = parted[1], parted[2]
    digits = re.sub(r"\D", "", whole)
    return Decimal(f"{digits or '0'}.{cents or '0'}")


def _phone(text: str) -> str | None:
    for found in _PHONE.finditer(text):
        digits = re.sub(r"\D", "", found[1] + found[2])
        mobile = digits.startswith("3") and len(digits) in {9, 10}
        fixed = digits.startswith("0") and not digits.startswith("00") and 8 <= len(digits) <= 11
        if mobile or fixed:
            return f"+39{digits}"
    return None


def _email(text: str) -> str | None:
    for found in _EMAIL.finditer(text):
        local, _, domain = found[1].partition("@")
        if ".." not in local and not local.endswith(".") and "-." not in domain and ".-" not in domain:
            return found[1].lower()
    return None


def _iban(text: str) -> str | None:
    for found in _IBAN.finditer(text):
        code = re.sub(r"[ -]", "", found[0]).upper()
        for length in range(len(code), 14, -1):
            if is_iban(code[:length]):
                return code[:length]
    return None


def _fiscal_code(text: str) -> str | None:
    upper = text.upper()
    for candidate in (upper, re.sub(r"(?<=[A-Z0-9])[ -](?=[A-Z0-9])", "", upper)):
        for found in _FISCAL.finditer(candidate):
            if is_fiscal_code(found[0]):
                return found[0]
    return None


def _order(text: str) -> str | None:
    for found in _ORDER.finditer(text):
        code = found[1].rstrip("-")
        if sum(char.isdigit() for char in code) >= 4 and find_date(code) is None:
            return code.upper()
    return None


def _of_list(values: tuple[str, ...], text: str) -> str | None:
    words = _WORD.findall(text.lower())[:200]
    best, chosen = LIKE_ENOUGH - 0.01, None
    windows: dict[int, list[str]] = {}
    for value, (wanted, size) in zip(values, _wanted(values), strict=True):
        if size not in windows:
            windows[size] = [" ".join(words[at : at + size]) for at in range(max(1, len(words) - size + 1))]
        near = process.extractOne(wanted, windows[size], scorer=fuzz.ratio, score_cutoff=_cutoff(wanted))
        if near is not None and near[1] > best:
            best, chosen = near[1], value
    return chosen


@lru_cache(maxsize=64)
def _wanted(values: tuple[str, ...]) -> tuple[tuple[str, int], ...]:
    """Give each value of a list as it is compared, and of how many words it is."""
    plain = [" ".join(_WORD.findall(value.lower())) for value in values]
    return tuple((wanted, max(1, len(wanted.split()))) for wanted in plain)


def _cutoff(wanted: str) -> float:
    """Short names must be exact: one slip makes another word of them."""
    return 100.0 if len(wanted) < 5 else LIKE_ENOUGH


def _by_pattern(pattern: str, text: str) -> str | None:
    try:
        found = _compiled(pattern).search(text)
    except re2.error:
        return None
    if found is None:
        return None
    value = (found[1] if found.re.groups else found[0]) or ""
    return value.strip() or None


def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.max_mem = _PATTERN_MEMORY
    options.log_errors = False
    options.case_sensitive = False
    return re2.compile(pattern, options)
