"""Italian tax codes, with the letters that stand for digits where two people would have one code."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.personal.checksums import is_fiscal_code
from bot.knowledge.personal.finding import Finding, Kind

_CODE = re.compile(
    r"(?<![A-Z0-9])[A-Z]{3}[ -]?[A-Z]{3}[ -]?[0-9LMNP-V]{2}[ -]?[ABCDEHLMPRST][ -]?[0-9LMNP-V]{2}"
    r"[ -]?[A-Z][0-9LMNP-V]{3}[ -]?[A-Z](?![A-Z0-9])",
    re.IGNORECASE | re.ASCII,
)


def tax_codes(text: str) -> Iterator[Finding]:
    """Give the codes whose day exists and whose check letter is right."""
    for found in _CODE.finditer(text):
        code = re.sub("[ -]", "", found[0]).upper()
        if is_fiscal_code(code):
            yield Finding(kind=Kind.TAX_CODE, start=found.start(), end=found.end(), value=code)
