"""How people type: the same sentence with their haste, their temper and their phone's keyboard on it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from random import Random

from bot.model.text import without_accents

_SHORT = {
    "it": {
        "non": "nn",
        "perché": "xké",
        "che": "ke",
        "comunque": "cmq",
        "per": "x",
        "quando": "qnd",
        "sono": "sn",
        "anche": "anke",
        "messaggio": "msg",
    },
    "en": {
        "you": "u",
        "please": "pls",
        "are": "r",
        "because": "cos",
        "thanks": "thx",
        "your": "ur",
        "message": "msg",
        "to": "2",
        "with": "w/",
    },
}
_ENDING = re.compile(r"[\s.?!]+$")
_WORD = re.compile(r"[^\W\d_]{5,}")
_JOINT = re.compile(r"(?<=[,;:.!?])\s+| (?=(?:ma|e|but|and|però|perché|because) )")


def worn(text: str, language: str, random: Random, emoji: Sequence[str]) -> str:
    """Give a sentence as somebody may type it: often as it is, at most three things done to it."""
    ways: tuple[Callable[[str], str], ...] = (
        lambda words: _ENDING.sub("", words),
        lambda words: words if words.isupper() else words[:1].lower() + words[1:],
        lambda words: words[:1].upper() + words[1:],
        _without_accents,
        lambda words: _slipped(words, random),
        lambda words: _shortened(words, _SHORT.get(language, {}), random),
        lambda words: f"{_ENDING.sub('', words)}{random.choice(('??', '???', '!!', '...', '!'))}",
        lambda words: f"{words} {random.choice(emoji)}",
        lambda words: words.upper() if random.random() < 0.4 else words,
    )
    for way in random.sample(ways, random.choice((0, 1, 1, 2, 2, 3))):
        text = way(text)
    return text


def in_pieces(text: str, random: Random) -> tuple[str, ...]:
    """Give a text as two or three quick messages where it can be parted, else as one."""
    parts = [part for part in _JOINT.split(text) if len(part) > 1]
    if len(parts) == 1 and text.count(" ") > 4:
        words = text.split(" ")
        cut = random.randint(2, len(words) - 2)
        parts = [" ".join(words[:cut]), " ".join(words[cut:])]
    return (*parts[:2], " ".join(parts[2:])) if len(parts) > 2 else tuple(parts)


def _without_accents(text: str) -> str:
    return unicodedata.normalize("NFC", without_accents(text))


def _slipped(text: str, random: Random) -> str:
    """Let a finger slip in one longer word: a letter missing, doubled, or two changed round."""
    words = list(_WORD.finditer(text))
    if not words:
        return text
    word = random.choice(words)
    at = random.randint(word.start() + 1, word.end() - 3)
    one, two = text[at], text[at + 1]
    slip = random.choice((two + one, two, one + one + two))
    return text[:at] + slip + text[at + 2 :]


def _shortened(text: str, short: dict[str, str], random: Random) -> str:
    words = text.split(" ")
    return " ".join(short[word] if word in short and random.random() < 0.7 else word for word in words)
