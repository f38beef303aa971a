"""Who is answered first: waiting decides among equals, facts count like waiting, and nobody starves."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.case import Case, CaseStatus, FollowUp, FollowUpKind, Priority
from bot.model.conversation import Conversation
from bot.model.message import Author, Surface
from bot.model.sla import Clock, ClockName
from bot.model.standing import Fact, FactKind, Signals
from bot.policy.priority import MOST_TIMES, facts_of, place_of
from bot.settings.values import Weights
from bot.testing import Dialogue
from tests.support.brand import MONDAY, TRAITS, small_brand, talk, with_settings

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
WEIGHTS = Weights()
MINUTES = st.integers(0, 60 * 24 * 14).map(lambda n: timedelta(minutes=n))

SIGNALS = st.builds(
    Signals,
    heard=st.sets(st.sampled_from(["self_harm", "threat", "minor", "legal", "scandal", "insult"])).map(
        lambda found: tuple(sorted(found))
    ),
    contacts=st.integers(1, 50),
    said=st.integers(0, 50),
    quoted=st.sampled_from([0, 1041]),
    spread=st.integers(0, 100_000),
)


def most_ahead(weights: Weights) -> timedelta:
    """Give the most that all facts together can count: nobody is passed over for longer."""
    once = (weights.urgent, weights.anger, weights.reference, weights.broken, *weights.risk.values())
    reach = max(weights.reach.values(), default=timedelta(0))
    often = weights.again * MOST_TIMES
    spread = max(weights.spread.values(), default=timedelta(0))
    return sum(once, timedelta(0)) + often + reach + spread + max(weights.promise, weights.public)


@st.composite
def waiting(draw: st.DrawFn) -> Conversation:
    since = NOON - draw(MINUTES)
    promised = draw(st.none() | MINUTES)
    step = draw(st.integers(0, 3))
    promise = [] if promised is None else [since + promised]
    return Conversation(
        id=1,
        channel="x",
        account="main",
        key="k",
        surface=draw(st.sampled_from([Surface.PUBLIC, Surface.PRIVATE])),
        contact=Author(id="a", followers=draw(st.none() | st.integers(0, 10_000_000))),
        case=Case(
            number=draw(st.integers(1000, 9000)),
            status=CaseStatus.WAITING_FOR_AGENT,
            opened_at=since,
            priority=draw(st.sampled_from(list(Priority))),
            reason=draw(st.sampled_from(["", "angry", "tie"])),
            signals=draw(SIGNALS),
        ),
        follow_ups=tuple(FollowUp(kind=FollowUpKind.PROMISE, at=at, step=step) for at in promise),
        unanswered_since=since,
    )


def _clocks(conversation: Conversation) -> tuple[Clock, ...]:
    since = _since(conversation)
    return (Clock(name=ClockName.PUBLIC_ANSWER, since=since, due=since + timedelta(minutes=30)),)


def _since(conversation: Conversation) -> datetime:
    assert conversation.unanswered_since is not None
    return conversation.unanswered_since


def _place(conversation: Conversation, weights: Weights = WEIGHTS) -> datetime:
    facts = facts_of(conversation, weights, _clocks(conversation))
    return place_of(conversation, facts, weights, NOON)


@given(waiting(), MINUTES.filter(bool))
def test_of_two_who_are_equal_but_for_the_wait_the_older_comes_first(
    younger: Conversation, sooner: timedelta
) -> None:
    older = replace(
        younger,
        unanswered_since=_since(younger) - sooner,
        follow_ups=tuple(replace(item, at=item.at - sooner) for item in younger.follow_ups),
    )
    assert _place(older) < _place(younger)


@given(waiting(), waiting())
def test_nobody_is_passed_over_for_longer_than_all_the_weights_together(
    older: Conversation, younger: Conversation
) -> None:
    bound = most_ahead(WEIGHTS)
    older = replace(older, unanswered_since=_since(younger) - bound - timedelta(seconds=1), follow_ups=())
    assert _place(older) < _place(younger)


@given(waiting())
def test_no_fact_ever_lets_a_customer_wait_longer(conversation: Conversation) -> None:
    assert _since(conversation) - most_ahead(WEIGHTS) <= _place(conversation) <= _since(conversation)


@given(waiting())
def test_a_rude_complaint_waits_no_longer_than_the_same_in_polite_words(polite: Conversation) -> None:
    signals = replace(polite.case.signals, heard=tuple({*polite.case.signals.heard, "insult"}))
    rude = replace(polite, case=replace(polite.case, signals=signals))
    assert _place(rude) <= _place(polite)


@given(waiting(), st.sampled_from(["followers", "contacts", "promise"]))
def test_more_reach_more_contacts_or_an_earlier_promise_never_count_less(
    conversation: Conversation, what: str
) -> None:
    more = conversation
    if what == "followers":
        more = replace(more, contact=replace(more.contact, followers=(more.contact.followers or 0) * 10))
    elif what == "contacts":
        signals = replace(more.case.signals, contacts=more.case.signals.contacts + 1)
        more = replace(more, case=replace(more.case, signals=signals))
    else:
        sooner = tuple(replace(item, at=item.at - timedelta(hours=1)) for item in more.follow_ups)
        more = replace(more, follow_ups=sooner)
    assert _place(more) <= _place(conversation)


@given(waiting())
def test_weights_of_nothing_leave_the_wait_alone_and_no_fact_is_named(conversation: Conversation) -> None:
    nothing = timedelta(0)
    weights = Weights(
        promise=nothing,
        broken=nothing,
        public=nothing,
        reach={},
        spread={},
        urgent=nothing,
        anger=nothing,
        risk={},
        again=nothing,
        reference=nothing,
    )
    assert facts_of(conversation, weights, _clocks(conversation)) == ()
    assert _place(conversation, weights) == _since(conversation)


def test_coming_back_counts_up_to_four_times() -> None:
    def ahead(contacts: int) -> timedelta:
        case = Case(number=1000, opened_at=NOON, signals=Signals(contacts=contacts))
        conversation = Conversation(
            id=1,
            channel="chat",
            account="main",
            key="k",
            surface=Surface.PRIVATE,
            contact=Author(id="a"),
            case=case,
            unanswered_since=NOON,
        )
        return NOON - _place(conversation)

    assert [ahead(n) / WEIGHTS.again for n in (1, 2, 5, 6, 90)] == [0, 1, 4, MOST_TIMES, MOST_TIMES]


async def test_contacts_are_counted_and_a_burst_is_one() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.say("ci siete?")
    assert await _facts(dialogue) == {}
    await dialogue.wait(timedelta(minutes=40))
    await dialogue.say("allora?")
    assert await _facts(dialogue) == {FactKind.CONTACTS: 2}


async def test_what_the_customer_says_of_it_counts_where_it_is_more() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla, è la terza volta che vi scrivo")
    assert await _facts(dialogue) == {FactKind.SAYS_AGAIN: 3}


async def test_a_new_case_begins_without_what_the_old_one_was_urgent_for() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla, è la terza volta che vi scrivo, cretini")
    await dialogue.close()
    await dialogue.say("bla bla")
    assert await _facts(dialogue) == {}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("bla bla, sento il mio avvocato", FactKind.LEGAL),
        ("bla bla, chiamo Striscia la notizia", FactKind.LEGAL),
        ("bla bla il telefono è esploso", FactKind.SCANDAL),
        ("bla bla ho 12 anni", FactKind.MINOR),
        ("bla bla siete degli incapaci", FactKind.ANGER),
    ],
)
async def test_in_private_too_risk_and_anger_are_facts(text: str, kind: FactKind) -> None:
    dialogue = await talk()
    await dialogue.say(text)
    assert kind in await _facts(dialogue)


async def test_in_public_the_clock_and_the_reach_are_facts() -> None:
    dialogue = await Dialogue.open(
        small_brand()[0],
        traits=TRAITS,
        at=MONDAY,
        channel="wall.post",
        customer=Author(id="u", name="Ugo", followers=15_200),
    )
    await dialogue.say("bla bla")
    facts = await _facts(dialogue)
    assert facts[FactKind.REACH] == 15_200
    assert facts[FactKind.PUBLIC] == int((MONDAY + timedelta(hours=1)).timestamp())


async def test_once_answered_a_case_has_no_place() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla, cretini")
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.case.place is not None
    await dialogue.close()
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert (conversation.case.place, conversation.case.facts) == (None, ())


async def test_the_inbox_is_in_the_order_of_the_places_with_their_facts() -> None:
    knowledge, _ = small_brand()
    knowledge = with_settings(knowledge, priority=Weights(again=timedelta(hours=3)))
    dialogue = await Dialogue.open(knowledge, traits=TRAITS, at=MONDAY, channel="chat")
    for name, text in (("a", "bla bla"), ("b", "bla bla"), ("c", "bla bla, è la terza volta che scrivo")):
        dialogue.customer = Author(id=name, name=name)
        await dialogue.say(text)
        await dialogue.wait(timedelta(minutes=5))
    rows = await dialogue.sportello.agents.inbox()
    assert [row.contact.id for row in rows] == ["c", "a", "b"]
    assert rows[0].facts == (Fact(kind=FactKind.SAYS_AGAIN, number=3),)


async def _facts(dialogue: Dialogue) -> dict[FactKind, int]:
    conversation = await dialogue.conversation()
    assert conversation is not None
    return {fact.kind: fact.number for fact in conversation.case.facts}
