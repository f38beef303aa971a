"""What people of the desk do beside answering: they promise a time, and let the bot say what it drafted."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.effects import (
    Alert,
    Cancel,
    Decision,
    Effect,
    EndPromise,
    HandOff,
    HandOffReason,
    MakePromise,
    MoveCase,
    Outcome,
    Reply,
    Say,
    Schedule,
    Withdraw,
)
from bot.model.message import DRAFT_OF, DUE, Inbound, Purpose
from bot.model.promise import PromiseState
from bot.policy.people import owe_reassurance
from bot.policy.situation import draft_of
from bot.policy.timing import Timetable

_WAITS_NO_MORE = frozenset(FollowUpKind) - {FollowUpKind.PROMISE, FollowUpKind.CLOCK, FollowUpKind.AGAIN}


class Unpromisable(StrEnum):
    """Why a time cannot be promised to a customer."""

    PAST = "past"
    CASE_OVER = "case_over"
    CLOSED = "closed"  # nobody is there then
    UNREACHABLE = "unreachable"  # the platform lets nobody write any more then


def unpromisable(
    conversation: Conversation, due: datetime, hours: Timetable, now: datetime
) -> Unpromisable | None:
    """Say why a person cannot promise a time here; None if they can."""
    if not conversation.case.is_open:
        return Unpromisable.CASE_OVER
    if due <= now:
        return Unpromisable.PAST
    if not hours.calendar.is_open(due):
        return Unpromisable.CLOSED
    return None if hours.reaches(due) else Unpromisable.UNREACHABLE


def promise(conversation: Conversation, event: Inbound, hours: Timetable, now: datetime) -> Decision:
    """Tell the customer the time a person promises, and owe it; a time that cannot be kept is not told."""
    agent, due = event.payload["agent"], datetime.fromisoformat(event.payload[DUE])
    fault = unpromisable(conversation, due, hours, now)
    if fault is not None:
        told = Alert(text=f"{agent}'s promise was not told to the customer ({fault})", reason="not_promised")
        return Decision(rule="promise", outcome=Outcome.SILENT, effects=(told,), why=(f"{fault}",))
    asked: tuple[Effect, ...] = (HandOff(reason=HandOffReason.PROMISED),)
    effects = (
        Withdraw(follow_ups_only=True),
        *(() if conversation.case.is_for_people else asked),
        Cancel(kinds=_WAITS_NO_MORE),
        MakePromise(at=due),
        *owe_reassurance(hours, now, due),
        Reply(template="_human_soon", purpose=Purpose.PROMISE, agent=agent),
    )
    return Decision(
        rule="promise", outcome=Outcome.ACKNOWLEDGE, effects=effects, why=(f"{agent} promises a time",)
    )


def approve(conversation: Conversation, event: Inbound, hours: Timetable, closing: datetime) -> Decision:
    """Say a draft as it is, if it still answers the customer's last words; silence closes at `closing`."""
    agent, state = event.payload["agent"], conversation.state
    if event.payload[DRAFT_OF] != draft_of(state):
        told = Alert(text="A draft was not sent: the customer had written again", reason="draft_outdated")
        return Decision(
            rule="approve", outcome=Outcome.SILENT, effects=(told,), why=("the draft is out of date",)
        )
    if conversation.case.status is not CaseStatus.WAITING_FOR_AGENT:
        return Decision(rule="approve", outcome=Outcome.SILENT, why=("the customer has been answered",))
    effects = (
        Withdraw(),
        EndPromise(state=PromiseState.KEPT),
        Cancel(kinds=frozenset(FollowUpKind)),
        MoveCase(status=CaseStatus.ANSWERED),
        Schedule(kind=FollowUpKind.GIVE_UP, at=hours.polite(closing)),
        Say(text=event.text, agent=agent, signed=False),
    )
    why = (f"{agent} approves the draft",)
    return Decision(rule="approve", outcome=Outcome.ANSWER, effects=effects, why=why)
