"""Whether a text complains or asks about the brand's trade."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.knowledge.naming import named_in

TROUBLE: Mapping[str, tuple[str, ...]] = {
    "it": (
        "non funziona", "non va", "non prende", "guasto", "guasta", "lento", "lenta", "lentissima",
        "problema", "problemi", "disservizio", "pessimo", "pessima", "vergogna", "schifo", "giù", "saltata",
        "bloccata",
    ),
    "en": (
        "not working", "doesn't work", "no signal", "broken", "slow", "problem", "problems",
        "issue", "issues", "outage", "down", "terrible", "awful", "worst", "useless", "unusable", "dropping",
    ),
}  # fmt: skip
"""What a complaint about a service says, by language; a search on X asks for these very words."""

ASKING: Mapping[str, tuple[str, ...]] = {
    "it": ("perché", "come mai", "quando", "qualcuno"),
    "en": ("why", "how", "when", "anyone"),
}
"""Words that a question begins with, by language."""

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_BESIDE = re.compile(r"https?://\S+|[@#](?=\w)")


def trade_in(text: str, topics: Iterable[str], alike: float) -> str:
    """Give the first topic that a text complains or asks about; "" if none.

    `alike` (0 to 100) is how near a misspelt topic must be, as for the brand's name.
    """
    topic = named_in(text, topics, alike)
    return topic if topic and (_asks(text) or _complains(text)) else ""


def _asks(text: str) -> bool:
    return "?" in _BESIDE.sub(" ", text) or any(
        _plain(text).startswith(f"{word} ") for words in ASKING.values() for word in words
    )


def _complains(text: str) -> bool:
    said = f" {_plain(text)} "
    return any(f" {words} " in said for known in TROUBLE.values() for words in known)


def _plain(text: str) -> str:
    return " ".join(_WORD.findall(_BESIDE.sub(" ", text).casefold().replace("’", "'")))
