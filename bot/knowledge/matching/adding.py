"""Teaching a few more sentences without beginning anew: the solved system grows by a row each.

Rarities of words, the centre of meanings and what a confidence is worth stay as they were fitted; so after
MOST sentences everything is fitted again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from bot.knowledge.intents import Intent
from bot.knowledge.matching.kernel import extended, extended_factor
from bot.knowledge.matching.lessons import Kind, Lesson, lessons_of_intent
from bot.knowledge.matching.matcher import FittedMatcher
from bot.knowledge.matching.model import Model
from bot.knowledge.matching.near import without_near_background
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
    changed = [at for at, pair in enumerate(zip(before.intents, intents, strict=True)) if pair[0] != pair[1]]
    placed, more = dict[tuple[int, str], Lesson](), list[Lesson]()
    for at in changed:
        old = list(lessons_of_intent(at, before.intents[at], settings))
        new = list(lessons_of_intent(at, intents[at], settings))
        added = _added(old, new)
        if added is None:
            return None
        more += added
        placed |= {(at, lesson.copy): lesson for lesson in new if lesson.kind is Kind.SAY}
    if before.model.added + len(more) > MOST or _clears_background(before.model, more, encoder):
        return None
    model = before.model
    for lesson in more:
        model = _with(model, lesson)
    return FittedMatcher(
        intents,
        settings,
        encoder,
        replace(model, lessons=_moved(model.lessons, placed)),
        lessons=(*_moved(before.lessons, placed), *more),
    )


def _clears_background(model: Model, more: Sequence[Lesson], encoder: Encoder | None) -> bool:
    """Tell whether something of the background is about the brand now: it would pull the other way."""
    back = [lesson for lesson in model.lessons if lesson.kind is Kind.BACKGROUND]
    raw = encoder.encode([lesson.copy for lesson in (*more, *back)]) if encoder is not None else None
    return len(without_near_background(more, back, raw)) < len(back)


def _moved(lessons: Sequence[Lesson], placed: Mapping[tuple[int, str], Lesson]) -> tuple[Lesson, ...]:
    """Give the lessons as they stand in the files now: lines shift where one is put in."""
    return tuple(
        placed.get((lesson.intent, lesson.copy), lesson) if lesson.kind is Kind.SAY else lesson
        for lesson in lessons
    )


def _added(old: Sequence[Lesson], new: Sequence[Lesson]) -> list[Lesson] | None:
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
    column = model.channels.kernel_with([lesson.copy])[0]
    target = np.zeros(model.weights.shape[1])
    target[lesson.intent] = 1.0
    ridge = extended(model.ridge, column, target)
    return replace(
        model,
        lessons=(*model.lessons, lesson),
        channels=model.channels.with_text(lesson.copy),
        ridge=ridge,
        weights=ridge.weights.astype(np.float32),
        ours=np.append(model.ours, len(model.lessons)),
        strange=extended_factor(model.strange, column[model.ours]),
        says=np.append(model.says, lesson.intent),
        added=model.added + 1,
    )
