"""Makes a sentence whole again where the customer's name is missing from it."""

from __future__ import annotations

import re

HOLE = "\x00"
"""Stands where a name would stand; no value and no template holds this character."""

_RULES = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (rf"\([ \t]*{HOLE}[ \t]*\)|“{HOLE}”|\"{HOLE}\"|«[ ]?{HOLE}[ ]?»", HOLE),  # brackets around nothing
        (rf"(?<=[,;:])[ \t]*{HOLE}[ \t]*(?=[,;:.!?])", HOLE),  # “Sì, Giulia, …”, “Grazie, Giulia.”
        (rf"[,;:]{HOLE}(?=[,;:.!?…])", ""),
        (rf"(\A|[.!?…][ \t]+|\n[ \t]*){HOLE}[ \t]*[,;:!.]*[ \t]*(\w?)", r"\1" + HOLE + r"\2"),  # “Giulia, …”
        (rf"[ \t]+{HOLE}(?=[ \t]|[,;:.!?…)]|\n|\Z)", ""),  # “Ciao Giulia, …”
    )
)
_START = re.compile(rf"{HOLE}(\w)")


def tidy(text: str) -> str:
    """Close the holes: no space before a comma, no comma with nothing before it, capitals where due."""
    if HOLE in text:
        for pattern, replacement in _RULES:
            text = pattern.sub(replacement, text)
        text = _START.sub(_capital, text).replace(HOLE, "")
        text = re.sub(r"(?<=\S) {2,}", " ", text)
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text)).strip()


def _capital(match: re.Match[str]) -> str:
    before = match.string[: match.start()].rstrip(" \t")
    starts = not before or before[-1] in ".!?…\n"
    return match[1].upper() if starts else match[1]
