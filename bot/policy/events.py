"""What our own events mean: a person answers, takes over, hands back or closes; the contact blocks us."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.knowledge.library import Knowledge
from bot.model.approval import ApprovalEvent, ApprovalLost
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.draft import WaitingDraft
from bot.model.effects import (
    Alert,
    Block,
    Cancel,
    CountApproval,
    Decision,
    Effect,
    EndPromise,
    HandBack,
    HandOff,
    MoveCase,
    Outcome,
    PostsSettled,
    Reply,
    Revise,
    Reword,
    Say,
    Schedule,
    TakeOver,
    WaitOver,
    Withdraw,
)
from bot.model.hand_off import HandOffReason
from bot.model.incident import Incident
from bot.model.message import (
    DELETED,
    FILE,
    HOLD,
    MASKED,
    REACTIONS,
    WRITTEN_AT,
    Earlier,
    Inbound,
    InboundKind,
    Media,
    MediaKind,
    Purpose,
    Surface,
)
from bot.model.promise import PromiseState
from bot.model.traits import Traits
from bot.policy import agents
from bot.policy.closing_words import closing_words
from bot.policy.incidents.telling import tell_news
from bot.policy.limits import room_left, said_enough
from bot.policy.public import refused
from bot.policy.public_first import closing_line, remind_agent, settled, why_settled
from bot.policy.sensitive import MINDED, minded
from bot.policy.sharing import heard_of_case
from bot.policy.situation import promise_of, taken_over
from bot.policy.timing import Timetable, timetable

_ALL = frozenset(FollowUpKind)
_GONE = (Withdraw(), Cancel(kinds=_ALL))


def decide_event(  # noqa: C901, PLR0911, PLR0912 - an arm a kind
    conversation: Conversation,
    event: Inbound,
    knowledge: Knowledge,
    now: datetime,
    *,
    traits: Traits,
    draft: WaitingDraft | None = None,
    incidents: Sequence[Incident] = (),
) -> Decision:
    """Decide on an event that is neither a customer's message nor a follow-up; pure.

    `draft` is what waits to be approved.
    """
    unsaid = refused(event)
    if unsaid is not None:
        return unsaid
    match event.kind:
        case InboundKind.AGENT_REPLY:
            told, hours = remind_agent(conversation), timetable(conversation, knowledge, traits)
            answered = _agent_reply(event, knowledge, hours, now, told)
            return _right_after(answered, conversation, event, now)
        case InboundKind.TAKE_OVER:
            hours = timetable(conversation, knowledge, traits)
            taken = (
                _answered_elsewhere(event, knowledge, hours, now)
                if event.text
                else _take_over(event, knowledge)
            )
            return _right_after(taken, conversation, event, now)
        case InboundKind.HAND_BACK:
            return _hand_back(conversation)
        case InboundKind.CLOSE:
            return _close(conversation, event, knowledge, now, traits)
        case InboundKind.PROMISE:
            return agents.promise(conversation, event, timetable(conversation, knowledge, traits), now)
        case InboundKind.APPROVE:
            hours = timetable(conversation, knowledge, traits)
            return agents.approve(
                conversation,
                event,
                draft,
                closing=hours.polite(now + hours.follow_ups.give_up_after),
                check=_check_at(conversation, knowledge, hours, now),
                needed=knowledge.settings.approval.graduate_after,
            )
        case InboundKind.REFUSE:
            return agents.refuse(event, draft)
        case InboundKind.CORRECT | InboundKind.TAKE_BACK:
            return _revised(event)
        case InboundKind.MUTE:
            return agents.mute(conversation, event)
        case InboundKind.UNMUTE:
            return agents.unmute(event)
        case InboundKind.BLOCKED:
            effects = (*_tell_waiting(conversation), Block(blocked=True), *_GONE)
            return _decision("blocked", effects, "the contact blocked the account")
        case InboundKind.UNBLOCKED:
            return _decision("unblocked", (Block(blocked=False),), "the contact is back")
        case InboundKind.SPREAD:
            return _decision("spread", (), f"reposted, quoted or liked {event.payload[REACTIONS]} times")
        case InboundKind.EDIT:
            return _decision("edited", _tell_edited(conversation, event), "edited after it had been read")
        case InboundKind.DELETE:
            return _deleted(conversation, event)
        case InboundKind.INCIDENT:
            return tell_news(conversation, event, incidents, knowledge, now, traits=traits)
        case InboundKind.REWORD:
            return _reword(conversation, event, now)
        case InboundKind.SHARED:
            return heard_of_case(conversation, event, knowledge, now, traits)
        case InboundKind.SETTLED:
            return closing_line(conversation, event, knowledge, now, traits)
        case InboundKind.MESSAGE | InboundKind.BUTTON | InboundKind.FOLLOW_UP:
            raise AssertionError(f"{event.kind} is decided elsewhere")


def _right_after(decision: Decision, conversation: Conversation, event: Inbound, now: datetime) -> Decision:
    """Count it where a person steps in right after an answer of the bot's."""
    counted = agents.taken_over_after(conversation, event.payload["agent"], now)
    return replace(decision, effects=(*counted, *decision.effects))


