"""E-mail addresses, also where the at sign is spelled out to hide them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.personal.finding import Finding, Kind

_ADDRESS = re.compile(
    r"(?<![\w.+%/-])([A-Za-z0-9][\w.+%-]{0,62}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24})(?![\w@-])", re.ASCII
)
_SPELLED = re.compile(
    r"(?<![\w.+%@-])([A-Za-z0-9][\w.+%-]{0,62})"
    r"(?:\s?[\[({]\s?(?:at|chiocciola|@)\s?[\])}]\s?|\s+chiocciola\s+|\s+at\s+(?=[\w-]+(?:\s+|\s?[\[(])dot\b))"
    r"([A-Za-z0-9-]{1,63}(?:(?:\.|\s?[\[({]\s?(?:dot|punto)\s?[\])}]\s?|\s+(?:dot|punto)\s+)[A-Za-z0-9-]{2,63}){1,3})"
    r"(?![\w@-])",
    re.ASCII | re.IGNORECASE,
)
_DOT = re.compile(r"\s?[\[({]\s?(?:dot|punto)\s?[\])}]\s?|\s+(?:dot|punto)\s+", re.IGNORECASE)
_FILES = frozenset(
    {"png", "jpg", "jpeg", "gif", "svg", "webp", "pdf", "js", "css", "ts", "json", "zip", "mp4", "heic"}
    | {"local", "localhost", "lan"}
)
"""What stands behind the last dot of a file, or of a machine of one's own."""


def emails(text: str) -> Iterator[Finding]:
    """Give the addresses in a text, in small letters."""
    for found in _ADDRESS.finditer(text):
        if _is_address(found[1]):
            yield Finding(kind=Kind.EMAIL, start=found.start(1), end=found.end(1), value=found[1].lower())
    for found in _SPELLED.finditer(text):
        address = f"{found[1]}@{_DOT.sub('.', found[2])}"
        if _is_address(address) and address.rpartition(".")[2].isalpha():
            yield Finding(kind=Kind.EMAIL, start=found.start(), end=found.end(), value=address.lower())


def _is_address(address: str) -> bool:
    local, _, domain = address.partition("@")
    odd = ".." in local or local.endswith(".") or "-." in domain or ".-" in domain
    return not odd and domain.rpartition(".")[2].lower() not in _FILES
