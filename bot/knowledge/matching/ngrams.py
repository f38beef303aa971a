"""Words and letters as vectors: TF-IDF features thrown into a fixed number of places, with signs.

Two texts' cosine is kept but for a little noise (0.02 at 2,048 places; Weinberger et al. 2009, “Feature
Hashing for Large Scale Multitask Learning”), whatever the number of features, and grows with no brand.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import count, pairwise
from typing import Any
from zlib import crc32

import numpy as np

PLACES = 2_048

_WORD = re.compile(r"\w+")
_BLOCK = 256
_LONGEST_WORD = 40


def grams(text: str) -> Iterator[str]:
    """Give the words, pairs of words and runs of 2 to 5 letters of a text, with a mark for their kind."""
    words = _WORD.findall(text)
    yield from _pairs(words)
    for word in words:
        yield from _of_word(word)


class Ngrams:
    """The features of a brand's texts, each with its rarity; turns any text into a vector (PLACES,)."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = len(texts)
        self._numbers, features, rows, counts = _counted(texts)
        frequency = np.bincount(features, minlength=len(self._numbers))
        self._weights: Any = _rarity(self._texts, frequency)
        self._unseen = float(_rarity(self._texts, 0))
        self._places, self._signs = _places(list(self._numbers))
        values = (1.0 + np.log(counts)) * self._weights[features]
        lengths = np.sqrt(np.bincount(rows, weights=values * values, minlength=self._texts))
        self._table = (features, rows, values / lengths[rows])

    def vectors(self) -> Any:
        """Give the vectors of the texts it was made of, an array (PLACES, n), float32; once only."""
        features, rows, values = self._table
        self._table = (features[:0], rows[:0], values[:0])
        order = np.argsort(rows, kind="stable")
        features, rows, values = features[order], rows[order], values[order]
        vectors = np.zeros((PLACES, self._texts), dtype=np.float32)
        for start in range(0, self._texts, _BLOCK):
            end = min(start + _BLOCK, self._texts)
            part = slice(*np.searchsorted(rows, (start, end)))
            places = (rows[part] - start) * PLACES + self._places[features[part]]
            signed = values[part] * self._signs[features[part]]
            filled = np.bincount(places, weights=signed, minlength=(end - start) * PLACES)
            vectors[:, start:end] = filled.reshape(end - start, PLACES).T
        return vectors

    def sparse(self, text: str) -> tuple[Any, Any]:
        """Give a text's vector as the places it fills and the values there, each place once.

        Features that no text has count in its length alone.
        """
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
        known = np.array(features, dtype=np.intp)
        places, where = np.unique(self._places[known], return_inverse=True)
        signed = np.array(values) * self._signs[known] / (math.sqrt(squares) or 1.0)
        filled = np.bincount(where, weights=signed, minlength=len(places))
        return places, filled.astype(np.float32)

    def dense(self, text: str) -> Any:
        """Give a text's vector, an array (PLACES,)."""
        vector = np.zeros(PLACES, dtype=np.float32)
        places, values = self.sparse(text)
        vector[places] = values
        return vector


class Postings:
    """Vectors (PLACES, n) by place: who fills it, and with what. A text asks of its own places only."""

    def __init__(self, vectors: Any) -> None:
        self._size = vectors.shape[1]
        places, rows = np.nonzero(vectors)
        self._rows, self._values = rows.astype(np.int32), vectors[places, rows]
        self._ends = np.searchsorted(places, np.arange(PLACES + 1))

    def cosines(self, places: Any, values: Any) -> Any:
        """Give the products (n,) of a sparse vector with all of them."""
        starts = self._ends[places]
        sizes = self._ends[places + 1] - starts
        at = np.repeat(starts - (np.cumsum(sizes) - sizes), sizes) + np.arange(sizes.sum())
        added = self._values[at] * np.repeat(values, sizes)
        return np.bincount(self._rows[at], weights=added, minlength=self._size).astype(np.float32)


def _pairs(words: Sequence[str]) -> Iterator[str]:
    return (f"{one} {two}" for one, two in pairwise(words))


def _of_word(word: str) -> Iterator[str]:
    yield word
    padded = f"_{word[:_LONGEST_WORD]}_"
    for size in (2, 3, 4, 5):
        yield from (f"~{padded[at : at + size]}" for at in range(max(0, len(padded) - size + 1)))


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


def _places(features: Sequence[str]) -> tuple[Any, Any]:
    """Give each feature's place and sign: the same for the same feature wherever it is met."""
    hashes = np.fromiter((crc32(name.encode()) for name in features), dtype=np.int64, count=len(features))
    return hashes % PLACES, (1.0 - 2.0 * ((hashes >> 20) & 1))