def _check_at(
    conversation: Conversation, knowledge: Knowledge, hours: Timetable, now: datetime
) -> datetime | None:
    """Give when to ask whether an answer solved it; None where that is not asked, or was."""
    intent = knowledge.intents.get(conversation.case.intent)
    asked = conversation.state.asked_about == conversation.case.number
    if intent is None or intent.follow_up is None or asked or conversation.surface is Surface.PUBLIC:
        return None
    return hours.polite(now + intent.follow_up)


def _waits(conversation: Conversation) -> bool:
    """Whether people are at work for this customer, or owe them something."""
    people = {CaseStatus.WAITING_FOR_AGENT, CaseStatus.WITH_AGENT}
    return conversation.case.status in people or promise_of(conversation) is not None


def _tell_waiting(conversation: Conversation) -> tuple[Effect, ...]:
    """Let people know that their answer cannot reach the customer."""
    if not _waits(conversation):
        return ()
    text = "the customer has blocked the account: nothing can be sent to them until they unblock it"
    return (Alert(text=text, reason="blocked"),)


def _tell_edited(conversation: Conversation, event: Inbound) -> tuple[Effect, ...]:
    """Let people know what a message they are to answer says now, and of personal data it shows now."""
    if not event.text or not (_waits(conversation) or MASKED in event.payload):
        return ()
    return (Alert(text=f"the customer changed a message, which now reads: {event.text}", reason="edited"),)


def _agent_reply(
    event: Inbound, knowledge: Knowledge, hours: Timetable, now: datetime, told: tuple[Effect, ...]
) -> Decision:
    agent = event.payload["agent"]
    said = Say(
        text=event.text,
        agent=agent,
        media=_files(event),
        written_at=event.payload.get(WRITTEN_AT, ""),
        hold=timedelta(seconds=float(event.payload.get(HOLD, "0"))),
    )
    effects = (*told, *_answered(agent, knowledge, hours, now), said)
    return _decision("agent_reply", effects, f"{agent} answers", outcome=Outcome.ANSWER)


def _files(event: Inbound) -> tuple[Media, ...]:
    kind, _, reference = event.payload.get(FILE, "").partition(":")
    return (Media(kind=MediaKind(kind), reference=reference),) if reference else ()


def _answered_elsewhere(event: Inbound, knowledge: Knowledge, hours: Timetable, now: datetime) -> Decision:
    """A person wrote to the customer past this program: that is an answer, and nothing is left to be sent."""
    agent = event.payload["agent"]
    effects = (*_answered(agent, knowledge, hours, now), WaitOver())
    return _decision("take_over", effects, f"{agent} has answered on the platform itself")


def _answered(agent: str, knowledge: Knowledge, hours: Timetable, now: datetime) -> tuple[Effect, ...]:
    settings = knowledge.settings
    return (
        Withdraw(),
        EndPromise(state=PromiseState.KEPT),
        Cancel(kinds=_ALL),
        TakeOver(agent=agent, silence=settings.handoff.silence_bot_for),
        MoveCase(status=CaseStatus.WITH_AGENT),
        Schedule(kind=FollowUpKind.GIVE_UP, at=hours.polite(now + settings.follow_ups.give_up_after)),
    )


def _deleted(conversation: Conversation, event: Inbound) -> Decision:
    """What was asked is taken back; that an older message was tidied away takes nothing back."""
    which, last = event.payload.get(DELETED, ""), conversation.state.heard_id
    if which and last and last not in which.split(","):
        earlier = (PostsSettled(ids=tuple(which.split(","))),)
        return _decision("deleted", earlier, "an earlier message was deleted")
    gone = tuple(which.split(",")) if which else (last,)
    return _decision("deleted", (PostsSettled(ids=gone), *_GONE), "the customer deleted the message")


