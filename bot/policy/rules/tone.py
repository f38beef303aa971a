"""What is said in anger, in irony or in need is read by a person before anything is said in public."""

from __future__ import annotations

from bot.knowledge.tone import Tone
from bot.model.effects import HandOff, Outcome
from bot.model.hand_off import HandOffReason
from bot.model.message import Surface
from bot.policy.courtesy import courteous, has_courtesy
from bot.policy.people import ask_person
from bot.policy.sensitive import IN_PRIVATE_TOO, MINDED, REASONS, minded
from bot.policy.situation import Ruling, Situation


def tone(case: Situation) -> Ruling | None:
    """Leave to a person, silently in public, what sounds like no question for a ready-made answer."""
    if not case.from_person:
        return None
    heard = case.tones
    if case.conversation.surface is Surface.PUBLIC:
        return _in_public(case, heard)
    grave = next((item for item in heard if item in IN_PRIVATE_TOO), None)
    if grave is None:
        return None
    reason, priority = REASONS[grave]
    if _may_not_speak(case):
        wanted = HandOff(reason=reason, priority=priority)
        return Ruling(outcome=Outcome.SILENT, effects=(wanted,), why=_why(heard))
    return ask_person(case, reason, _why(heard), priority=priority)


def _in_public(case: Situation, heard: tuple[Tone, ...]) -> Ruling | None:
    if not heard:
        return _still_minded(case)
    if has_courtesy(case):
        return courteous(case)
    reason, priority = REASONS[heard[0]]
    wanted = HandOff(reason=reason, topic=case.conversation.case.topic, priority=priority)
    return Ruling(outcome=Outcome.SILENT, effects=(wanted,), why=_why(heard))


def _still_minded(case: Situation) -> Ruling | None:
    """Stay quiet until a person has read what was said before."""
    if not minded(case.conversation):
        return None
    reason = HandOffReason(case.conversation.case.reason)
    return Ruling(outcome=Outcome.SILENT, effects=(HandOff(reason=reason),), why=(MINDED,))


def _may_not_speak(case: Situation) -> bool:
    forbidden = any(message.silence_because for message in case.messages)
    return forbidden or case.is_stale or case.said_enough != ""


def _why(heard: tuple[Tone, ...]) -> tuple[str, ...]:
    named = ", ".join(item.value.replace("_", " ") for item in heard)
    return (f"sounds like {named}: a person reads it first",)
