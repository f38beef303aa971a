"""Puts clearly misspelt words right, by the words of the brand's own sentences; leaves all others."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Shorter words are too near to each other to be put right."""

LONG = 10
"""From this length two slips are believed where the encoder does not know the word."""

_WORD = re.compile(r"[^\W\d_]+")


class Speller:
    """Knows the words of `texts`, and through `knows` what other words are words."""

    def __init__(self, texts: Iterable[str], knows: Callable[[str], bool] | None) -> None:
        counted = Counter(word for text in texts for word in _WORD.findall(text))
        self._known = frozenset(counted)
        self._targets = _by_start(word for word in counted if len(word) >= SHORTEST)
        self._knows = knows

    def repair(self, text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
        """Give the text with misspelt words put right, and the pairs (as written, put right)."""
        changes: dict[str, str] = {}
        for word in dict.fromkeys(_WORD.findall(text)):
            better = self._better(word)
            if better:
                changes[word] = better
        if not changes:
            return text, _NOTHING_CHANGED
        return _WORD.sub(lambda word: changes.get(word[0], word[0]), text), tuple(changes.items())

    def _better(self, word: str) -> str:
        if not SHORTEST <= len(word) <= 30 or word in self._known or (self._knows and self._knows(word)):
            return ""
        allowed = 1 if len(word) < LONG or self._knows is None else 2
        targets = [*self._targets.get(word[0], ()), *self._targets.get(word[1], ())]
        near = process.extract(word, targets, scorer=OSA.distance, score_cutoff=allowed, limit=2)
        alike = [(int(distance), str(target)) for target, distance, _ in near if _is_slip(word, str(target))]
        if not alike or (len(alike) > 1 and alike[0][0] == alike[1][0]):
            return ""
        return alike[0][1]


def _by_start(words: Iterable[str]) -> dict[str, list[str]]:
    starts: dict[str, list[str]] = {}
    for word in sorted(words):
        starts.setdefault(word[0], []).append(word)
    return starts


_NOTHING_CHANGED: tuple[tuple[str, str], ...] = ()


def _is_slip(word: str, target: str) -> bool:
    """Slips seldom hit the first letter, but for swapped ones; another ending is another form of the word."""
    starts_so = word[0] == target[0] or word[:2] == target[1::-1]
    return starts_so and not _differ_in_ending(word, target)


def _differ_in_ending(word: str, target: str) -> bool:
    """Tell whether two words differ as “arrivata” and “arrivato” do, or “consegna” and “consegnato”."""
    if word.startswith(target) or target.startswith(word):
        return True
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, target, strict=False)))
    return same >= min(len(word), len(target)) - 2 and set(word[same:] + target[same:]) <= _ENDINGS


_ENDINGS = frozenset("aeiouàèéìòùs")
