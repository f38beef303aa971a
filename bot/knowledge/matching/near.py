"""Texts that say the same again: near copies within an intent, and background that is about the brand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.knowledge.matching.channels import Channels
from bot.knowledge.matching.lessons import Kind, Lesson

NEAR_COPY = 0.85
"""Utterances of one intent with a cosine above this are one said again, in another language perhaps."""

TOO_NEAR = 0.8
"""A background sentence as near as this to one of the brand's is about the brand after all."""

_BLOCK = 2_000


def copies_of(lessons: Sequence[Lesson], labels: Any, raw: Any, channels: Channels) -> list[list[int]]:
    """Give each row with its near copies, nearest first, but never all its intent has.

    `raw` are the encoder's own vectors (n, d); without them words and letters tell.
    """
    groups = [[row] for row in range(len(lessons))]
    says = np.array([lesson.kind is Kind.SAY for lesson in lessons])
    for label in np.unique(labels[says]):
        same = np.flatnonzero(says & (labels == label))
        likeness = raw[same] @ raw[same].T if raw is not None else channels.letters_among(same)
        for place, row in enumerate(same.tolist()):
            likes = likeness[place]
            nearest = same[np.argsort(-likes, kind="stable")][: int((likes > NEAR_COPY).sum())].tolist()
            copies = [at for at in nearest if at != row]
            groups[row] = [row, *copies[: max(0, len(same) // 2 - 1)]]
    return groups


def without_near_background(own: Sequence[Lesson], back: Sequence[Lesson], raw: Any) -> list[int]:
    """Give the places in `back` of what is not about the brand; `raw` are vectors of own, then back."""
    copies = {lesson.copy for lesson in own}
    other = [at for at, lesson in enumerate(back) if lesson.copy not in copies]
    if raw is None or not other:
        return other
    ours, theirs = raw[: len(own)], raw[[len(own) + at for at in other]]
    nearest = np.full(len(other), -1.0)
    for start in range(0, len(own), _BLOCK):
        nearest = np.maximum(nearest, (theirs @ ours[start : start + _BLOCK].T).max(axis=1))
    return [at for at, near in zip(other, nearest, strict=True) if near < TOO_NEAR]
