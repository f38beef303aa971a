"""A whole turn as one pure function: everything that waits in a conversation, decided in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby
from json import dumps

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, FollowUp, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.draft import DraftState
from bot.model.effects import Cancel, Decision, EndDraft, HandOff, Outcome, Schedule, Understood, Withdraw
from bot.model.incident import Incident, Reading
from bot.model.message import FROM_CUSTOMER, Inbound, InboundKind, Surface
from bot.model.traits import Traits
from bot.model.turn import DecisionRecord, TurnResult, Waiting, Work
from bot.policy.apply import Draft, apply
from bot.policy.authors import is_automatic
from bot.policy.clocks import next_look, running
from bot.policy.compose import compose
from bot.policy.decide import decide
from bot.policy.events import decide_event
from bot.policy.incidents.readings import reading_of
from bot.policy.loops import paced
from bot.policy.noticing import follows, further, noticed
from bot.policy.people import owe_reassurance
from bot.policy.priority import facts_of, place_of
from bot.policy.queued_posts import tell_of_posts
from bot.policy.reassurances import reassure_later
from bot.policy.repeating import remember_post, waiting_posts
from bot.policy.rewriting import as_edited
from bot.policy.sharing import tell_places
from bot.policy.situation import is_draft, promise_of
from bot.policy.text import plain
from bot.policy.timing import timetable
from bot.policy.wake import wake
from bot.policy.waking import Waking

_YIELDING = frozenset({FollowUpKind.REASSURE, FollowUpKind.CHECK, FollowUpKind.REMIND})
_OVERTAKEN = frozenset({FollowUpKind.CHECK, FollowUpKind.REMIND, FollowUpKind.GIVE_UP})
"""What the customer's next message makes pointless."""


def take_turn(work: Work, knowledge: Knowledge, traits: Traits, now: datetime) -> TurnResult:
    """Decide on all that waits, oldest first: a burst of a customer's messages is one decision; pure."""
    draft = Draft(conversation=work.conversation, now=now, waiting_draft=work.draft)
    records: list[DecisionRecord] = []
    readings: list[Reading] = []
    for group in _groups(as_edited(work.waiting)):
        messages = tuple(item.inbound for item in group)
        decision = _decide_group(draft, messages, knowledge, traits, work.incidents)
        for effect in decision.effects:
            apply(draft, effect)
        state, public = draft.conversation.state, draft.conversation.surface is Surface.PUBLIC
        reply_to = state.heard_id if public else ""
        letters = compose(draft, decision, knowledge, traits, reply_to=reply_to)
        draft.letters.extend(letters)
        remember_post(draft, messages, decision, letters, knowledge)
        records.append(_record(decision, group, draft))
        readings += reading_of(decision, group, knowledge)
    _leave_no_post(draft)
    draft.tell = (*draft.tell, *tell_places(work.conversation, draft, [record.rule for record in records]))
    _set_clock(draft, knowledge, traits)
    _set_place(draft, knowledge, traits)
    return TurnResult(
        conversation=draft.conversation,
        done=tuple(item.id for item in work.waiting),
        letters=tuple(draft.letters),
        schedule=tuple(draft.schedule),
        cancel=frozenset(draft.cancel),
        withdraw=draft.withdraw,
        promises=tuple(draft.promises),
        drafts=tuple(draft.drafts),
        feedback=tuple(draft.feedback),
        approvals=tuple(draft.approvals),
        wait_over=draft.wait_over,
        ties=tuple(draft.ties),
        left=draft.left,
        mute=draft.mute,
        lifted_by=draft.lifted_by,
        tasks=tuple(draft.tasks),
        close_tasks=draft.close_tasks,
        decisions=tuple(records),
        tell=draft.tell,
        revision=work.revision,
        attach=tuple(draft.attach),
        readings=tuple(readings),
        now=now,
    )


def _groups(waiting: Sequence[Waiting]) -> Iterator[tuple[Waiting, ...]]:
    """Give runs of one author's messages as one group each, and every other event by itself."""
    # how far a post spread is known first: it must not part the messages of a burst
    for author, run in groupby(sorted(waiting, key=_is_said), key=_writer):
        if author:
            yield tuple(run)
        else:
            yield from ((item,) for item in sorted(run, key=_yields))


def _is_said(item: Waiting) -> bool:
    return item.inbound.kind is not InboundKind.SPREAD


def _writer(item: Waiting) -> str:
    """Name who wrote a message; "" for an event that is no message."""
    inbound = item.inbound
    if inbound.kind not in FROM_CUSTOMER:
        return ""
    # in public each thread is a place of its own, where an answer is looked for
    place = inbound.thread if inbound.surface is Surface.PUBLIC else ""
    about = " about us" if inbound.overheard else ""
    return f"by {inbound.author.id} in {place}{about}"


def _yields(item: Waiting) -> bool:
    """Whether an event may be left unsaid when something else is said: it is decided last."""
    inbound = item.inbound
    return inbound.kind is InboundKind.FOLLOW_UP and FollowUpKind(inbound.payload["kind"]) in _YIELDING


