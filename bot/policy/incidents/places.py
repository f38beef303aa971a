"""Places that a text names, without a list of places: a capital letter after a word such as “a” or “near”."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.policy.text import plain

_NAMED = re.compile(
    r"\b(?:a|ad|in|di|da|zona|quartiere|provincia di|vicino a|near|at|around|from|area)\s+"
    r"((?:(?:San|Santa|Sant'|New|La|Le|Los)\s?)?[A-ZÀ-Ý][\w'’-]{2,}(?:\s+(?:d[ei]l?la?|d')\s?[A-ZÀ-Ý][\w'’-]+)?)"
)
_HASHTAG = re.compile(r"#([A-ZÀ-Ý][^\W\d_]{3,})\b")
_OTHERS = """
internet netflix facebook instagram whatsapp google youtube android iphone bot wifi sim esim lte natale
pasqua christmas easter monday tuesday wednesday thursday friday saturday sunday
"""
"""Words with a capital letter that often follow “in” or “di” and are no places."""


def places_in(text: str, not_places: Collection[str] = ()) -> tuple[str, ...]:
    """Give the places a text seems to name, each once, as written; `not_places` are the brand's own names."""
    return tuple(dict.fromkeys(_named(text, {*_OTHERS.split(), *(plain(name) for name in not_places)})))


def _named(text: str, others: Collection[str]) -> Iterator[str]:
    shouted = text.isupper()
    for found in (*_NAMED.finditer(text), *_HASHTAG.finditer(text)):
        name = found.group(1)
        if not shouted and plain(name) not in others:
            yield name


def names(text: str, place: str) -> bool:
    """Tell whether a text names a place, however it is written."""
    words = rf"(?<!\w){re.escape(plain(place))}(?!\w)"
    return any(re.search(words, plain(text[at : at + 200])) for at in range(0, len(text) or 1, 100))
