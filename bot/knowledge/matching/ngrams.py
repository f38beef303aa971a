"""TF-IDF over words and letters, sparse by hand: every feature keeps the list of texts it stands in."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

_WORD = re.compile(r"\w+")
_DENSE = 8
"""A feature in more than one text in this many is worked out in a dense block, the rest one by one."""


def grams(text: str) -> Iterator[str]:
    """Give the words, pairs of words and runs of 2 to 5 letters of a text, with a mark for their kind."""
    words = _WORD.findall(text)
    yield from words
    yield from (f"{one} {two}" for one, two in pairwise(words))
    for word in words:
        padded = f"_{word[:40]}_"
        for size in (2, 3, 4, 5):
            yield from (f"~{padded[at : at + size]}" for at in range(max(0, len(padded) - size + 1)))


class NgramIndex:
    """The texts of a brand by their features; compares any text with all of them at once."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        counts = [Counter(grams(text)) for text in texts]
        frequency = Counter(gram for count in counts for gram in count)
        self._weight = {gram: _rarity(self.size, n) for gram, n in frequency.items()}
        self._unseen = _rarity(self.size, 0)
        rows: dict[str, list[int]] = {gram: [] for gram in frequency}
        values: dict[str, list[float]] = {gram: [] for gram in frequency}
        for row, count in enumerate(counts):
            for gram, value in self._vector(count):
                rows[gram].append(row)
                values[gram].append(value)
        self._postings = {
            gram: (np.array(rows[gram], dtype=np.intp), np.array(values[gram], dtype=np.float32))
            for gram in frequency
        }

    def gram_matrix(self) -> Any:
        """Give the cosines of the texts with each other, an array (n, n)."""
        cosines = np.zeros((self.size, self.size), dtype=np.float32)
        common: list[tuple[Any, Any]] = []
        for rows, values in self._postings.values():
            if len(rows) * _DENSE > self.size:
                common.append((rows, values))
            elif len(rows) > 1:
                cosines[rows[:, None], rows] += values[:, None] * values
        block = np.zeros((self.size, len(common)), dtype=np.float32)
        for column, (rows, values) in enumerate(common):
            block[rows, column] = values
        cosines += block @ block.T
        np.fill_diagonal(cosines, 1.0)
        return np.clip(cosines, 0.0, 1.0)

    def cosines(self, text: str) -> Any:
        """Give the cosines of a text with every text of the index, an array (n,)."""
        found = [
            (posting, value)
            for gram, value in self._vector(Counter(grams(text)))
            if (posting := self._postings.get(gram)) is not None
        ]
        if not found:
            return np.zeros(self.size, dtype=np.float32)
        rows = np.concatenate([posting[0] for posting, _ in found])
        values = np.concatenate([posting[1] * value for posting, value in found])
        return np.bincount(rows, weights=values, minlength=self.size).astype(np.float32)

    def _vector(self, count: Counter[str]) -> list[tuple[str, float]]:
        raw = [
            (gram, (1.0 + math.log(n)) * self._weight.get(gram, self._unseen)) for gram, n in count.items()
        ]
        length = math.sqrt(sum(value * value for _, value in raw)) or 1.0
        return [(gram, value / length) for gram, value in raw]


def _rarity(texts: int, holding: int) -> float:
    return math.log((1 + texts) / (1 + holding)) + 1.0
