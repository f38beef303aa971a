"""Fits a brand's sentences: solves the kernel, and learns by leaving out what its scores are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.knowledge.intents import Intent
from bot.knowledge.matching.calibration import Head, best_sharpness, fit_head, softmax
from bot.knowledge.matching.channels import Channels
from bot.knowledge.matching.kernel import Ridge, first, left_out, solve, usual_strangeness
from bot.knowledge.matching.lessons import Kind, Lesson, lessons_of
from bot.knowledge.matching.matcher import FittedMatcher
from bot.knowledge.matching.reading import Model
from bot.knowledge.ports import Encoder, Matcher
from bot.settings.values import Settings

SHARES = (0.0, 0.1, 0.25, 0.5)
"""The weights of letters beside meaning that are tried."""

NEAR_COPY = 0.85
"""Sentences of one intent with a cosine above this are one said again, in another language perhaps."""

TOO_NEAR = 0.8
"""A background sentence as near as this to one of the brand's is about the brand after all."""

_BACKGROUND_PART = 0.2
_PRIOR = 3.0
_USUAL = 0.99


def fit(intents: Sequence[Intent], settings: Settings, encoder: Encoder | None) -> Matcher:
    """Fit a matcher to a brand's intents, any number; without an encoder by words and letters alone."""
    lessons = lessons_of(intents, settings)
    return FittedMatcher(intents, settings, encoder, _fit_model(lessons, len(intents), encoder))


def _fit_model(lessons: Sequence[Lesson], intents: int, encoder: Encoder | None) -> Model | None:
    if not any(lesson.kind is Kind.SAY for lesson in lessons):
        return None
    lessons = _without_near_background(lessons, encoder)
    own = sum(lesson.kind is not Kind.BACKGROUND for lesson in lessons)
    channels = Channels([lesson.copy for lesson in lessons], own, encoder)
    table = _Table(lessons=lessons, targets=_targets(lessons, intents), groups=_groups(lessons, channels))
    fitted = [_fit_share(table, channels, share) for share in (SHARES if encoder is not None else (1.0,))]
    best = max(fitted, key=lambda item: item.likelihood)
    ours = first(best.ridge, own)
    return Model(
        lessons=tuple(lessons),
        channels=channels,
        share=best.share,
        ridge=best.ridge,
        own=own,
        ours=ours,
        taught=table.targets[:, :-1] > 0,
        strange_above=usual_strangeness(ours, _USUAL),
        sharpness=best.sharpness,
        head=_head(table, best),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    lessons: Sequence[Lesson]
    targets: Any
    groups: Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fit:
    share: float
    ridge: Ridge
    scores: Any
    sharpness: float
    likelihood: float


def _fit_share(table: _Table, channels: Channels, share: float) -> _Fit:
    ridge = solve(channels.kernel(share), table.targets)
    scores = left_out(ridge, table.groups)
    rows = np.array([row for row, lesson in enumerate(table.lessons) if lesson.kind is Kind.SAY])
    labels = np.array([table.lessons[row].intent for row in rows])
    sharpness, likelihood = best_sharpness(scores[rows], labels)
    return _Fit(share=share, ridge=ridge, scores=scores, sharpness=sharpness, likelihood=likelihood)


def _head(table: _Table, found: _Fit) -> Head:
    """Learn what a share is worth; the background stands for the traffic that is about nothing."""
    shares = softmax(found.scores, found.sharpness)[:, :-1]
    likeliest = shares.argmax(axis=1)
    said = np.array([lesson.kind is Kind.SAY for lesson in table.lessons])
    back = np.array([lesson.kind is Kind.BACKGROUND for lesson in table.lessons])
    labels = np.array([lesson.intent for lesson in table.lessons])
    right = (said & (likeliest == labels)).astype(np.float64)
    weights = said.astype(np.float64)
    if back.any():
        weights[back] = min(1.0, _BACKGROUND_PART * said.sum() / back.sum())
    return fit_head(shares.max(axis=1), right, weights, prior=_PRIOR)


def _targets(lessons: Sequence[Lesson], intents: int) -> Any:
    """Give a column an intent and a last one for the background; a near miss pulls away from its intent."""
    targets = np.zeros((len(lessons), intents + 1))
    for row, lesson in enumerate(lessons):
        targets[row, lesson.intent] = -1.0 if lesson.kind is Kind.NEAR_MISS else 1.0
    return targets


def _groups(lessons: Sequence[Lesson], channels: Channels) -> list[list[int]]:
    """Give each row with its near copies, nearest first, but never all its intent has."""
    likeness = channels.letters if channels.meaning_raw is None else channels.meaning_raw
    intent = np.array([lesson.intent if lesson.kind is Kind.SAY else -2 for lesson in lessons])
    groups: list[list[int]] = []
    for row, lesson in enumerate(lessons):
        if lesson.kind is not Kind.SAY:
            groups.append([row])
            continue
        same = np.flatnonzero(intent == lesson.intent)
        likes = likeness[row, same]
        nearest = same[np.argsort(-likes, kind="stable")][: int((likes > NEAR_COPY).sum())].tolist()
        copies = [at for at in nearest if at != row]
        groups.append([row, *copies[: max(0, len(same) // 2 - 1)]])
    return groups


def _without_near_background(lessons: Sequence[Lesson], encoder: Encoder | None) -> list[Lesson]:
    """Give the brand's lessons first, then the background that is not about the brand."""
    own = [lesson for lesson in lessons if lesson.kind is not Kind.BACKGROUND]
    copies = {lesson.copy for lesson in own}
    back = [lesson for lesson in lessons if lesson.kind is Kind.BACKGROUND and lesson.copy not in copies]
    if encoder is None or not back:
        return [*own, *back]
    likeness = encoder.encode([one.copy for one in back]) @ encoder.encode([one.copy for one in own]).T
    far = likeness.max(axis=1) < TOO_NEAR
    return [*own, *(lesson for lesson, is_far in zip(back, far, strict=True) if is_far)]
