"""Whether a reading is sure enough to be acted on, and whether a person is to have it all the same."""

from __future__ import annotations

from bot.knowledge.intents import AnswerBy, Intent, Means
from bot.model.hand_off import HandOffReason
from bot.model.matching import Match
from bot.policy.situation import Situation
from bot.settings.values import Matching

_PERSON = frozenset({Means.ASKED_FOR_HUMAN, Means.ANGRY, Means.LEGAL})


def is_sure(match: Match, settings: Matching) -> bool:
    """Tell whether a reading is sure enough to be acted on: likely, about the brand, no other meaning near.

    What is asked beside it is no rival.
    """
    if match.best is None or match.novel or match.best.confidence < settings.answer_above:
        return False
    beside = {other.intent for other in match.also}
    others = [other.confidence for other in match.candidates[1:] if other.intent not in beside]
    return not others or match.best.confidence - others[0] >= settings.margin


def wants_person(case: Situation) -> HandOffReason | None:
    """Say why a person is to have the whole message, where something beside its question asks for one."""
    sure = case.knowledge.settings.matching.answer_above
    intents = [case.intent(item.intent) for item in case.match.also if item.confidence >= sure]
    reasons = (person_reason(case, intent) for intent in intents if intent and intent.means in _PERSON)
    return next((reason for reason in reasons if reason is not None), None)


def person_reason(case: Situation, intent: Intent) -> HandOffReason | None:
    """Say why a person is to answer an intent; None where the bot may."""
    on = case.knowledge.settings.handoff.on
    if intent.means.value in on and intent.means in _PERSON:
        return HandOffReason(intent.means.value)
    return HandOffReason.PEOPLE_ONLY if intent.answer is AnswerBy.PEOPLE else None
