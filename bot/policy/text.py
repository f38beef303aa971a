"""Short words that rules listen for, and how texts are compared with them."""

from __future__ import annotations

import re

from bot.model.text import without_accents

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

AGREES = frozenset(
    {
        "va bene",
        "certo",
        "certo grazie",
        "volentieri",
        "si volentieri",
        "si per favore",
        "si dai",
        "si certo",
        "ok va bene",
        "ok grazie",
        "yes please",
        "sure",
        "of course",
        "please do",
        "go ahead",
        "yeah",
        "yep",
    }
)
"""Ways of taking what is offered, beside a plain yes."""

NONE = frozenset(
    {
        "nessuna",
        "nessuno",
        "nessuna di queste",
        "nessuno di questi",
        "nessuna delle due",
        "nessuno dei due",
        "nessuna delle tre",
        "ne l una ne l altra",
        "altro",
        "un altra cosa",
        "un altra",
        "qualcos altro",
        "niente di tutto questo",
        "none",
        "none of these",
        "none of those",
        "none of them",
        "neither",
        "neither of them",
        "something else",
        "other",
    }
)
"""Ways of choosing none of what is offered, whatever its button says."""

NONE_OF_THESE = {
    "it": "Nessuna di queste",
    "en": "None of these",
    "es": "Ninguna de estas",
    "fr": "Aucune de ces réponses",
    "de": "Nichts davon",
    "pt": "Nenhuma destas",
}
"""The way out by language, where the brand's own wording of “did you mean” has no button."""

PLACES = (
    frozenset({"la prima", "il primo", "prima", "primo", "the first", "first", "the first one", "first one"}),
    frozenset({"la seconda", "il secondo", "seconda", "secondo", "the second", "second", "the second one"}),
    frozenset({"la terza", "il terzo", "terza", "terzo", "the third", "third", "the third one", "third one"}),
    frozenset({"la quarta", "il quarto", "quarta", "quarto", "the fourth", "fourth", "the fourth one"}),
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
    return " ".join(_NOT_WORDS.sub(" ", without_accents(text[:200].casefold())).split())
