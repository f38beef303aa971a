"""A promise has fallen due without an answer: an honest new time, or an alarm for people."""

from __future__ import annotations

from bot.model.case import FollowUpKind, Priority
from bot.model.effects import (
    Alert,
    Cancel,
    Decision,
    Effect,
    EndPromise,
    HandOff,
    MakePromise,
    Reply,
    Schedule,
)
from bot.model.hand_off import HandOffReason
from bot.model.message import Purpose
from bot.model.promise import PromiseState
from bot.policy.situation import taken_over
from bot.policy.waking import Waking

RENEWALS = 2
"""A promise is honestly renewed this often; then a person is alarmed."""

_URGENT = HandOff(reason=HandOffReason.PROMISE_LATE, priority=Priority.HIGH)
_REASSURANCES = Cancel(kinds=frozenset({FollowUpKind.REASSURE}))


def fallen_due(waking: Waking) -> Decision:
    """Tell the customer a new time that has better chances, or that their case now comes first."""
    step = waking.follow_up.step + 1
    by = waking.hours.promise_by(waking.now, times=2**step, aloud=True)
    if step > RENEWALS or by is None:
        return _overdue(waking)
    effects = (
        _URGENT,
        _REASSURANCES,
        MakePromise(at=by, step=step),
        *waking.reassuring(by),
        Reply(template="_late", purpose=Purpose.FOLLOW_UP),
    )
    return waking.said(effects, "the promised time has come without an answer")


def _overdue(waking: Waking) -> Decision:
    """Alarm people and say so; no more times are told that might not be kept."""
    times = waking.follow_up.step
    last_rung = len(waking.hours.follow_ups.reassure_every)
    effects = (
        _URGENT,
        _alarm(waking, f"A promise was renewed {times} times and is still not kept", "overdue"),
        EndPromise(state=PromiseState.BROKEN),
        *waking.reassuring(None, last_rung),
        Reply(template="_overdue", purpose=Purpose.FOLLOW_UP, may_promise=False),
    )
    return waking.said(effects, "the promise is late once too often: a person is alarmed")


def not_said(waking: Waking) -> tuple[Effect, ...]:
    """Tell people of a promise that falls due and about which the bot may not speak; nothing for the rest."""
    conversation, now = waking.conversation, waking.now
    if waking.follow_up.kind is not FollowUpKind.PROMISE or not conversation.case.is_for_people:
        return ()
    silent = conversation.state.silent_until
    if taken_over(conversation, now) and silent is not None:
        text = "A promise to this customer is due now, and the bot is silent: please answer"
        again = Schedule(
            kind=FollowUpKind.PROMISE, at=waking.hours.polite(silent), step=waking.follow_up.step
        )
        return (_alarm(waking, text, "promise_due"), again)
    text = "A promise to this customer was not kept, and the bot may not say so"
    return (_URGENT, _alarm(waking, text, "promise_broken"), EndPromise(state=PromiseState.BROKEN))


def _alarm(waking: Waking, text: str, reason: str) -> Alert:
    people = waking.knowledge.settings.people_for(waking.conversation.case.topic, escalate=True)
    return Alert(text=text, reason=reason, priority=Priority.HIGH, people=people)
