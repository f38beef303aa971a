"""Deals sentences into folds: each intent evenly, near copies together, the same way for the same seed."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from rapidfuzz import fuzz, process

from bot.evaluation.question import Question

ALIKE_LETTERS = 90
"""Two sentences of an intent with this likeness of letters (of 100) are one said again."""

ALIKE_MEANING = 0.85
"""… and so are two whose vectors have a cosine above this, in another language perhaps."""

Encode = Callable[[Sequence[str]], Any]
"""Gives sentences' vectors (n, d), rows of unit length."""

_BLOCK = 512
_WORD = re.compile(r"\w+")


def plain(text: str) -> str:
    """Give a text's words alone: two texts with the same ones are the same sentence."""
    return " ".join(_WORD.findall(text.casefold())) or text.strip()


def deal(
    questions: Sequence[Question], count: int, *, seed: int, encode: Encode | None = None
) -> tuple[int, ...]:
    """Give each question its fold, 0 to count - 1."""
    kin = _Kin(len(questions))
    _join_same(kin, questions)
    for members in _of_intents(questions):
        _join_alike(kin, questions, members, -(-len(members) // count), encode)
    return _dealt(questions, kin.groups(), count, seed)


class _Kin:
    """Which places belong together."""

    def __init__(self, size: int) -> None:
        self._head = list(range(size))
        self._members = [[place] for place in range(size)]

    def join(self, one: int, other: int, most: int | None = None) -> None:
        """Put two groups together, unless that makes more than `most`."""
        first, second = self._head[one], self._head[other]
        if first == second:
            return
        together = len(self._members[first]) + len(self._members[second])
        if most is not None and together > most:
            return
        if len(self._members[first]) < len(self._members[second]):
            first, second = second, first
        for place in self._members[second]:
            self._head[place] = first
        self._members[first] += self._members[second]
        self._members[second] = []

    def groups(self) -> list[list[int]]:
        return [sorted(members) for members in self._members if members]


def _join_same(kin: _Kin, questions: Sequence[Question]) -> None:
    first: dict[str, int] = {}
    for place, question in enumerate(questions):
        kin.join(first.setdefault(plain(question.text), place), place)


def _of_intents(questions: Sequence[Question]) -> Iterator[list[int]]:
    members: dict[str, list[int]] = defaultdict(list)
    for place, question in enumerate(questions):
        members[question.intent].append(place)
    yield from members.values()


def _join_alike(
    kin: _Kin, questions: Sequence[Question], members: list[int], most: int, encode: Encode | None
) -> None:
    """Join an intent's near copies, the nearest first, but never more than a fold's part of the intent."""
    texts = [plain(questions[place].text) for place in members]
    vectors = encode([questions[place].text for place in members]) if encode is not None else None
    pairs = [pair for start in range(0, len(texts), _BLOCK) for pair in _alike(texts, vectors, start)]
    for _likeness, one, other in sorted(pairs, key=lambda pair: (-pair[0], pair[1:])):
        kin.join(members[one], members[other], most)


def _alike(texts: Sequence[str], vectors: Any, start: int) -> Iterator[tuple[float, int, int]]:
    """Give the near copies among the pairs whose first one is in a block: likeness and both places."""
    end = min(start + _BLOCK, len(texts))
    letters = process.cdist(texts[start:end], texts, scorer=fuzz.ratio, dtype=np.float32)
    near = letters >= ALIKE_LETTERS
    likeness = letters / 100
    if vectors is not None:
        meaning = vectors[start:end] @ vectors.T
        near |= meaning > ALIKE_MEANING
        likeness = np.maximum(likeness, meaning)
    for row, column in zip(*np.nonzero(near), strict=True):
        if start + row < column:
            yield float(likeness[row, column]), int(start + row), int(column)


def _dealt(
    questions: Sequence[Question], groups: Sequence[Sequence[int]], count: int, seed: int
) -> tuple[int, ...]:
    """Deal the largest groups first, each to the fold that has least of its intent."""
    folds = [0] * len(questions)
    of_intent: Counter[tuple[str, str, int]] = Counter()
    sizes = [0] * count
    order = sorted(groups, key=lambda group: (-len(group), _drawn(seed, questions[group[0]])))
    for group in order:
        first = questions[group[0]]
        fold = min(range(count), key=lambda at: (of_intent[first.sort, first.intent, at], sizes[at], at))
        for place in group:
            folds[place] = fold
            of_intent[questions[place].sort, questions[place].intent, fold] += 1
        sizes[fold] += len(group)
    return tuple(folds)


def _drawn(seed: int, question: Question) -> bytes:
    """Give a place in the order that depends on the seed and the sentence alone."""
    return blake2b(f"{seed}\0{question.intent}\0{question.text}".encode("utf-8", "replace")).digest()
