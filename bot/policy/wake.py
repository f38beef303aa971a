"""A follow-up has fallen due: is it still true, and may it be said now?"""

from __future__ import annotations

from datetime import datetime

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, FollowUp, FollowUpKind, Priority
from bot.model.conversation import Conversation
from bot.model.effects import (
    Alert,
    Cancel,
    Decision,
    Effect,
    HandBack,
    HandOff,
    HandOffReason,
    MoveCase,
    Outcome,
    Reply,
    Schedule,
)
from bot.model.message import Purpose, Surface
from bot.policy.situation import taken_over
from bot.policy.timing import STALE, polite, promise_by

RENEWALS = 2
"""A promise is honestly renewed this often; then a person is alarmed."""

_TO_CLOSE = (CaseStatus.RESOLVED, FollowUpKind.GIVE_UP)
"""A resolved case is closed for good when nothing was written for long."""


def wake(conversation: Conversation, follow_up: FollowUp, knowledge: Knowledge, now: datetime) -> Decision:
    """Decide on a follow-up that has fallen due; pure."""
    reason = _no_longer_true(conversation, follow_up, now)
    if reason:
        return _silent(follow_up, _alarm(conversation, follow_up, knowledge, now), reason)
    said_at = polite(knowledge, now)
    if said_at > now:
        later = Schedule(kind=follow_up.kind, at=said_at, step=follow_up.step)
        return _silent(follow_up, (later,), "put off: closed or quiet now")
    match follow_up.kind:
        case FollowUpKind.PROMISE:
            return _late(follow_up, knowledge, now)
        case FollowUpKind.REASSURE:
            return _reassure(conversation, follow_up, knowledge, now)
        case FollowUpKind.CHECK:
            return _check(follow_up)
        case FollowUpKind.GIVE_UP:
            return _give_up(conversation, follow_up)


def _no_longer_true(conversation: Conversation, follow_up: FollowUp, now: datetime) -> str:
    public = conversation.surface is Surface.PUBLIC
    status = conversation.case.status
    if not conversation.case.is_open and (status, follow_up.kind) != _TO_CLOSE:
        return f"the case is {status}"
    if conversation.state.wants_quiet and follow_up.kind is not FollowUpKind.GIVE_UP:
        return "the customer wants no automatic messages"
    if public and now - follow_up.at > STALE:
        return "too old to be said in public"
    if taken_over(conversation, now):
        return f"{conversation.state.agent} has taken over"
    return _overtaken(status, follow_up.kind)


def _overtaken(status: CaseStatus, kind: FollowUpKind) -> str:
    """Say what has happened meanwhile that makes a follow-up of this kind pointless; "" if nothing."""
    waits = status is CaseStatus.WAITING_FOR_AGENT
    match kind:
        case FollowUpKind.PROMISE | FollowUpKind.REASSURE:
            return "" if waits or status is CaseStatus.WITH_AGENT else "nobody waits for a person"
        case FollowUpKind.CHECK:
            return "" if status is CaseStatus.ANSWERED else "the case has moved on"
        case FollowUpKind.GIVE_UP:
            return "a person owes an answer" if waits else ""


def _alarm(
    conversation: Conversation, follow_up: FollowUp, knowledge: Knowledge, now: datetime
) -> tuple[Effect, ...]:
    """Tell the person who took over of a promise that falls due: the bot may not speak for them."""
    broken = follow_up.kind is FollowUpKind.PROMISE and conversation.case.is_open
    if not broken:
        return ()
    silent = conversation.state.silent_until
    if taken_over(conversation, now) and silent is not None:
        at = polite(knowledge, silent)
        again = Schedule(kind=FollowUpKind.PROMISE, at=at, step=follow_up.step)
        return (
            Alert(text="A promise to this customer is due now, and the bot is silent: please answer"),
            again,
        )
    if conversation.state.wants_quiet or conversation.surface is Surface.PUBLIC:
        return (Alert(text="A promise to this customer was not kept, and the bot may not say so"),)
    return ()


