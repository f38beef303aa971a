"""A whole turn as one pure function: everything that waits in a conversation, decided in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from json import dumps

from bot.knowledge.library import Knowledge
from bot.model.case import FollowUp, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.effects import Cancel, Decision, HandOff, Understood, Withdraw
from bot.model.message import FROM_CUSTOMER, Inbound, InboundKind, Letter, Surface
from bot.model.traits import Traits
from bot.model.turn import DecisionRecord, TurnResult, Waiting, Work
from bot.policy.apply import Draft, apply
from bot.policy.compose import compose
from bot.policy.decide import decide
from bot.policy.events import decide_event
from bot.policy.text import plain
from bot.policy.wake import wake


def take_turn(work: Work, knowledge: Knowledge, traits: Traits, now: datetime) -> TurnResult:
    """Decide on all that waits, oldest first: a burst of a customer's messages is one decision; pure."""
    draft = Draft(conversation=work.conversation, now=now)
    letters: list[Letter] = []
    records: list[DecisionRecord] = []
    for group in _groups(work.waiting):
        messages = tuple(item.inbound for item in group)
        decision = _decide_group(draft, messages, knowledge, traits)
        for effect in decision.effects:
            apply(draft, effect)
        reply_to = messages[-1].message_id if draft.conversation.surface is Surface.PUBLIC else ""
        letters.extend(compose(draft, decision, knowledge, traits, reply_to=reply_to))
        records.append(_record(decision, group, draft))
    return TurnResult(
        conversation=draft.conversation,
        done=tuple(item.id for item in work.waiting),
        letters=tuple(letters),
        schedule=tuple(draft.schedule),
        cancel=frozenset(draft.cancel),
        withdraw=draft.withdraw,
        tasks=tuple(draft.tasks),
        close_tasks=draft.close_tasks,
        decisions=tuple(records),
        now=now,
    )


def _groups(waiting: Sequence[Waiting]) -> Iterator[tuple[Waiting, ...]]:
    """Give runs of customer's messages as one group each, and every other event by itself."""
    burst: list[Waiting] = []
    for item in waiting:
        if item.inbound.kind in FROM_CUSTOMER:
            burst.append(item)
            continue
        if burst:
            yield tuple(burst)
            burst = []
        yield (item,)
    if burst:
        yield tuple(burst)


def _decide_group(
    draft: Draft, messages: tuple[Inbound, ...], knowledge: Knowledge, traits: Traits
) -> Decision:
    first = messages[0]
    if first.kind in FROM_CUSTOMER:
        return _decide_messages(draft, messages, knowledge, traits)
    if first.kind is InboundKind.FOLLOW_UP:
        return wake(draft.conversation, _follow_up(first), knowledge, draft.now)
    return decide_event(draft.conversation, first, knowledge, draft.now)


def _decide_messages(
    draft: Draft, messages: tuple[Inbound, ...], knowledge: Knowledge, traits: Traits
) -> Decision:
    """The customer wrote: queued follow-ups are out of date, and questions asked before are over."""
    before = draft.conversation
    _count_repeats(draft, messages)
    decision = decide(draft.conversation, messages, knowledge, draft.now, traits=traits)
    apply(draft, Withdraw(follow_ups_only=True))
    apply(draft, Cancel(kinds=frozenset({FollowUpKind.CHECK, FollowUpKind.GIVE_UP})))
    draft.remember(offered=(), filling=None, language=decision.language)
    if before.state.agent and decision.rule != "with_agent":
        draft.remember(agent="", silent_until=None)
    return decision


def _count_repeats(draft: Draft, messages: tuple[Inbound, ...]) -> None:
    state = draft.conversation.state
    text = plain(messages[-1].button or messages[-1].text)
    repeats = state.repeats + 1 if text and text == state.last_text else 0
    draft.remember(last_text=text, repeats=repeats)


def _follow_up(event: Inbound) -> FollowUp:
    return FollowUp(
        kind=FollowUpKind(event.payload["kind"]),
        at=event.occurred_at,
        step=int(event.payload.get("step", "0")),
    )


def _record(decision: Decision, group: tuple[Waiting, ...], draft: Draft) -> DecisionRecord:
    return DecisionRecord(
        rule=decision.rule,
        outcome=decision.outcome.value,
        why=decision.why,
        inbound=tuple(item.id for item in group),
        detail=_detail(decision, draft.conversation),
        at=draft.now,
    )


def _detail(decision: Decision, conversation: Conversation) -> str:
    match = decision.match
    candidates = match.candidates if match is not None else ()
    understood = [effect.intent for effect in decision.effects if isinstance(effect, Understood)]
    handed_off = [effect.reason.value for effect in decision.effects if isinstance(effect, HandOff)]
    return dumps(
        {
            "language": decision.language,
            "intent": understood[0] if understood else "",
            "hand_off": handed_off[0] if handed_off else "",
            "status": conversation.case.status.value,
            "candidates": [
                {
                    "intent": item.intent,
                    "confidence": round(item.confidence, 3),
                    "example": item.example,
                    "source": item.source,
                }
                for item in candidates
            ],
        },
        ensure_ascii=True,
    )
