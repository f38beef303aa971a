"""Asking a person to answer, and what the customer is told of it: what happens next, and when."""

from __future__ import annotations

from datetime import datetime

from bot.knowledge.intents import Intent
from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.effects import (
    Acknowledged,
    Cancel,
    Effect,
    HandOff,
    HandOffReason,
    MoveCase,
    Outcome,
    Reply,
    Schedule,
    Understood,
)
from bot.model.message import Purpose
from bot.policy.situation import Ruling, Situation, promise_of
from bot.policy.timing import polite, promise_by

Why = tuple[str, ...]


def ask_person(case: Situation, reason: HandOffReason, why: Why, *, intent: Intent | None = None) -> Ruling:
    """Ask a person, telling the customer once: an acknowledgement when closed, a hand-off when open."""
    understood: tuple[Effect, ...] = ()
    wanted = HandOff(reason=reason, topic=case.conversation.case.topic)
    if intent is not None:
        understood = (Understood(intent=intent.name, topic=intent.topic),)
        wanted = HandOff(reason=reason, topic=intent.topic, priority=intent.priority)
    ruling = _hand_off(case, wanted, why) if case.is_open else _acknowledge(case, wanted, why)
    return Ruling(outcome=ruling.outcome, effects=(*understood, *ruling.effects), why=ruling.why)


def _hand_off(case: Situation, wanted: HandOff, why: Why) -> Ruling:
    promised = case.promise
    if case.awaits_person and promised is not None and promised.at > case.now:
        return _ask_again(case, wanted, why)
    return _told(case, Outcome.HAND_OFF, wanted, "_handoff", why)


def _acknowledge(case: Situation, wanted: HandOff, why: Why) -> Ruling:
    opening = case.knowledge.calendar.next_opening(case.now)
    if opening is None:
        return _told(case, Outcome.HAND_OFF, wanted, "_handoff", (*why, "closed, and no opening is known"))
    told = case.state.acknowledged_until
    if told is not None and told >= opening:
        owed = () if case.promise else owe_waiting(case.conversation, case.knowledge, case.now)
        again = _ask_again(case, wanted, (*why, "acknowledged already in this closed period"))
        return Ruling(outcome=again.outcome, effects=(*owed, *again.effects), why=again.why)
    closed = f"closed; opens {case.knowledge.calendar.local(opening):%Y-%m-%d %H:%M}"
    ruling = _told(case, Outcome.ACKNOWLEDGE, wanted, "_ack", (*why, closed))
    named = Acknowledged(until=opening)
    return Ruling(outcome=ruling.outcome, effects=(named, *ruling.effects), why=ruling.why)


def _ask_again(case: Situation, wanted: HandOff, why: Why) -> Ruling:
    """The customer writes again before the promised time: said once more for a person, else queued."""
    since = case.conversation.case.opened_at
    said = any(item.template == "_human_soon" and item.at >= since for item in case.state.used)
    if wanted.reason is HandOffReason.ASKED_FOR_HUMAN and not said:
        reply = Reply(template="_human_soon", purpose=Purpose.HAND_OFF)
        return Ruling(outcome=Outcome.HAND_OFF, effects=(wanted, reply), why=why)
    known = (*why, "a person has been asked, and the customer was told when")
    return Ruling(outcome=Outcome.SILENT, effects=(wanted,), why=known)


def _told(case: Situation, outcome: Outcome, wanted: HandOff, template: str, why: Why) -> Ruling:
    purpose = Purpose.ACKNOWLEDGEMENT if outcome is Outcome.ACKNOWLEDGE else Purpose.HAND_OFF
    owed = owe_waiting(case.conversation, case.knowledge, case.now)
    reply = Reply(template=template, purpose=purpose)
    return Ruling(outcome=outcome, effects=(wanted, *owed, reply), why=why)


def owe_waiting(conversation: Conversation, knowledge: Knowledge, now: datetime) -> tuple[Effect, ...]:
    """Owe a customer who waits for a person: a promise, and reassurance after it."""
    effects: list[Effect] = [Cancel(kinds=frozenset(FollowUpKind))]
    by = time_to_promise(conversation, knowledge, now)
    if by is not None:
        effects.append(Schedule(kind=FollowUpKind.PROMISE, at=by))
        ladder = knowledge.settings.follow_ups.reassure_every
        if ladder:
            effects.append(Schedule(kind=FollowUpKind.REASSURE, at=polite(knowledge, by + ladder[0])))
    return tuple(effects)


def leave(case: Situation, status: CaseStatus) -> tuple[Effect, ...]:
    """Leave the case in a status until it is closed for silence; one that waits for a person stays so."""
    if case.awaits_person:
        return ()
    closing = case.now + case.knowledge.settings.follow_ups.give_up_after
    give_up = Schedule(kind=FollowUpKind.GIVE_UP, at=polite(case.knowledge, closing))
    return (MoveCase(status=status), give_up)


def time_to_promise(conversation: Conversation, knowledge: Knowledge, now: datetime) -> datetime | None:
    """Give the time to name: a standing promise is never put off by asking again."""
    standing = promise_of(conversation)
    by = promise_by(knowledge, now)
    if standing is not None and standing.at > now and (by is None or standing.at < by):
        return standing.at
    return by