def _late(follow_up: FollowUp, knowledge: Knowledge, now: datetime) -> Decision:
    step = follow_up.step + 1
    by = promise_by(knowledge, now, times=2**step)
    if step > RENEWALS or by is None:
        return _late_again(follow_up, by)
    effects = (
        HandOff(reason=HandOffReason.PROMISE_LATE, priority=Priority.HIGH),
        Cancel(kinds=frozenset({FollowUpKind.REASSURE})),
        Schedule(kind=FollowUpKind.PROMISE, at=by, step=step),
        Reply(template="_late", purpose=Purpose.FOLLOW_UP),
    )
    return _said(follow_up, effects, "the promised time has come without an answer")


def _late_again(follow_up: FollowUp, by: datetime | None) -> Decision:
    """Alarm a person; the customer is told so once, and then no more promises are made."""
    step = follow_up.step + 1
    alarm: tuple[Effect, ...] = (
        HandOff(reason=HandOffReason.PROMISE_LATE, priority=Priority.HIGH),
        Alert(text=f"A promise was renewed {follow_up.step} times and is still not kept"),
    )
    if step > RENEWALS + 1:
        return _silent(follow_up, alarm, "the promise is late, and the customer has heard so often enough")
    last = (Schedule(kind=FollowUpKind.PROMISE, at=by, step=step),) if by is not None else ()
    said = Reply(template="_human_soon", purpose=Purpose.FOLLOW_UP)
    return _said(follow_up, (*alarm, *last, said), "the promise is late once too often: a person is alarmed")


def _reassure(
    conversation: Conversation, follow_up: FollowUp, knowledge: Knowledge, now: datetime
) -> Decision:
    ladder = knowledge.settings.follow_ups.reassure_every
    step = follow_up.step + 1
    effects: list[Effect] = [Reply(template="_reassure", purpose=Purpose.FOLLOW_UP)]
    if conversation.case.status is CaseStatus.WITH_AGENT:
        waiting = MoveCase(status=CaseStatus.WAITING_FOR_AGENT)
        wanted = HandOff(reason=HandOffReason.TROUBLE, priority=Priority.HIGH)
        effects = [HandBack(), waiting, wanted, *effects]
    if step < len(ladder):
        at = polite(knowledge, now + ladder[step])
        effects.append(Schedule(kind=FollowUpKind.REASSURE, at=at, step=step))
    return _said(follow_up, tuple(effects), "the customer still waits for a person")


def reassure_later(follow_up: FollowUp, knowledge: Knowledge, now: datetime) -> Decision:
    """Put a reassurance off by its own rung: something is being said to the customer just now; pure."""
    ladder = knowledge.settings.follow_ups.reassure_every
    at = polite(knowledge, now + ladder[min(follow_up.step, len(ladder) - 1)]) if ladder else None
    again = Schedule(kind=follow_up.kind, at=at, step=follow_up.step) if at is not None else None
    return _silent(follow_up, (again,) if again is not None else (), "put off: something else is said now")


def _check(follow_up: FollowUp) -> Decision:
    reply = Reply(template="_check", purpose=Purpose.FOLLOW_UP, own_meanings=("yes", "no"))
    waiting = MoveCase(status=CaseStatus.WAITING_FOR_CUSTOMER)
    return _said(follow_up, (waiting, reply), "asking whether it was solved")


def _give_up(conversation: Conversation, follow_up: FollowUp) -> Decision:
    closing = (Cancel(kinds=frozenset(FollowUpKind)), MoveCase(status=CaseStatus.CLOSED))
    if conversation.case.status in {CaseStatus.ANSWERED, CaseStatus.RESOLVED}:
        return _silent(follow_up, closing, "answered, and nothing was written since: closed")
    if conversation.state.wants_quiet:
        return _silent(follow_up, closing, "nothing was written for long: closed, and no notice is wanted")
    reply = Reply(template="_closed", purpose=Purpose.FOLLOW_UP)
    return _said(follow_up, (*closing, reply), "nothing was written for long: closed, with notice")


def _said(follow_up: FollowUp, effects: tuple[Effect, ...], why: str) -> Decision:
    return Decision(rule=f"wake_{follow_up.kind}", outcome=Outcome.ACKNOWLEDGE, effects=effects, why=(why,))


def _silent(follow_up: FollowUp, effects: tuple[Effect, ...], why: str) -> Decision:
    return Decision(rule=f"wake_{follow_up.kind}", outcome=Outcome.SILENT, effects=effects, why=(why,))
