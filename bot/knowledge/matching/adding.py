"""Teaching a few more sentences without beginning anew: the solved system grows by a row each.

Rarities of words, the centre of meanings and what a confidence is worth stay as they were fitted; so after
MOST sentences everything is fitted again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.knowledge.intents import Intent
from bot.knowledge.matching.kernel import extended
from bot.knowledge.matching.lessons import Kind, Lesson, lessons_of
from bot.knowledge.matching.matcher import FittedMatcher
from bot.knowledge.matching.model import Model
from bot.knowledge.ports import Encoder, Matcher
from bot.settings.values import Settings

MOST = 20
"""So many sentences are added before everything is fitted again."""


def grown(
    before: Matcher, intents: Sequence[Intent], settings: Settings, encoder: Encoder | None
) -> Matcher | None:
    """Give `before` with what the intents say besides; None where they differ in more than new utterances."""
    if not isinstance(before, FittedMatcher) or before.model is None or before.model.ridge is None:
        return None
    if [intent.name for intent in before.intents] != [intent.name for intent in intents]:
        return None
    more = _more(before.lessons, lessons_of(intents, settings))
    if more is None or before.model.added + len(more) > MOST:
        return None
    model = before.model
    for lesson in more:
        model = _with(model, lesson)
    return FittedMatcher(intents, settings, encoder, model, lessons=(*before.lessons, *more))


def _more(old: Sequence[Lesson], new: Sequence[Lesson]) -> list[Lesson] | None:
    """Give the utterances that are new; None where anything else has changed."""
    had, has = Counter(map(_told, old)), Counter(map(_told, new))
    if had - has:
        return None
    added = [lesson for lesson in new if _told(lesson) not in had]
    return added if all(lesson.kind is Kind.SAY for lesson in added) else None


def _told(lesson: Lesson) -> tuple[Kind, int, str]:
    """Say what a lesson teaches; where it stands may change."""
    return lesson.kind, lesson.intent, lesson.copy


def _with(model: Model, lesson: Lesson) -> Model:
    assert model.ridge is not None  # noqa: S101 - `grown` has looked
    column = model.channels.kernel_with([lesson.copy], model.share)[0]
    target = np.zeros(model.weights.shape[1])
    target[lesson.intent] = 1.0
    ridge = extended(model.ridge, column, target)
    return replace(
        model,
        lessons=(*model.lessons, lesson),
        channels=model.channels.with_text(lesson.copy),
        ridge=ridge,
        weights=ridge.weights.astype(np.float32),
        says=np.append(model.says, lesson.intent),
        added=model.added + 1,
    )
