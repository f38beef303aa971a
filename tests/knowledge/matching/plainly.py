"""The matcher worked out the plain way, word by word and matrix by matrix, to check the quick one against."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np

from bot.knowledge.intents import Intent
from bot.knowledge.matching.calibration import Head, best_sharpness, fit_head, softmax
from bot.knowledge.matching.lessons import Kind, Lesson, lessons_of
from bot.knowledge.ports import Encoder
from bot.settings.values import Settings

RIDGE = 0.1
LETTERS = 0.25


def features(text: str) -> Counter[str]:
    """Count the words, the pairs of words and the runs of 2 to 5 letters of a text."""
    words = re.findall(r"\w+", text)
    counted = Counter([*words, *(f"{one} {two}" for one, two in pairwise(words))])
    for word in words:
        padded = f"_{word[:40]}_"
        for size in (2, 3, 4, 5):
            counted.update(f"~{padded[at : at + size]}" for at in range(len(padded) - size + 1))
    return counted


def letters_of(texts: Sequence[str], new: Sequence[str]) -> Any:
    """Give the cosines (m, n) of new texts with texts, by TF-IDF over their features in 2,048 places."""
    there, frequency = _vectors(tuple(texts))
    mine = [in_places(weighed(text, frequency, len(texts)), frequency) for text in new]
    return np.array([[_product(one, other) for other in there] for one in mine])


@cache
def _vectors(texts: tuple[str, ...]) -> tuple[list[dict[int, float]], Counter[str]]:
    frequency = Counter(feature for text in texts for feature in features(text))
    return [in_places(weighed(text, frequency, len(texts)), frequency) for text in texts], frequency


def in_places(values: dict[str, float], frequency: Counter[str]) -> dict[int, float]:
    """Throw the features that some text has into their places, with their signs."""
    places: dict[int, float] = {}
    for feature, value in values.items():
        if frequency[feature]:
            number = crc32(feature.encode())
            signed = -value if number >> 20 & 1 else value
            places[number % 2048] = places.get(number % 2048, 0.0) + signed
    return places


def weighed(text: str, frequency: Counter[str], texts: int) -> dict[str, float]:
    """Give a text's features with their TF-IDF, of length 1."""
    raw = {
        feature: (1 + math.log(times)) * (math.log((1 + texts) / (1 + frequency[feature])) + 1)
        for feature, times in features(text).items()
    }
    length = math.sqrt(sum(value * value for value in raw.values())) or 1.0
    return {feature: value / length for feature, value in raw.items()}


def _product(one: dict[int, float], other: dict[int, float]) -> float:
    return min(1.0, max(0.0, sum(value * other[place] for place, value in one.items() if place in other)))


@dataclass(frozen=True)
class Plain:
    """What fitting found, the plain way."""

    lessons: Sequence[Lesson]
    encoder: Encoder | None
    share: float
    weights: Any
    sharpness: float
    head: Head

    def confidences(self, text: str) -> Any:
        """Give every intent's confidence (c,) in a text that has but one reading."""
        kernel = kernel_of(self.lessons, self.encoder, self.share, [text])
        shares = softmax(kernel @ self.weights, self.sharpness)[0]
        return shares[:-1] * float(self.head.right(shares[None, :])[0]) / shares[:-1].max()


def fit_plainly(intents: Sequence[Intent], settings: Settings, encoder: Encoder | None) -> Plain:
    """Leave out each sentence and its copies for real, with titles and without, keep what is likelier."""
    lessons = _apart(lessons_of(intents, settings), encoder)
    bare = [lesson for lesson in lessons if lesson.kind is not Kind.TITLE]
    tried = [_fitted(some, len(intents), encoder) for some in (lessons, bare)]
    return max(tried, key=lambda item: item[0])[1]


