"""Tells an insult that asks for nothing from a complaint in rude words; in doubt it is a complaint."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from bot.knowledge.tone.kinds import Tone
from bot.knowledge.tone.listening import Own, words_beside

_SAYS_MORE = re.compile(r"[?\d]|https?://|www\.")
_MENTION = re.compile(r"[@#]\w+")


def is_bare_insult(text: str, *, own: Own = (), names: Sequence[str] = ()) -> bool:
    """Tell whether a text holds an insult and nothing besides but words that say no more.

    One word that is not known to be empty makes it a complaint: a question, a figure, a thing, a time.
    """
    if _SAYS_MORE.search(text):
        return False
    left = words_beside(_MENTION.sub(" ", text), Tone.INSULT, own=own, names=names)
    return left is not None and _empty().issuperset(left)


@lru_cache(maxsize=1)
def _empty() -> frozenset[str]:
    text = files("bot.knowledge.tone").joinpath("empty_words.txt").read_text("utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())
