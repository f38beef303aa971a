"""What people of the desk do beside answering: they promise a time, and let the bot say what it drafted."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.approval import ApprovalCounted, ApprovalEvent, ApprovalLost
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.draft import DraftState, Proposal, Refusal, WaitingDraft
from bot.model.effects import (
    Alert,
    Cancel,
    CountApproval,
    Decision,
    Effect,
    EndDraft,
    EndPromise,
    HandOff,
    LiftMute,
    MakePromise,
    MoveCase,
    MuteContact,
    Outcome,
    Reply,
    Say,
    SayDraft,
    Schedule,
    WaitOver,
    Withdraw,
)
from bot.model.hand_off import HandOffReason
from bot.model.message import DRAFT, DUE, REFUSED_FOR, UNTIL, WRITTEN_AT, Inbound, Purpose, Urgency
from bot.model.muting import Mute
from bot.model.promise import PromiseState
from bot.policy.people import owe_reassurance
from bot.policy.timing import Timetable

_ONLY_TELLS = frozenset({Purpose.HAND_OFF, Purpose.ACKNOWLEDGEMENT})
"""What only says that a person will answer: who waits then goes on waiting."""

_RIGHT_AFTER = timedelta(hours=1)
"""So soon after the bot's answer a person takes over because of it."""

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


def approve(
    conversation: Conversation,
    event: Inbound,
    draft: WaitingDraft | None,
    *,
    closing: datetime,
    check: datetime | None = None,
    needed: int = 0,
) -> Decision:
    """Say a draft, as it stands or in the person's own words; silence closes the case at `closing`.

    After an answer as it stands it is asked at `check` whether that solved it. A draft that waits no more is
    not said: the customer wrote again, or somebody was quicker. After `needed` approvals in a row such
    answers go by themselves.
    """
    agent, said = event.payload["agent"], event.text
    if draft is None or event.payload.get(DRAFT) != str(draft.id):
        return _outdated(conversation, "the draft waits no more", said)
    proposal = draft.proposal
    if proposal.promised is not None and proposal.promised <= event.received_at and not said:
        return _outdated(conversation, "the time that it tells is over")
    state = DraftState.EDITED if said else DraftState.APPROVED
    written_at = event.payload.get(WRITTEN_AT, "")
    effects: tuple[Effect, ...] = (
        Withdraw(),
        EndDraft(state=state, by=agent, said=said),
        *_counted(proposal, agent, needed, ApprovalEvent.EDITED if said else None),
        *(_answered(closing) if said else _after(proposal, closing, check)),
        Say(text=said, agent=agent, written_at=written_at)
        if said
        else SayDraft(proposal=proposal, agent=agent),
    )
    why = (f"{agent} {'changes' if said else 'approves'} the draft",)
    return Decision(rule="approve", outcome=Outcome.ANSWER, effects=effects, why=why)


def _outdated(conversation: Conversation, why: str, said: str = "") -> Decision:
    """Tell people that a draft did not go, where the customer still waits or a person wrote words for it."""
    wrote = f". The words in its place were: {said}" if said else ""
    told = Alert(text=f"A draft was not sent: {why}{wrote}", reason="draft_outdated")
    waits = conversation.case.status is CaseStatus.WAITING_FOR_AGENT or bool(said)
    return Decision(rule="approve", outcome=Outcome.SILENT, effects=(told,) if waits else (), why=(why,))


def refuse(event: Inbound, draft: WaitingDraft | None) -> Decision:
    """Put a draft away as wrong: the customer goes on waiting for a person."""
    agent = event.payload["agent"]
    if draft is None or event.payload.get(DRAFT) != str(draft.id):
        why = ("the draft waits no more",)
        return Decision(rule="refuse", outcome=Outcome.SILENT, why=why)
    refusal = Refusal(event.payload[REFUSED_FOR])
    ended = EndDraft(state=DraftState.REFUSED, by=agent, refusal=refusal)
    lost = _counted(draft.proposal, agent, 0, ApprovalEvent.REFUSED)
    why = (f"{agent} refuses the draft: {refusal}",)
    return Decision(rule="refuse", outcome=Outcome.SILENT, effects=(ended, *lost), why=why)


def _counted(proposal: Proposal, agent: str, needed: int, lost: ApprovalEvent | None) -> tuple[Effect, ...]:
    """Count what a person thinks of an answer for its intent; what is no answer to one counts for none."""
    intent = proposal.intent
    if not intent or proposal.letter.purpose is not Purpose.ANSWER:
        return ()
    if lost is not None:
        return (CountApproval(change=ApprovalLost(event=lost, by=agent, intent=intent)),)
    counted = ApprovalCounted(intent=intent, confidence=proposal.confidence, by=agent, needed=needed)
    return (CountApproval(change=counted),)


def taken_over_after(conversation: Conversation, agent: str, now: datetime) -> tuple[Effect, ...]:
    """Count it against an answer that a person takes the conversation over right after it."""
    case, used = conversation.case, conversation.state.used
    last = used[-1] if used else None
    if last is None or case.is_for_people or not case.intent or last.template != case.intent:
        return ()
    if now - last.at > _RIGHT_AFTER:
        return ()
    lost = ApprovalLost(event=ApprovalEvent.TAKEN_OVER, by=agent, intent=case.intent)
    return (CountApproval(change=lost),)


def _after(proposal: Proposal, closing: datetime, check: datetime | None) -> tuple[Effect, ...]:
    """What a draft leaves once it is sent: a customer who still waits, or one who has an answer."""
    letter, promised = proposal.letter, proposal.promised
    told = (MakePromise(at=promised),) if promised is not None else ()
    if letter.purpose in _ONLY_TELLS or letter.urgency is Urgency.PROMISE:
        return told
    asked = (Schedule(kind=FollowUpKind.CHECK, at=check),) if check is not None else ()
    if not told:
        return (*_answered(closing), *(asked if letter.purpose is Purpose.ANSWER else ()))
    return (EndPromise(state=PromiseState.KEPT), HandOff(reason=HandOffReason.PROMISED), *told)


def _answered(closing: datetime) -> tuple[Effect, ...]:
    return (
        EndPromise(state=PromiseState.KEPT),
        Cancel(kinds=frozenset(FollowUpKind)),
        MoveCase(status=CaseStatus.ANSWERED),
        Schedule(kind=FollowUpKind.GIVE_UP, at=closing),
    )


def mute(conversation: Conversation, event: Inbound) -> Decision:
    """Say nothing automatic to a contact until a time: what is queued is taken back, nothing is owed.

    A case that is followed in other places too goes on there.
    """
    agent, until = event.payload["agent"], datetime.fromisoformat(event.payload[UNTIL])
    effects = (
        MuteContact(mute=Mute(agent=agent, reason=event.text, until=until)),
        Withdraw(),
        Cancel(kinds=frozenset(FollowUpKind)),
        *(() if conversation.places else (MoveCase(status=CaseStatus.ANSWERED),)),
        WaitOver(),
    )
    why = f"{agent} mutes the contact until {until:%Y-%m-%d %H:%M} UTC: {event.text}"
    return Decision(rule="mute", outcome=Outcome.SILENT, effects=effects, why=(why,))


def unmute(event: Inbound) -> Decision:
    """Let the bot speak to a contact again."""
    agent = event.payload["agent"]
    why = f"{agent} lets the bot answer the contact again"
    return Decision(rule="unmute", outcome=Outcome.SILENT, effects=(LiftMute(agent=agent),), why=(why,))
