"""A question the bot is sure of is answered at once, open or closed, in one message."""

from __future__ import annotations

from collections.abc import Mapping

from bot.knowledge.intents import AnswerBy, Intent, Means
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Filling
from bot.model.effects import Effect, Fill, HandOffReason, Outcome, Reply, Schedule, Understood
from bot.model.matching import Match
from bot.model.message import Purpose, Surface
from bot.policy.people import ask_person, leave
from bot.policy.situation import Ruling, Situation
from bot.settings.values import Matching, Mode

_NO_SLOTS: Mapping[str, str] = {}


def answer(case: Situation) -> Ruling | None:
    """Answer the likeliest intent when its calibrated confidence is high and no other is near."""
    best, settings = case.best, case.knowledge.settings.matching
    if best is None or not is_sure(case.match, settings) or case.mode is Mode.ACKNOWLEDGE:
        return None
    why = f"{best.intent} with {best.confidence:.2f}, at least {settings.answer_above:.2f}"
    return answer_intent(case, best.intent, (why, *case.match.why))


def is_sure(match: Match, settings: Matching) -> bool:
    """Tell whether a reading is sure enough to be acted on: likely, and no other meaning near."""
    if match.best is None or match.best.confidence < settings.answer_above:
        return False
    others = [other.confidence for other in match.candidates[1:]]
    return not others or match.best.confidence - others[0] >= settings.margin


def answer_intent(
    case: Situation, name: str, why: tuple[str, ...], slots: Mapping[str, str] = _NO_SLOTS
) -> Ruling:
    """Answer an intent: with its reply, a question for what is missing, in private, or by a person."""
    intent = case.intent(name)
    if intent is None:
        return ask_person(case, HandOffReason.LOW_CONFIDENCE, (*why, f"there is no intent {name} any more"))
    reason = _person_reason(case, intent)
    if reason is not None:
        return ask_person(case, reason, (*why, f"{name} is for people"), intent=intent)
    understood = Understood(intent=name, topic=intent.topic)
    if intent.private and case.conversation.surface is Surface.PUBLIC:
        reply: Effect = Reply(template="_ask_private", purpose=Purpose.ANSWER)
        return Ruling(outcome=Outcome.ANSWER, effects=(understood, reply), why=(*why, "needs personal data"))
    values = {**case.match.slots, **slots}
    missing = _missing_slot(case, intent, values)
    if missing:
        fill = Fill(filling=Filling(intent=name, asking=missing, values=values))
        asked = (understood, *leave(case, CaseStatus.WAITING_FOR_CUSTOMER), fill)
        return Ruling(outcome=Outcome.CLARIFY, effects=asked, why=(*why, f"{missing} is missing"))
    known = {slot: value for slot, value in values.items() if slot in intent.slots}
    reply = Reply(template=name, purpose=Purpose.ANSWER, slots=known)
    courtesy = intent.means in {Means.GREETING, Means.THANKS} and case.awaits_person
    about = () if courtesy else (understood,)  # thanks do not change what a person was asked about
    return Ruling(outcome=Outcome.ANSWER, effects=(*about, *_afterwards(case, intent), reply), why=why)


def _person_reason(case: Situation, intent: Intent) -> HandOffReason | None:
    on = case.knowledge.settings.handoff.on
    if intent.means.value in on and intent.means in {Means.ASKED_FOR_HUMAN, Means.ANGRY, Means.LEGAL}:
        return HandOffReason(intent.means.value)
    return HandOffReason.PEOPLE_ONLY if intent.answer is AnswerBy.PEOPLE else None


def _missing_slot(case: Situation, intent: Intent, values: Mapping[str, str]) -> str:
    public = case.conversation.surface is Surface.PUBLIC
    declared = case.knowledge.settings.slots
    for name in intent.slots:
        slot = declared.get(name)
        if slot is not None and slot.ask and name not in values and not (slot.private and public):
            return name
    return ""


def _afterwards(case: Situation, intent: Intent) -> tuple[Effect, ...]:
    """The case is answered, unless it waits for a person; ask later whether that solved it."""
    settled = leave(case, CaseStatus.ANSWERED)
    if not settled or intent.follow_up is None:
        return settled
    at = case.timetable(intent.topic).polite(case.now + intent.follow_up)
    return (*settled, Schedule(kind=FollowUpKind.CHECK, at=at))
