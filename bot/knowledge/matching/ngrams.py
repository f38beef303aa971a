"""TF-IDF over words and letters, sparse by hand: every feature keeps the list of texts it stands in."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, pairwise
from typing import Any

import numpy as np

_WORD = re.compile(r"\w+")
_DENSE = 32
"""A feature in more than one text in this many is worked out in a dense block, the rest pair by pair."""


def grams(text: str) -> Iterator[str]:
    """Give the words, pairs of words and runs of 2 to 5 letters of a text, with a mark for their kind."""
    words = _WORD.findall(text)
    yield from _pairs(words)
    for word in words:
        yield from _of_word(word)


def _pairs(words: Sequence[str]) -> Iterator[str]:
    return (f"{one} {two}" for one, two in pairwise(words))


def _of_word(word: str) -> Iterator[str]:
    yield word
    padded = f"_{word[:40]}_"
    for size in (2, 3, 4, 5):
        yield from (f"~{padded[at : at + size]}" for at in range(max(0, len(padded) - size + 1)))


class NgramIndex:
    """The texts of a brand by their features; compares any text with all of them at once.

    Feature f stands in the texts `rows[starts[f] : starts[f] + frequency[f]]`, rising, with `values` there.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        self.size = len(texts)
        self._numbers, features, rows, counts = _counted(texts)
        self._frequency = np.bincount(features, minlength=len(self._numbers))
        self._starts = np.cumsum(self._frequency) - self._frequency
        weights = _rarity(self.size, self._frequency)
        values = (1.0 + np.log(counts)) * weights[features]
        lengths = np.sqrt(np.bincount(rows, weights=values * values, minlength=self.size))
        self._rows = rows
        self._values = (values / lengths[rows]).astype(np.float32)
        self._weights = weights.tolist()
        self._unseen = float(_rarity(self.size, 0))

    def gram_matrix(self) -> Any:
        """Give the cosines of the texts with each other, an array (n, n)."""
        cosines = self._of_rare() + self._of_common()
        np.fill_diagonal(cosines, 1.0)
        return np.clip(cosines, 0.0, 1.0)

    def cosines(self, text: str) -> Any:
        """Give the cosines of a text with every text of the index, an array (n,)."""
        features, worth = self._vector(text)
        sizes = self._frequency[features]
        skipped = self._starts[features] - (np.cumsum(sizes) - sizes)
        places = np.repeat(skipped, sizes) + np.arange(sizes.sum())
        added = self._values[places] * np.repeat(worth, sizes)
        return np.bincount(self._rows[places], weights=added, minlength=self.size).astype(np.float32)

    def _vector(self, text: str) -> tuple[Any, Any]:
        """Give a text's features that the index has, and their values; the others count in its length."""
        features: list[int] = []
        values: list[float] = []
        squares = 0.0
        for gram, times in Counter(grams(text)).items():
            number = self._numbers.get(gram)
            value = (1.0 + math.log(times)) * (self._unseen if number is None else self._weights[number])
            squares += value * value
            if number is not None:
                features.append(number)
                values.append(value)
        length = math.sqrt(squares) or 1.0
        return np.array(features, dtype=np.intp), np.array(values, dtype=np.float32) / np.float32(length)

    def _of_rare(self) -> Any:
        """Add up the rare features' part of the cosines (n, n): the features of one frequency together."""
        places = [np.zeros(0, dtype=np.intp)]
        worth = [np.zeros(0, dtype=np.float32)]
        for frequency in range(2, self.size // _DENSE + 1):
            starts = self._starts[self._frequency == frequency]
            at = starts[:, None] + np.arange(frequency)
            rows, values = self._rows[at], self._values[at]
            one, two = np.triu_indices(frequency, 1)
            places.append((rows[:, one] * self.size + rows[:, two]).ravel())
            worth.append((values[:, one] * values[:, two]).ravel())
        added = np.bincount(np.concatenate(places), np.concatenate(worth), minlength=self.size**2)
        half = added.astype(np.float32).reshape(self.size, self.size)
        return half + half.T

    def _of_common(self) -> Any:
        """Work out the common features' part of the cosines (n, n)."""
        common = self._frequency > max(1, self.size // _DENSE)
        column = np.cumsum(common) - 1
        features = np.repeat(np.arange(len(common)), self._frequency)
        chosen = common[features]
        block = np.zeros((self.size, int(common.sum())), dtype=np.float32)
        block[self._rows[chosen], column[features[chosen]]] = self._values[chosen]
        return block @ block.T


def _counted(texts: Sequence[str]) -> tuple[dict[str, int], Any, Any, Any]:
    """Number the features; give the numbers, and rising by feature, then row, each pair's two and its count.

    A word's own features are worked out once, however many texts it stands in.
    """
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    of_words: dict[str, list[int]] = {}
    found: list[int] = []
    ends = [0]
    for text in texts:
        words = _WORD.findall(text)
        found += [numbers[pair] for pair in _pairs(words)]
        for word in words:
            if word not in of_words:
                of_words[word] = [numbers[gram] for gram in _of_word(word)]
            found += of_words[word]
        ends.append(len(found))
    rows = np.repeat(np.arange(len(texts)), np.diff(ends))
    cells, counts = np.unique(np.array(found, dtype=np.intp) * len(texts) + rows, return_counts=True)
    features, rows = np.divmod(cells, max(1, len(texts)))
    return dict(numbers), features, rows, counts


def _rarity(texts: int, holding: Any) -> Any:
    return np.log((1 + texts) / (1 + holding)) + 1.0
