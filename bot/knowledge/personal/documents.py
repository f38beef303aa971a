"""Numbers of VAT registrations and of identity papers: only where the text says what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.personal.checksums import is_luhn
from bot.knowledge.personal.finding import Finding, Kind

_VAT = re.compile(
    r"(?:\b(?:p\.?\s?iva|partita\s+iva|vat)\b(?:[^\d.!?\n]|\b(?:n|nr|no|num)\.){0,20}|(?<![A-Za-z0-9]))((?<=\W)IT\s?\d{11}|(?<=[\s:.])\d{11})(?!\w)",
    re.IGNORECASE,
)
_PAPER = re.compile(
    r"\b(?:carta\s+d['’]\s?identit[àa]|c\.?i\.?e?\b|documento|passaporto|patente|identity\s+card|id\s+card|passport"
    r"|driving\s+licen[cs]e|driver['’]?s\s+licen[cs]e)\b(?:[^\d.!?\n]|\b(?:n|nr|no|num)\.){0,25}?(?<![A-Za-z0-9])"
    r"([A-Z]{2}\d{5}[A-Z]{2}|[A-Z]{2}\s?\d{7}|[A-Z]{2}\d{7}[A-Z]|\d{9})(?![A-Za-z0-9])",
    re.IGNORECASE,
)


def vat_numbers(text: str) -> Iterator[Finding]:
    """Give the Italian VAT numbers in a text whose check digit is right."""
    for found in _VAT.finditer(text):
        digits = re.sub(r"\D", "", found[1])
        named = found.start(1) > found.start() or not found[1][0].isdigit()
        if named and is_luhn(digits):
            yield Finding(kind=Kind.VAT, start=found.start(1), end=found.end(1), value=digits)


def papers(text: str) -> Iterator[Finding]:
    """Give the numbers of identity cards, passports and driving licences that are called so."""
    for found in _PAPER.finditer(text):
        value = re.sub(r"\s", "", found[1]).upper()
        yield Finding(kind=Kind.DOCUMENT, start=found.start(1), end=found.end(1), value=value)
