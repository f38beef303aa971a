"""Bank accounts: an IBAN of its country's length, with the right check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.personal.checksums import IBAN_LENGTHS, is_iban
from bot.knowledge.personal.finding import Finding, Kind

_START = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}[ .-]?\d{2}(?=[ .-]?[A-Za-z0-9])")
_SEPARATORS = " .-"
_BEGUN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .-][A-Za-z0-9]{4})*[ .-]$", re.ASCII)


def ibans(text: str) -> Iterator[Finding]:
    """Give the accounts in a text, written in one piece or in groups; what follows is another word."""
    for found in _START.finditer(text):
        length = IBAN_LENGTHS.get(found[0][:2].upper(), 0)
        code, end = _read(text, found.start(), length)
        if is_iban(code) and not text[end : end + 1].isalnum():
            yield Finding(kind=Kind.IBAN, start=found.start(), end=end, value=code)


def in_account(text: str, at: int) -> bool:
    """Tell whether the groups before a place begin as an account does, so that it is no number by itself."""
    return bool(_BEGUN.search(text, max(0, at - 40), at))


def _read(text: str, start: int, length: int) -> tuple[str, int]:
    """Read so many letters and digits, with at most one separator between two."""
    code, at = "", start
    while len(code) < length and at < len(text):
        char = text[at]
        if char.isascii() and char.isalnum():
            code += char.upper()
        elif char not in _SEPARATORS or text[at - 1] in _SEPARATORS:
            break
        at += 1
    return code, at
