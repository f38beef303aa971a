"""How each of the brand's sentences is read when it is left out of what is taught."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.knowledge.intents import Intent
from bot.knowledge.matching.channels import make_channels
from bot.knowledge.matching.fitting import targets_of
from bot.knowledge.matching.kernel import left_out, solve
from bot.knowledge.matching.lessons import Kind, Lesson, lessons_of
from bot.knowledge.ports import Encoder
from bot.settings.values import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A sentence, the intent that it teaches, and the intent it is read as without itself.

    `lead` is how far its own intent's score is above the best of the others', below 0 where it is behind.
    """

    text: str
    source: str
    intent: str
    read_as: str
    lead: float

    @property
    def right(self) -> bool:
        """Whether it is read as what it teaches."""
        return self.intent == self.read_as


def leave_each_out(
    intents: Sequence[Intent], settings: Settings, encoder: Encoder | None
) -> tuple[LeftOut, ...]:
    """Read every taught sentence without itself: exactly, and for the price of one fit."""
    lessons = [item for item in lessons_of(intents, settings) if item.kind in {Kind.SAY, Kind.NEAR_MISS}]
    if len(lessons) < 2:
        return ()
    copies = [lesson.copy for lesson in lessons]
    raw = encoder.encode(copies) if encoder is not None else None
    channels = make_channels(copies, encoder, raw, len(copies))
    ridge = solve(channels.kernel(), targets_of(lessons, len(intents)))
    scores = left_out(ridge, [[row] for row in range(len(lessons))])
    return tuple(
        _left_out(lesson, row, intents)
        for lesson, row in zip(lessons, scores, strict=True)
        if lesson.kind is Kind.SAY
    )


def _left_out(lesson: Lesson, scores: Any, intents: Sequence[Intent]) -> LeftOut:
    """Read a sentence by its scores (c,)."""
    others = np.delete(scores, lesson.intent)
    return LeftOut(
        text=lesson.text,
        source=lesson.source,
        intent=intents[lesson.intent].name,
        read_as=intents[int(scores.argmax())].name,
        lead=float(scores[lesson.intent] - others.max(initial=0.0)),
    )
