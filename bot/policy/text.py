"""Short words that rules listen for, and how texts are compared with them."""

from __future__ import annotations

import re
import unicodedata

STOP = frozenset(
    {
        "stop",
        "basta",
        "basta bot",
        "basta messaggi",
        "basta messaggi automatici",
        "no bot",
        "niente bot",
        "stop bot",
        "stop messages",
        "unsubscribe",
        "disiscrivimi",
        "cancellami",
    }
)
"""Whole messages that opt out of automatic messages; they always win."""

START = frozenset({"start", "riprendi", "inizia", "si bot", "resume"})
"""Whole messages that begin, or opt in again. Telegram's own first message is /start."""

YES = frozenset({"si", "yes", "ok", "risolto", "tutto ok", "solved", "si grazie", "yes thanks", "si risolto"})
NO = frozenset({"no", "non ancora", "not yet", "per niente", "no grazie", "not really", "no non ancora"})
"""Plain answers to "did this solve it?", beside its buttons."""

PLACES = (
    frozenset({"1", "la prima", "il primo", "prima", "the first", "first", "the first one"}),
    frozenset({"2", "la seconda", "il secondo", "seconda", "the second", "second", "the second one"}),
    frozenset({"3", "la terza", "il terzo", "terza", "the third", "third", "the third one"}),
    frozenset({"4", "la quarta", "il quarto", "quarta", "the fourth", "fourth", "the fourth one"}),
)
"""Ways of picking an offered choice by its place."""

PLEASANTRIES = frozenset(
    {
        "",
        "grazie",
        "grazie mille",
        "mille grazie",
        "ok",
        "ok grazie",
        "va bene",
        "va bene grazie",
        "perfetto",
        "perfetto grazie",
        "ottimo",
        "bene",
        "thanks",
        "thank you",
        "ok thanks",
        "great",
        "great thanks",
        "perfect",
    }
)
"""Whole messages that ask for nothing; "" is one of signs and emoji only."""

_NOT_WORDS = re.compile(r"[^\w\s]+|_+")


def plain(text: str) -> str:
    """Give a short text in lower case, without accents, punctuation or doubled spaces, for comparing."""
    decomposed = unicodedata.normalize("NFKD", text[:200].casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_NOT_WORDS.sub(" ", bare).split())