def _decide_group(
    draft: Draft,
    messages: tuple[Inbound, ...],
    knowledge: Knowledge,
    traits: Traits,
    incidents: Sequence[Incident],
) -> Decision:
    first = messages[0]
    if first.kind in FROM_CUSTOMER:
        return _decide_messages(draft, messages, knowledge, traits, incidents)
    if first.kind is InboundKind.SPREAD:
        draft.change_case(signals=further(draft.conversation.case.signals, first))
    if first.kind is InboundKind.FOLLOW_UP:
        return _wake(draft, _follow_up(first), knowledge, traits)
    return decide_event(
        draft.conversation,
        first,
        knowledge,
        draft.now,
        traits=traits,
        draft=draft.waiting_draft,
        incidents=incidents,
    )


def _wake(draft: Draft, follow_up: FollowUp, knowledge: Knowledge, traits: Traits) -> Decision:
    """Decide on a follow-up, unless this very turn has answered what it was about."""
    conversation, now = draft.conversation, draft.now
    if follow_up.kind not in draft.cancel:
        if follow_up.kind is FollowUpKind.REASSURE and draft.letters:
            waking = Waking(
                conversation=conversation,
                follow_up=follow_up,
                knowledge=knowledge,
                traits=traits,
                now=now,
            )
            return reassure_later(waking)
        return wake(conversation, follow_up, knowledge, now, traits=traits)
    why = "the customer wrote as it fell due"
    return Decision(rule=f"wake_{follow_up.kind}", outcome=Outcome.SILENT, why=(why,))


def _decide_messages(
    draft: Draft,
    messages: tuple[Inbound, ...],
    knowledge: Knowledge,
    traits: Traits,
    incidents: Sequence[Incident],
) -> Decision:
    """The customer wrote: queued follow-ups are out of date, and questions asked before are over."""
    author = messages[-1].author
    if is_automatic(author, knowledge) or messages[-1].overheard:
        return decide(draft.conversation, messages, knowledge, draft.now, traits=traits)
    _count_repeats(draft, messages)
    heard_at = max(message.occurred_at for message in messages)
    last_heard = draft.conversation.state.heard_at
    draft.remember(answered_in=paced(draft.conversation, messages))
    # whoever writes has not blocked us, or no longer
    draft.remember(blocked=False, heard_at=heard_at, heard_id=messages[-1].message_id, spoken=0)
    draft.remember(thread=messages[-1].thread)
    decision = decide(draft.conversation, messages, knowledge, draft.now, traits=traits, incidents=incidents)
    signals = noticed(draft.conversation, messages, decision.tones, last_heard)
    draft.change_case(signals=signals, previous=follows(draft.conversation, signals))
    _begin_ladder(draft, knowledge, traits)
    apply(draft, EndDraft(state=DraftState.STALE))
    apply(draft, Withdraw(follow_ups_only=True))
    apply(draft, Cancel(kinds=_OVERTAKEN))
    draft.remember(offered=(), filling=None, tying=0, language=decision.language)
    silent = draft.conversation.state.silent_until
    if silent is not None and silent <= draft.now:
        draft.remember(agent="", silent_until=None)
    return decision


def _begin_ladder(draft: Draft, knowledge: Knowledge, traits: Traits) -> None:
    """A customer who waits for a person has just been heard: reassurances are counted from now."""
    conversation = draft.conversation
    waits = conversation.case.status is CaseStatus.WAITING_FOR_AGENT and not conversation.state.wants_quiet
    if not waits or conversation.guest or is_draft(conversation, knowledge):
        return
    promised = promise_of(conversation)
    hours = timetable(conversation, knowledge, traits)
    for effect in owe_reassurance(hours, draft.now, promised.at if promised is not None else None):
        apply(draft, effect)


def _count_repeats(draft: Draft, messages: tuple[Inbound, ...]) -> None:
    state = draft.conversation.state
    text = plain(messages[-1].button or messages[-1].text)
    lately = bool(state.automatic) and draft.now - state.automatic[-1] < timedelta(hours=1)
    repeats = state.repeats + 1 if lately and text and text == state.last_text else 0
    draft.remember(last_text=text, repeats=repeats)


def _leave_no_post(draft: Draft) -> None:
    """What took the bot's turn away from posts that wait leaves them to people."""
    if not any(item.kind is FollowUpKind.AGAIN for item in draft.conversation.follow_ups):
        for effect in tell_of_posts(waiting_posts(draft.conversation)):
            apply(draft, effect)


def _set_clock(draft: Draft, knowledge: Knowledge, traits: Traits) -> None:
    """Owe ourselves a look at the clocks when the next of them nears its end."""
    conversation = draft.conversation
    answered = draft.wait_over or any(letter.purpose.answers for letter in draft.letters)
    if answered:
        conversation = replace(conversation, unanswered_since=None)
    at = next_look(conversation, knowledge, traits)
    if at is not None:
        apply(draft, Schedule(kind=FollowUpKind.CLOCK, at=max(at, draft.now)))
    elif any(item.kind is FollowUpKind.CLOCK for item in conversation.follow_ups):
        apply(draft, Cancel(kinds=frozenset({FollowUpKind.CLOCK})))


def _set_place(draft: Draft, knowledge: Knowledge, traits: Traits) -> None:
    """Say where a case that waits for a person stands among the others."""
    conversation, weights = draft.conversation, knowledge.settings.priority
    if not conversation.case.is_for_people:
        draft.change_case(place=None, facts=())
        return
    facts = facts_of(conversation, weights, running(conversation, knowledge, traits))
    draft.change_case(facts=facts, place=place_of(conversation, facts, weights, draft.now))


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
