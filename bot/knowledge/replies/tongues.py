"""The names of languages in the words of one of them: “italiano e inglese”, “Italian and English”."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from babel import Locale

from bot.knowledge.replies.dates import AND, listed


@lru_cache(maxsize=64)
def language_names(codes: Sequence[str], language: str) -> str:
    """Say which languages these are (two letters each, at least one)."""
    names = [str(Locale(language).languages.get(code, code)) for code in codes]
    last = AND.get(language, ",")
    if language == "es" and names[-1].startswith("i"):
        last = " e"  # “y” before the same sound
    return listed(names, last)
