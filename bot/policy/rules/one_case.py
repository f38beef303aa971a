"""The same complaint on another channel, by one who said that they are the same person, is one case."""

from __future__ import annotations

from dataclasses import replace

from rapidfuzz import fuzz

from bot.model.case import CaseStatus
from bot.model.conversation import Elsewhere
from bot.model.effects import JoinCase, Outcome, Reply
from bot.model.message import Purpose, Surface
from bot.policy.repeating import NEAR, is_other_business, sure_intent
from bot.policy.rules.duplicate import AGAIN, over_a_cap
from bot.policy.situation import Ruling, Situation

_FRESH = frozenset(
    {CaseStatus.NEW, CaseStatus.REOPENED, CaseStatus.ANSWERED, CaseStatus.WAITING_FOR_CUSTOMER}
)
"""A case that stands so waits for nobody, and can be put with another."""


def one_case(case: Situation) -> Ruling | None:
    """Name the case and the promised time, both those of the other channel; nothing is promised anew.

    A case that is followed in other places too is not left for one elsewhere: it would be over for them.
    """
    mine = case.conversation
    if not case.speaks or mine.places or mine.case.status not in _FRESH:
        return None
    for other in mine.elsewhere:
        why = _same_matter(case, other) if other.tied else ""
        if why:
            return _joined(case, other, why)
    return None


def joins(case: Situation, number: int) -> bool:
    """Tell whether this conversation can be put with the case of a number: it is about nothing else."""
    mine = case.conversation.case
    other = next((item for item in case.conversation.elsewhere if item.case.number == number), None)
    if other is None or case.conversation.places:
        return False
    return mine.status in _FRESH or mine.intent == other.case.intent != ""


def _joined(case: Situation, other: Elsewhere, why: str) -> Ruling:
    join = JoinCase(number=other.case.number)
    because = f"{why} as in {other.case.reference}"
    if case.said_enough:
        later = over_a_cap(case, because)
        return replace(later, effects=(join, *later.effects))
    reply = Reply(template=AGAIN, purpose=Purpose.HAND_OFF, fresh=case.conversation.surface is Surface.PUBLIC)
    return Ruling(outcome=Outcome.HAND_OFF, effects=(join, *case.wait_over, reply), why=(because,))


def _same_matter(case: Situation, other: Elsewhere) -> str:
    number = other.case.number
    if any(item.number == number for item in case.conversation.quoted):
        return "names its reference: the same matter"
    intent = sure_intent(case.match, case.knowledge)
    if is_other_business(case, intent):
        return ""
    about = {other.case.intent, *(post.intent for post in other.posts)} - {""}
    if intent and about:
        return f"asks about {intent} again" if intent in about else ""
    texts = (other.last_text, *(post.text for post in other.posts))
    near = max(fuzz.ratio(text, case.plain_text) for text in texts)
    return f"says the same again (alike {near:.0f} of 100)" if near >= NEAR else ""
