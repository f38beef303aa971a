"""Asking a person to answer, and what the customer is told of it: what happens next, and when."""

from __future__ import annotations

from datetime import datetime

from bot.knowledge.intents import Intent
from bot.model.case import CaseStatus, FollowUpKind, Priority
from bot.model.conversation import Conversation
from bot.model.effects import (
    Acknowledged,
    Cancel,
    Effect,
    EndPromise,
    HandOff,
    MakePromise,
    MoveCase,
    Outcome,
    Reply,
    Schedule,
    Understood,
)
from bot.model.hand_off import HandOffReason
from bot.model.message import Purpose
from bot.model.promise import PromiseState
from bot.policy.situation import Ruling, Situation, promise_of
from bot.policy.timing import Timetable

ACKNOWLEDGED = "acknowledged already in this closed period"

Why = tuple[str, ...]


def ask_person(
    case: Situation,
    reason: HandOffReason,
    why: Why,
    *,
    intent: Intent | None = None,
    priority: Priority = Priority.NORMAL,
) -> Ruling:
    """Ask a person, telling the customer once: an acknowledgement when closed, a hand-off when open."""
    understood: tuple[Effect, ...] = ()
    wanted = HandOff(reason=reason, topic=case.conversation.case.topic, priority=priority)
    if intent is not None:
        understood = (Understood(intent=intent.name, topic=intent.topic),)
        wanted = HandOff(reason=reason, topic=intent.topic, priority=intent.priority)
    hours = case.timetable(wanted.topic)
    is_open = hours.calendar.is_open(case.now)
    ruling = _hand_off(case, hours, wanted, why) if is_open else _acknowledge(case, hours, wanted, why)
    return Ruling(outcome=ruling.outcome, effects=(*understood, *ruling.effects), why=ruling.why)


def _hand_off(case: Situation, hours: Timetable, wanted: HandOff, why: Why) -> Ruling:
    promised = case.promise
    if case.awaits_person and promised is not None and promised.at > case.now:
        return _ask_again(case, wanted, why)
    return _told(case, hours, Outcome.HAND_OFF, wanted, why)


def _acknowledge(case: Situation, hours: Timetable, wanted: HandOff, why: Why) -> Ruling:
    opening = hours.calendar.next_opening(case.now)
    if opening is None:
        unknown = (*why, "closed, and no opening is known")
        return _told(case, hours, Outcome.HAND_OFF, wanted, unknown)
    if is_acknowledged(case, wanted.topic):
        owed = () if case.promise else owe_waiting(case.conversation, hours, case.now)
        again = _ask_again(case, wanted, (*why, ACKNOWLEDGED))
        return Ruling(outcome=again.outcome, effects=(*owed, *again.effects), why=again.why)
    closed = f"closed; opens {hours.calendar.local(opening):%Y-%m-%d %H:%M}"
    ruling = _told(case, hours, Outcome.ACKNOWLEDGE, wanted, (*why, closed))
    named = (Acknowledged(until=opening),) if case.speaks else ()
    return Ruling(outcome=ruling.outcome, effects=(*named, *ruling.effects), why=ruling.why)


def is_acknowledged(case: Situation, topic: str = "") -> bool:
    """Tell whether the opening that comes next has been named to this customer."""
    opening, told = case.timetable(topic).calendar.next_opening(case.now), case.state.acknowledged_until
    return opening is not None and told is not None and told >= opening


def _ask_again(case: Situation, wanted: HandOff, why: Why) -> Ruling:
    """The customer writes again before the promised time: said once more for a person, else queued."""
    since = case.conversation.case.opened_at
    said = any(item.template == "_human_soon" and item.at >= since for item in case.state.used)
    if wanted.reason is HandOffReason.ASKED_FOR_HUMAN and not said:
        reply = Reply(template="_human_soon", purpose=Purpose.HAND_OFF)
        return Ruling(outcome=Outcome.HAND_OFF, effects=(wanted, reply), why=why)
    known = (*why, "a person has been asked, and the customer was told when")
    return Ruling(outcome=Outcome.SILENT, effects=(wanted,), why=known)


def _told(case: Situation, hours: Timetable, outcome: Outcome, wanted: HandOff, why: Why) -> Ruling:
    owed = owe_waiting(case.conversation, hours, case.now) if case.speaks else ()
    reply = Reply(template="_handoff", purpose=Purpose.HAND_OFF)
    if outcome is Outcome.ACKNOWLEDGE:
        reply = Reply(template="_ack", purpose=Purpose.ACKNOWLEDGEMENT)
    return Ruling(outcome=outcome, effects=(wanted, *owed, reply), why=why)


def owe_waiting(conversation: Conversation, hours: Timetable, now: datetime) -> tuple[Effect, ...]:
    """Owe a customer who waits for a person: a promise where one can be kept, and reassurance."""
    others = frozenset(FollowUpKind) - {FollowUpKind.PROMISE, FollowUpKind.AGAIN}
    by = time_to_promise(conversation, hours, now)
    promised: Effect = EndPromise(state=PromiseState.RELEASED) if by is None else MakePromise(at=by)
    return (Cancel(kinds=others), promised, *owe_reassurance(hours, now, by))


def owe_reassurance(hours: Timetable, now: datetime, promised: datetime | None) -> tuple[Effect, ...]:
    """Begin the ladder of reassurances; nothing where it has no rung that may be said."""
    at = hours.reassuring(now, promised)
    return (Schedule(kind=FollowUpKind.REASSURE, at=at),) if at is not None else ()


def leave(case: Situation, status: CaseStatus) -> tuple[Effect, ...]:
    """Leave the case in a status until it is closed for silence; one that waits for a person stays so.

    A customer who was asked something is reminded once before.
    """
    if case.awaits_person:
        return ()
    hours, follow_ups = case.timetable(), case.knowledge.settings.follow_ups
    closing = hours.polite(case.now + follow_ups.give_up_after)
    effects: tuple[Effect, ...] = (
        MoveCase(status=status),
        Schedule(kind=FollowUpKind.GIVE_UP, at=closing),
    )
    if status is not CaseStatus.WAITING_FOR_CUSTOMER or follow_ups.remind_after is None:
        return effects
    reminder = hours.polite(case.now + follow_ups.remind_after)
    if reminder >= closing or not hours.reaches(reminder):
        return effects
    return (*effects, Schedule(kind=FollowUpKind.REMIND, at=reminder))


def time_to_promise(conversation: Conversation, hours: Timetable, now: datetime) -> datetime | None:
    """Give the time to name: a standing promise is never put off by asking again."""
    standing = promise_of(conversation)
    by = hours.promise_by(now)
    if standing is not None and standing.at > now and (by is None or standing.at < by):
        return standing.at
    return by