def _reword(conversation: Conversation, event: Inbound, now: datetime) -> Decision:
    """The platform has had these words before: the same is said otherwise, unless it is not to be said."""
    if event.letter is None or conversation.state.wants_quiet or taken_over(conversation, now):
        return _decision("reword", (), "the words were refused, and nothing automatic is to be said any more")
    why = f"the platform takes the same words only once: variant {event.letter.variant} was refused"
    effect = Reword(letter=event.letter)
    return _decision("reword", (effect,), why, outcome=Outcome.ANSWER, language=event.letter.language)


def _take_over(event: Inbound, knowledge: Knowledge) -> Decision:
    agent = event.payload["agent"]
    effects = (
        Withdraw(),
        TakeOver(agent=agent, silence=knowledge.settings.handoff.silence_bot_for),
        MoveCase(status=CaseStatus.WITH_AGENT),
    )
    return _decision("take_over", effects, f"{agent} takes over")


def _hand_back(conversation: Conversation) -> Decision:
    if not conversation.case.is_open:
        return _decision("hand_back", (HandBack(),), "the bot may answer again; the case stays as it is")
    if any(item.kind is FollowUpKind.GIVE_UP for item in conversation.follow_ups):
        answered = (HandBack(), MoveCase(status=CaseStatus.ANSWERED))
        return _decision("hand_back", answered, "the bot may answer again")
    reason = HandOffReason(conversation.case.reason or HandOffReason.PEOPLE_ONLY)
    waiting = (HandBack(), MoveCase(status=CaseStatus.WAITING_FOR_AGENT), HandOff(reason=reason))
    return _decision("hand_back", waiting, "the bot may answer again; the customer still waits for a person")


def _close(
    conversation: Conversation, event: Inbound, knowledge: Knowledge, now: datetime, traits: Traits
) -> Decision:
    promised = promise_of(conversation) is not None
    owed = promised or conversation.case.status is CaseStatus.WAITING_FOR_AGENT
    effects: tuple[Effect, ...] = (
        Withdraw(),
        Cancel(kinds=_ALL),
        HandBack(),
        MoveCase(status=CaseStatus.CLOSED),
        *settled(conversation),
    )
    who = event.payload.get("agent", "a person")
    closes = "; ".join((f"{who} closes the case", *why_settled(conversation)))
    if conversation.state.wants_quiet:
        return _decision("close", effects, closes)
    enough = said_enough(conversation, knowledge, now) or (MINDED if minded(conversation) else "")
    room = 0 if enough else room_left(conversation, knowledge, now) - owed
    effects = (*effects, *closing_words(conversation, traits, max(room, 0)))
    if not owed:
        outcome = Outcome.ANSWER if any(_is_said(effect) for effect in effects) else Outcome.SILENT
        return _decision("close", effects, closes, outcome=outcome)
    if conversation.surface is Surface.PUBLIC and enough:
        return _decision("close", effects, f"{who} closes the case without notice: {enough}")
    told = Reply(template="_closed", purpose=Purpose.CLOSED, may_promise=False)
    waited = "a promise was open" if promised else "nobody had answered"
    why = f"{closes}; {waited}, so the customer is told"
    return _decision("close", (*effects, told), why, outcome=Outcome.ANSWER)


def _is_said(effect: Effect) -> bool:
    return isinstance(effect, Reply) and not effect.prepared


def _revised(event: Inbound) -> Decision:
    """A person changes or takes back what was said; who answers, and what is owed, stays as it is."""
    agent, told = event.payload["agent"], event.payload
    earlier = Earlier(outbound=int(told["outbound"]), id=told["id"], with_file="file" in told)
    corrected = ApprovalLost(event=ApprovalEvent.CORRECTED, by=agent, outbound=earlier.outbound)
    lost = CountApproval(change=corrected)
    if event.kind is InboundKind.CORRECT:
        effects = (lost, Revise(earlier=earlier, agent=agent, text=event.text))
        return _decision("correct", effects, f"{agent} corrects a message")
    return _decision(
        "take_back", (lost, Revise(earlier=earlier, agent=agent)), f"{agent} takes a message back"
    )


def _decision(
    rule: str, effects: tuple[Effect, ...], why: str, *, outcome: Outcome = Outcome.SILENT, language: str = ""
) -> Decision:
    return Decision(rule=rule, outcome=outcome, effects=effects, why=(why,), language=language)
