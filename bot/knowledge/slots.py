"""Finds the values customers give, checks them and writes them in one form; what fails is not found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import re2
from rapidfuzz import fuzz, process

from bot.knowledge.amounts import amounts_in
from bot.knowledge.checksums import IBAN_LENGTHS, is_fiscal_code, is_iban
from bot.knowledge.dates import find_date
from bot.knowledge.matching.normalise import undisguised
from bot.settings.values import Slot, SlotKind

LIKE_ENOUGH = 85.0
"""How alike (0 to 100) words must be to count as a value of a list."""

_PATTERN_MEMORY = 1 << 20
_EMAIL = re.compile(
    r"(?<![\w.+-])([A-Za-z0-9][\w.+-]{0,62}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24})(?![\w@-])", re.ASCII
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])(?=([A-Za-z]{2}\d{2}(?:[ .-]?[A-Za-z0-9]){11,40}))")
_FISCAL = re.compile(
    r"(?<![A-Z0-9])[A-Z]{3}[ -]?[A-Z]{3}[ -]?[0-9LMNP-V]{2}[ -]?[ABCDEHLMPRST][ -]?[0-9LMNP-V]{2}"
    r"[ -]?[A-Z][0-9LMNP-V]{3}[ -]?[A-Z](?![A-Z0-9])"
)
_ORDER = re.compile(
    r"(?<![\w.,:+@/-])(#?)([A-Za-z]{0,4}[-/]?\d[\dA-Za-z-]{3,23})(?![\w@/]|[.,:]\d|\s?(?:€|euro|\$|£))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_MEASURE = re.compile(r"\d+(?:[gmkt]b|giga|mega|[mk]bps|mah|min|sms|km|kg|[kgmhx])", re.IGNORECASE)
_POST = 16
"""A bare number of so many digits is a card's or a post's, not an order's."""

_WORD = re.compile(r"\w+")


def find(slot: Slot, text: str) -> str | None:
    """Give the slot's valid value in a text of any kind, in one form; None where there is none.

    Two different values are none, but of a date and of a list, where the first and the likeliest counts:
    which of two numbers is meant is not guessed.

    Forms: "20€" or "20,50€"; "+393331234567"; lower-case email; IBAN and tax code in capitals without
    spaces; dates as in `find_date`; order numbers in capitals; a list's value as the brand writes it.
    """
    return _find(slot, undisguised(text))


def find_all(declared: Mapping[str, Slot], text: str) -> dict[str, str]:
    """Give every declared slot's value that a text holds, by name."""
    plain = undisguised(text)
    return {name: value for name, slot in declared.items() if (value := _find(slot, plain)) is not None}


def find_pattern(slot: Slot, text: str) -> tuple[str, ...]:
    """Give every different text in which a slot's pattern is found."""
    return tuple(dict.fromkeys(_by_pattern(slot.pattern, undisguised(text))))


def _find(slot: Slot, plain: str) -> str | None:
    if slot.kind is SlotKind.DATE:
        return find_date(plain)
    if slot.kind is SlotKind.LIST:
        return _of_list(slot.values, plain)
    different: set[str] = set()
    for value in _candidates(slot, plain):
        different.add(value)
        if len(different) > 1:
            return None
    return different.pop() if different else None


def _candidates(slot: Slot, plain: str) -> Iterator[str]:
    if slot.kind is SlotKind.PHONE:
        return _phones(plain, slot.country)
    if slot.kind is SlotKind.PATTERN:
        return _by_pattern(slot.pattern, plain)
    return _FINDERS[slot.kind](plain)


def _phones(text: str, country: str) -> Iterator[str]:
    from bot.knowledge.phones import phones_in  # noqa: PLC0415 - 30 ms, only for brands that ask for numbers

    return phones_in(text, country)


def _emails(text: str) -> Iterator[str]:
    for found in _EMAIL.finditer(text):
        local, _, domain = found[1].partition("@")
        if ".." not in local and not local.endswith(".") and "-." not in domain and ".-" not in domain:
            yield found[1].lower()


def _ibans(text: str) -> Iterator[str]:
    for found in _IBAN.finditer(text):
        parts = re.split(r"[ .-]", found[1].upper())
        length = IBAN_LENGTHS.get(parts[0][:2], 0)
        code = ""
        for part in parts:  # what follows the code, after a space, is another word
            code += part
            if len(code) >= length:
                break
        if is_iban(code):
            yield code


def _fiscal_codes(text: str) -> Iterator[str]:
    for found in _FISCAL.finditer(text.upper()):
        code = re.sub("[ -]", "", found[0])
        if is_fiscal_code(code):
            yield code


def _orders(text: str) -> Iterator[str]:
    alone = text.strip()
    for found in _ORDER.finditer(text):
        code = found[2].rstrip("-")
        if (
            sum(char.isdigit() for char in code) < 4
            or find_date(code) is not None
            or _MEASURE.fullmatch(code)
        ):
            continue
        year = _YEAR.fullmatch(code) and not found[1] and code != alone
        post = code.isdigit() and len(code) >= _POST
        if not year and not post:
            yield code.upper()


_FINDERS: Mapping[SlotKind, Callable[[str], Iterator[str]]] = {
    SlotKind.AMOUNT: amounts_in,
    SlotKind.EMAIL: _emails,
    SlotKind.IBAN: _ibans,
    SlotKind.FISCAL_CODE: _fiscal_codes,
    SlotKind.ORDER: _orders,
}


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


def _by_pattern(pattern: str, text: str) -> Iterator[str]:
    try:
        expression = _compiled(pattern)
    except re2.error:
        return
    for found in expression.finditer(text):
        value = ((found[1] if found.re.groups else found[0]) or "").strip()
        if value:
            yield value


def _compiled(pattern: str) -> Any:
    options = re2.Options()
    options.max_mem = _PATTERN_MEMORY
    options.log_errors = False
    options.case_sensitive = False
    return re2.compile(pattern, options)
