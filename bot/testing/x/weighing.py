"""How long a text is to X, by its own counting; ordinary accounts post 280."""

from __future__ import annotations

from twitter_text import parse_tweet

MOST = 280


def weight(text: str) -> int:
    """Count a text as X does."""
    return int(parse_tweet(text).weightedLength)


def is_long(text: str) -> bool:
    """Tell whether only a subscriber could have posted it."""
    return weight(text) > MOST


def has_link(text: str) -> bool:
    """Tell whether X would make a link of any of it: that makes a post dear."""
    return "http" in text or weight(text) != weight(text.replace(".", " "))


def cut(text: str) -> str:
    """Shorten a text as X shows long posts to those who do not ask for the whole."""
    return f"{text[: MOST - 5]}…"
