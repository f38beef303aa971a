"""Finds the values customers give, checks them and writes them in one form; what fails is not found."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import re2
from rapidfuzz import fuzz, process

from bot.knowledge.amounts import amounts_in
from bot.knowledge.dates import find_date
from bot.knowledge.matching.normalise import undisguised
from bot.knowledge.personal.emails import emails
from bot.knowledge.personal.finding import Finding
from bot.knowledge.personal.ibans import ibans
from bot.knowledge.personal.orders import orders
from bot.knowledge.personal.tax_codes import tax_codes
from bot.settings.values import Slot, SlotKind

LIKE_ENOUGH = 85.0
"""How alike (0 to 100) words must be to count as a value of a list."""

_PATTERN_MEMORY = 1 << 20
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
    from bot.knowledge.personal.phones import phones_in  # noqa: PLC0415 - 30 ms, only where needed

    return phones_in(text, country)


def _values(finder: Callable[[str], Iterator[Finding]]) -> Callable[[str], Iterator[str]]:
    return lambda text: (found.value for found in finder(text))


_FINDERS: Mapping[SlotKind, Callable[[str], Iterator[str]]] = {
    SlotKind.AMOUNT: amounts_in,
    SlotKind.EMAIL: _values(emails),
    SlotKind.IBAN: _values(ibans),
    SlotKind.FISCAL_CODE: _values(tax_codes),
    SlotKind.ORDER: _values(orders),
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
