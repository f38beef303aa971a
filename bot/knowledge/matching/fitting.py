"""Fits a brand's sentences: chooses how texts are compared, solves, and learns what its scores are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.knowledge.intents import Intent
from bot.knowledge.matching.calibration import best_sharpness, fit_head, softmax
from bot.knowledge.matching.channels import Channels, make_channels
from bot.knowledge.matching.kernel import Ridge, left_out, solve, usual_strangeness
from bot.knowledge.matching.landmarks import EXACT, solve_landmarks, spread
from bot.knowledge.matching.lessons import Kind, Lesson, lessons_of
from bot.knowledge.matching.matcher import FittedMatcher
from bot.knowledge.matching.model import Model, Worth
from bot.knowledge.matching.near import copies_of, without_near_background
from bot.knowledge.ports import Encoder, Matcher
from bot.settings.values import Settings

LANDMARKS = 4_000
"""So many of them are kept."""

_TRIED_ON = 600
_JUDGED = 4_000
_OURS = 1_000
_BACKGROUND_PART = 0.2
_PRIOR = 3.0
_USUAL = 0.99


def fit(intents: Sequence[Intent], settings: Settings, encoder: Encoder | None) -> Matcher:
    """Fit a matcher to a brand's intents, any number; without an encoder by words and letters alone."""
    lessons = lessons_of(intents, settings)
    model = _fit_model(lessons, len(intents), encoder)
    return FittedMatcher(intents, settings, encoder, model, lessons=lessons)


def _fit_model(lessons: Sequence[Lesson], intents: int, encoder: Encoder | None) -> Model | None:
    """Fit the model of some lessons; None where there is no utterance among them."""
    if not any(lesson.kind is Kind.SAY for lesson in lessons):
        return None
    table = _table(lessons, intents, encoder)
    if not _titles_help(table, table.rows(_TRIED_ON)):
        table = table.only(table.without_titles())
    return _solved(table)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """The lessons with their channels, targets (n, c + 1), labels (n,) and groups of near copies."""

    lessons: Sequence[Lesson]
    channels: Channels
    targets: Any
    labels: Any
    kinds: Any
    groups: Sequence[Sequence[int]]

    def only(self, rows: Any) -> _Table:
        """Give the table of some of the rows."""
        place = {int(row): at for at, row in enumerate(rows)}
        return _Table(
            lessons=[self.lessons[row] for row in rows],
            channels=self.channels.only(rows),
            targets=self.targets[rows],
            labels=self.labels[rows],
            kinds=self.kinds[rows],
            groups=[[place[at] for at in self.groups[row] if at in place] for row in rows],
        )

    def rows(self, most: int) -> Any:
        """Give every row, or so many that show what the rest is like."""
        return spread(self.labels, most)

    def without_titles(self) -> Any:
        """Give the rows that are no title."""
        return np.flatnonzero(self.kinds != Kind.TITLE)


def _table(lessons: Sequence[Lesson], intents: int, encoder: Encoder | None) -> _Table:
    own = [lesson for lesson in lessons if lesson.kind is not Kind.BACKGROUND]
    back = [lesson for lesson in lessons if lesson.kind is Kind.BACKGROUND]
    raw = encoder.encode([lesson.copy for lesson in (*own, *back)]) if encoder is not None else None
    far = without_near_background(own, back, raw)
    lessons = [*own, *(back[at] for at in far)]
    if raw is not None:
        raw = raw[[*range(len(own)), *(len(own) + at for at in far)]]
    channels = make_channels([lesson.copy for lesson in lessons], encoder, raw, len(own))
    labels = np.array([lesson.intent for lesson in lessons])
    return _Table(
        lessons=lessons,
        channels=channels,
        targets=targets_of(lessons, intents + 1),
        labels=labels,
        kinds=np.array([lesson.kind for lesson in lessons]),
        groups=copies_of(lessons, labels, raw, channels),
    )


def targets_of(lessons: Sequence[Lesson], columns: int) -> Any:
    """Give a row a lesson (n, columns): a column an intent, the last for the background if there is any.

    A near miss pulls away from its intent.
    """
    targets = np.zeros((len(lessons), columns))
    for row, lesson in enumerate(lessons):
        targets[row, lesson.intent] = -1.0 if lesson.kind is Kind.NEAR_MISS else 1.0
    return targets


def _titles_help(table: _Table, rows: Any) -> bool:
    """Tell whether utterances left out are likelier with the titles taught: names like “Z-17” say nothing."""
    part = table.only(rows)
    bare = part.without_titles()
    return len(bare) < len(rows) and _likelihood(part) >= _likelihood(part.only(bare))


def _likelihood(part: _Table) -> float:
    scores = left_out(solve(part.channels.kernel(), part.targets), part.groups)
    says = part.kinds == Kind.SAY
    return best_sharpness(scores[says], part.labels[says])[1]


def _solved(table: _Table) -> Model:
    """Solve for all the rows, or through landmarks where they are very many."""
    if len(table.lessons) <= EXACT:
        kernel = table.channels.kernel()
        ridge = solve(kernel, table.targets)
        return _model(table, kernel, ridge.weights, _worth(table, left_out(ridge, table.groups)), ridge)
    marks, judged = table.rows(LANDMARKS), table.rows(_JUDGED)
    found = solve_landmarks(table.channels.kernel, table.targets, marks, judged)
    kept = table.only(marks)
    return _model(
        kept, kept.channels.kernel(), found.weights, _worth(table.only(judged), found.left_out), None
    )


def _model(table: _Table, kernel: Any, weights: Any, worth: Worth, ridge: Ridge | None) -> Model:
    own = np.flatnonzero(table.kinds != Kind.BACKGROUND)
    ours = own[spread(table.labels[own], _OURS)]
    strange = solve(kernel[np.ix_(ours, ours)], np.zeros((len(ours), 1)))
    return Model(
        lessons=tuple(table.lessons),
        channels=table.channels,
        weights=weights.astype(np.float32),
        ridge=ridge,
        ours=ours,
        strange=strange.factor.astype(np.float32),
        strange_above=usual_strangeness(strange, _USUAL),
        says=np.where(table.kinds == Kind.SAY, table.labels, -1),
        worth=worth,
    )


def _worth(table: _Table, scores: Any) -> Worth:
    """Learn what a share is worth; the background stands for the traffic that is about nothing."""
    labels = table.labels
    say, back = table.kinds == Kind.SAY, table.kinds == Kind.BACKGROUND
    sharpness, _ = best_sharpness(scores[say], labels[say])
    shares = softmax(scores, sharpness)
    right = (say & (shares[:, :-1].argmax(axis=1) == labels)).astype(np.float64)
    weights = say.astype(np.float64)
    if back.any():
        weights[back] = min(1.0, _BACKGROUND_PART * say.sum() / back.sum())
    head = fit_head(shares, right, weights, prior=_PRIOR)
    seen = weights > 0
    return Worth(
        sharpness=sharpness,
        head=head,
        confidences=head.right(shares[seen]),
        right=right[seen],
        weights=weights[seen],
    )
