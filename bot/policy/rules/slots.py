"""The customer answers a question for a value: take it, ask once more, or ask a person."""

from __future__ import annotations

from dataclasses import replace

from bot.model.conversation import Filling
from bot.model.effects import Fill, Outcome
from bot.model.hand_off import HandOffReason
from bot.policy.people import ask_person
from bot.policy.rules.answer import answer_intent
from bot.policy.situation import Ruling, Situation

FAILURES = 2
"""After this many answers without a usable value, a person is asked."""


def slots(case: Situation) -> Ruling | None:
    """Take the value that was asked for; a confident other question goes its own way."""
    filling = case.state.filling
    if filling is None:
        return None
    value = case.knowledge.matcher.slot(filling.asking, case.text)
    if value is not None:
        values = {**filling.values, filling.asking: value}
        why = (f"{filling.asking} is given",)
        return answer_intent(case, filling.intent, why, values, also=filling.also)
    if _asks_something_else(case, filling):
        return None
    failures = filling.failures + 1
    if failures >= FAILURES:
        return ask_person(
            case, HandOffReason.SLOT_FAILED, (f"no usable {filling.asking} in {failures} answers",)
        )
    again = replace(filling, failures=failures)
    return Ruling(
        outcome=Outcome.CLARIFY,
        effects=(Fill(filling=again),),
        why=(f"no usable {filling.asking} in the answer",),
    )


def _asks_something_else(case: Situation, filling: Filling) -> bool:
    best = case.best
    sure = case.knowledge.settings.matching.answer_above
    return best is not None and best.confidence >= sure and best.intent != filling.intent
