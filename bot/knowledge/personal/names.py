"""The names people tell of themselves: “mi chiamo …”, “this is …”, a signature below the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

Span = tuple[int, int]

_NAME = r"[A-ZÀ-Ý](?=['’-]?[A-ZÀ-Ý]?[a-zà-ÿ])[\w'’-]+"  # a word in capitals is loud, not a name
_CALLED = re.compile(
    r"\b(?i:mi chiamo|il mio nome è|my name is|my name's|name:|nome:)"
    rf"\s+([^\W\d_][\w'’-]*(?:\s+{_NAME})*)"
)
_I_AM = re.compile(
    r"\b(?i:sono|i am|i'm|i’m|this is|a nome(?: di)?|intestat[oaie] a|in the name of|under the name(?: of)?"
    r"|signora?|sig\.ra|sig\.|mr\.?|mrs\.?|ms\.?|dott\.ssa|dott\.)"
    rf"\s+({_NAME}(?:\s+{_NAME}){{0,3}})"
)
_SIGNED = re.compile(
    rf"\b(?i:saluti|regards|grazie|thanks|bye)[,.!]*\s+({_NAME}(?:\s+{_NAME}){{0,3}})[.!]*\s*$"
)


def told_names(text: str) -> Iterator[Span]:
    """Give where a text tells its writer's name; capitals tell nothing in a text that shouts."""
    shouts = sum(map(str.isupper, text)) > sum(map(str.islower, text))
    patterns = (_CALLED,) if shouts else (_CALLED, _I_AM, _SIGNED)
    found = sorted(match.span(1) for pattern in patterns for match in pattern.finditer(text))
    end = 0
    for start, stop in found:
        if start >= end:
            yield start, stop
            end = stop
