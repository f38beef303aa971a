"""Who is answered first: the moment since which a case counts as waiting, and the facts it rests on.

A fact counts as if its customer had begun to wait that much sooner. So waiting decides among equals, and as
no fact counts more than its weight, nobody is passed over for longer than all the weights together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from bot.knowledge.tone import Tone
from bot.model.case import CaseStatus, Priority
from bot.model.conversation import Conversation
from bot.model.hand_off import HandOffReason
from bot.model.message import Surface
from bot.model.sla import Clock, ClockName
from bot.model.standing import Fact, FactKind
from bot.policy.situation import promise_of
from bot.settings.values import Weights

MOST_TIMES = 4
"""Coming back more often than so many times more counts no further."""

_NOTHING = timedelta(0)


def place_of(
    conversation: Conversation, facts: tuple[Fact, ...], weights: Weights, now: datetime
) -> datetime:
    """Give the moment since which the case counts as waiting: the earliest comes first.

    While it waits, a case that began in another conversation keeps at least the place it has there.
    """
    since = conversation.unanswered_since or conversation.state.heard_at or now
    ahead = max(_ahead_of_promise(conversation, weights, since), _ahead_of_clock(facts, weights, since))
    place = since - ahead - sum((weight_of(fact, weights) for fact in facts), _NOTHING)
    case = conversation.case
    waits = conversation.guest and case.status is CaseStatus.WAITING_FOR_AGENT
    return min(place, case.place) if waits and case.place is not None else place


def facts_of(conversation: Conversation, weights: Weights, clocks: tuple[Clock, ...]) -> tuple[Fact, ...]:
    """Give what makes a case more urgent, the gravest first; `clocks` are those that run in it."""
    found = {fact.kind: fact for fact in _facts(conversation, clocks)}
    public = FactKind.PUBLIC in found and weights.public > _NOTHING
    told = {FactKind.FOREIGN, *((FactKind.PUBLIC,) if public else ())}
    return tuple(
        fact
        for kind in FactKind
        if (fact := found.get(kind)) is not None
        if kind in told or weight_of(fact, weights) > _NOTHING
    )


def weight_of(fact: Fact, weights: Weights) -> timedelta:
    """Give how much sooner a customer counts as having begun to wait, for one fact."""
    match fact.kind:
        case FactKind.URGENT | FactKind.ANGER | FactKind.REFERENCE | FactKind.BROKEN:
            weight: timedelta = getattr(weights, fact.kind.value)
            return weight
        case FactKind.CONTACTS | FactKind.SAYS_AGAIN:
            return weights.again * min(MOST_TIMES, max(0, fact.number - 1))
        case FactKind.REACH:
            reached = (span for least, span in weights.reach.items() if fact.number >= least)
            return max(reached, default=_NOTHING)
        case FactKind.SPREAD:
            spread = (span for least, span in weights.spread.items() if fact.number >= least)
            return max(spread, default=_NOTHING)
        case FactKind.PUBLIC | FactKind.FOREIGN:
            return _NOTHING  # the clock of a post says how much; what is somebody else's says nothing
        case FactKind.SELF_HARM | FactKind.THREAT | FactKind.MINOR | FactKind.LEGAL | FactKind.SCANDAL:
            return weights.risk.get(fact.kind.value, _NOTHING)


def _facts(conversation: Conversation, clocks: tuple[Clock, ...]) -> Iterator[Fact]:
    case, signals = conversation.case, conversation.case.signals
    yield from (Fact(kind=FactKind(tone)) for tone in signals.heard if tone in _RISKS)
    if case.priority is Priority.HIGH:
        yield Fact(kind=FactKind.URGENT)
    if Tone.INSULT in signals.heard or case.reason == HandOffReason.ANGRY:
        yield Fact(kind=FactKind.ANGER)
    if signals.said > signals.contacts:
        yield Fact(kind=FactKind.SAYS_AGAIN, number=signals.said)
    else:
        yield Fact(kind=FactKind.CONTACTS, number=signals.contacts)
    if signals.quoted:
        yield Fact(kind=FactKind.REFERENCE, number=signals.quoted)
    if signals.foreign:
        yield Fact(kind=FactKind.FOREIGN, number=signals.foreign)
    promise = promise_of(conversation)
    if promise is not None and promise.step:
        yield Fact(kind=FactKind.BROKEN, number=promise.step)
    if conversation.surface is Surface.PUBLIC:
        due = [clock.due for clock in clocks if clock.name is ClockName.PUBLIC_ANSWER]
        yield from (Fact(kind=FactKind.PUBLIC, number=int(at.timestamp())) for at in due)
        yield Fact(kind=FactKind.SPREAD, number=signals.spread)
    yield Fact(kind=FactKind.REACH, number=conversation.contact.followers or 0)
    if conversation.guest:
        yield from (fact for fact in case.facts if fact.kind in _OF_A_PLACE)


_OF_A_PLACE = frozenset({FactKind.PUBLIC, FactKind.SPREAD, FactKind.REACH})
"""What is known only where the case began, and holds for it everywhere."""

_RISKS = frozenset({Tone.SELF_HARM, Tone.THREAT, Tone.MINOR, Tone.LEGAL, Tone.SCANDAL})

COUNTED: Mapping[Tone, str] = {tone: tone.value for tone in (*sorted(_RISKS), Tone.INSULT)}
"""The tones that are remembered of a case."""


def _ahead_of_promise(conversation: Conversation, weights: Weights, since: datetime) -> timedelta:
    promise = promise_of(conversation)
    return _ahead(promise.at, weights.promise, since) if promise is not None else _NOTHING


def _ahead_of_clock(facts: tuple[Fact, ...], weights: Weights, since: datetime) -> timedelta:
    due = next((fact.number for fact in facts if fact.kind is FactKind.PUBLIC), None)
    if due is None:
        return _NOTHING
    return _ahead(datetime.fromtimestamp(due, since.tzinfo), weights.public, since)


def _ahead(due: datetime, lead: timedelta, since: datetime) -> timedelta:
    """Count from `lead` before the time that is due, where that is sooner; never more than `lead`."""
    return min(lead, max(_NOTHING, since - (due - lead)))
