"""The storable form of a text that came from outside; pure string work, quick on hostile input."""

from __future__ import annotations

import re
import unicodedata

LONGEST = 10_000
"""Most code points of a text that are kept."""

LONGEST_RUN = 30
"""Most combining marks in a row (the stream-safe limit of UAX 15)."""

_READ = 4 * LONGEST
_SURROGATES = re.compile("[\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?")
_SIGNATURE = re.compile(r"\s*\^\w+\s*\Z")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def clean(text: str) -> str:
    """Give the text as it may be stored: NFC, no lone surrogates or controls, at most LONGEST long.

    Newline and tab stay. Runs of combining marks are cut before normalising, which would take seconds.
    """
    safe = _SURROGATES.sub("\ufffd", text[:_READ])
    safe = _CONTROLS.sub("", _LINE_ENDS.sub("\n", safe))
    if safe.isascii():
        return safe[:LONGEST]
    composed = unicodedata.normalize("NFC", cut_marks(safe))
    return cut_marks(composed)[:LONGEST]


def cut_marks(text: str) -> str:
    """Give the text with no more than LONGEST_RUN combining marks in a row."""
    kept: list[str] = []
    run = 0
    for char in text:
        run = run + 1 if _is_mark(char) else 0
        if run <= LONGEST_RUN:
            kept.append(char)
    return "".join(kept)


def _is_mark(char: str) -> bool:
    return char > "\u02ff" and (
        unicodedata.combining(char) != 0 or unicodedata.category(char) in {"Mn", "Me"}
    )


def without_accents(text: str) -> str:
    """Take the accents off a text's letters, for comparing."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(char for char in parts if not unicodedata.combining(char))


def utf16_length(text: str) -> int:
    """Count a text in UTF-16 units, as Telegram does: most characters 1, an emoji 2."""
    return len(text) + sum(char > "\uffff" for char in text)


def signed(text: str, agent: str) -> str:
    """Sign a person's words with the agent's key."""
    return f"{text} ^{agent}".strip()


def unsigned(text: str) -> str:
    """Take the signature off words, the bot's or a person's."""
    return _SIGNATURE.sub("", text)