def _fitted(lessons: Sequence[Lesson], intents: int, encoder: Encoder | None) -> tuple[float, Plain]:
    copies = [lesson.copy for lesson in lessons]
    targets = np.zeros((len(lessons), intents + 1))
    for row, lesson in enumerate(lessons):
        targets[row, lesson.intent] = -1.0 if lesson.kind is Kind.NEAR_MISS else 1.0
    groups = _groups(lessons, encoder)
    share = LETTERS if encoder is not None else 1.0
    kernel = kernel_of(lessons, encoder, share, copies)
    scores = np.stack([_left_out(kernel, targets, group) for group in groups])
    said = [row for row, lesson in enumerate(lessons) if lesson.kind is Kind.SAY]
    sharpness, likelihood = best_sharpness(scores[said], [lessons[row].intent for row in said])
    head = _head(lessons, softmax(scores, sharpness))
    return likelihood, Plain(lessons, encoder, share, _solved(kernel, targets), sharpness, head)


def kernel_of(lessons: Sequence[Lesson], encoder: Encoder | None, share: float, new: Sequence[str]) -> Any:
    """Give the kernel (m, n) of new texts with the lessons."""
    copies = [lesson.copy for lesson in lessons]
    letters = np.exp(letters_of(copies, new) - 1)
    if encoder is None:
        return letters
    own = [row for row, lesson in enumerate(lessons) if lesson.kind is not Kind.BACKGROUND]
    there = encoder.encode(copies)
    centre = there[own].mean(axis=0)
    meaning = np.exp(_unit(encoder.encode(new) - centre) @ _unit(there - centre).T - 1)
    return (meaning + share * letters) / (1 + share)


def _unit(rows: Any) -> Any:
    return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


def _apart(lessons: Sequence[Lesson], encoder: Encoder | None) -> list[Lesson]:
    own = [lesson for lesson in lessons if lesson.kind is not Kind.BACKGROUND]
    copies = [lesson.copy for lesson in own]
    back = [one for one in lessons if one.kind is Kind.BACKGROUND and one.copy not in copies]
    if encoder is not None:
        near = encoder.encode([one.copy for one in back]) @ encoder.encode(copies).T
        back = [one for one, likeness in zip(back, near.max(axis=1), strict=True) if likeness < 0.8]
    return [*own, *back]


def _groups(lessons: Sequence[Lesson], encoder: Encoder | None) -> list[list[int]]:
    copies = [lesson.copy for lesson in lessons]
    vectors = encoder.encode(copies) if encoder is not None else None
    likeness = vectors @ vectors.T if vectors is not None else letters_of(copies, copies)
    return [_group(row, lessons, likeness) for row in range(len(lessons))]


def _group(row: int, lessons: Sequence[Lesson], likeness: Any) -> list[int]:
    said = [at for at, one in enumerate(lessons) if (one.kind, one.intent) == (Kind.SAY, lessons[row].intent)]
    near = [at for at in said if at != row and row in said and likeness[row, at] > 0.85]
    return [row, *sorted(near, key=lambda at: -likeness[row, at])[: max(0, len(said) // 2 - 1)]]


def _solved(kernel: Any, targets: Any) -> Any:
    return np.linalg.solve(kernel + RIDGE * np.eye(len(kernel)), targets)


def _left_out(kernel: Any, targets: Any, group: Sequence[int]) -> Any:
    rest = [row for row in range(len(kernel)) if row not in group]
    return kernel[group[0], rest] @ _solved(kernel[np.ix_(rest, rest)], targets[rest])


def _head(lessons: Sequence[Lesson], shares: Any) -> Head:
    said = np.array([lesson.kind is Kind.SAY for lesson in lessons])
    back = np.array([lesson.kind is Kind.BACKGROUND for lesson in lessons])
    right = [
        one.kind is Kind.SAY and row[:-1].argmax() == one.intent
        for one, row in zip(lessons, shares, strict=True)
    ]
    weights = said * 1.0 + back * min(1.0, 0.2 * said.sum() / max(1, back.sum()))
    return fit_head(shares, np.array(right) * 1.0, weights, prior=3.0)
