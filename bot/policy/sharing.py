"""One case in several conversations of one person: what happens in one of them is heard in the others."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Conversation, Place
from bot.model.effects import Cancel, Decision, Effect, EndPromise, Outcome, Reply, WaitOver, Withdraw
from bot.model.message import CASE, WHAT, Inbound, InboundKind, Purpose, Shared, Surface
from bot.model.promise import PromiseEnded, PromiseState
from bot.model.traits import Traits
from bot.policy.apply import Draft
from bot.policy.closing_words import CLOSED, closing_words
from bot.policy.limits import room_left, said_enough
from bot.policy.sensitive import MINDED, minded
from bot.policy.situation import is_muted

_QUIET = Cancel(kinds=frozenset(FollowUpKind) - {FollowUpKind.GIVE_UP, FollowUpKind.AGAIN})


def tell_places(before: Conversation, draft: Draft, rules: Collection[str]) -> tuple[Inbound, ...]:
    """Make the events by which the other conversations of a case hear what a turn, by its `rules`, did."""
    after = draft.conversation
    if not before.places or before.case.number != after.case.number:
        return ()
    what = _happened(before, draft, rules)
    return tuple(_event(after, place, what, draft.now) for place in before.places) if what else ()


def _happened(before: Conversation, draft: Draft, rules: Collection[str]) -> Shared | None:
    status = draft.conversation.case.status
    if status is CaseStatus.CLOSED and before.case.status is not CaseStatus.CLOSED:
        said = "close" in rules or any(letter.template == CLOSED for letter in draft.letters)
        return Shared.CLOSED if said else Shared.OVER
    if status is CaseStatus.RESOLVED and before.case.status is not CaseStatus.RESOLVED:
        return Shared.OVER
    kept = PromiseEnded(state=PromiseState.KEPT)
    return Shared.ANSWERED if kept in draft.promises else None


def _event(conversation: Conversation, place: Place, what: Shared, now: datetime) -> Inbound:
    number = conversation.case.number
    return Inbound(
        channel=place.channel,
        account=place.account,
        event_key=f"shared:{number}:{what}:{conversation.id}:{conversation.version}",
        conversation_key=place.key,
        author=conversation.contact,
        kind=InboundKind.SHARED,
        surface=place.surface,
        occurred_at=now,
        received_at=now,
        payload={CASE: str(number), WHAT: what.value},
    )


def heard_of_case(
    conversation: Conversation, event: Inbound, knowledge: Knowledge, now: datetime, traits: Traits
) -> Decision:
    """Decide on what happened to the case elsewhere; a case that began here since is none of it."""
    what, number = Shared(event.payload[WHAT]), int(event.payload[CASE])
    if conversation.case.number != number:
        return _silent((), "the customer has a newer case here")
    if what is Shared.ANSWERED:
        over: tuple[Effect, ...] = (EndPromise(state=PromiseState.RELEASED), _QUIET, WaitOver())
        return _silent(over, "a person has answered in another conversation of this case")
    ended = (Withdraw(), Cancel(kinds=frozenset(FollowUpKind)), WaitOver())
    if what is Shared.OVER or conversation.state.wants_quiet or is_muted(conversation, now):
        return _silent(ended, f"the case is {conversation.case.status} in another conversation")
    return _closed(conversation, ended, knowledge, now, traits)


def _closed(
    conversation: Conversation, ended: tuple[Effect, ...], knowledge: Knowledge, now: datetime, traits: Traits
) -> Decision:
    """Say the closing word here too: in each thread of the customer's posts, as far as the caps allow."""
    why = "the case was closed in another conversation"
    enough = said_enough(conversation, knowledge, now) or (MINDED if minded(conversation) else "")
    if conversation.surface is Surface.PUBLIC and enough:
        words = closing_words(conversation, traits, 0)
        return _silent((*ended, *words), f"{why}; no notice here: {enough}")
    room = 0 if enough else max(room_left(conversation, knowledge, now) - 1, 0)
    told = Reply(template=CLOSED, purpose=Purpose.CLOSED, may_promise=False)
    effects = (*ended, *closing_words(conversation, traits, room), told)
    return Decision(rule="shared", outcome=Outcome.ANSWER, effects=effects, why=(why,))


def _silent(effects: tuple[Effect, ...], why: str) -> Decision:
    return Decision(rule="shared", outcome=Outcome.SILENT, effects=effects, why=(why,))
