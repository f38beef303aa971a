"""The last word: a person answers, and the customer is told what happens next and when."""

from __future__ import annotations

from bot.model.hand_off import HandOffReason
from bot.policy.people import ask_person
from bot.policy.situation import Ruling, Situation


def hand_off(case: Situation) -> Ruling:
    """Ask a person; always answers."""
    return ask_person(case, reason_for(case), ("not sure enough to answer",))


def reason_for(case: Situation) -> HandOffReason:
    """Say why the bot cannot answer by itself what was just asked."""
    settings, candidates = case.knowledge.settings.matching, case.match.candidates
    if case.match.novel:
        return HandOffReason.NOT_ABOUT_US
    if len(candidates) > 1 and candidates[0].confidence >= settings.ask_above:
        gap = candidates[0].confidence - candidates[1].confidence
        if gap < settings.margin:
            return HandOffReason.TIE
    return HandOffReason.LOW_CONFIDENCE
