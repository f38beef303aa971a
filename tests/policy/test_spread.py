"""How far a public post has spread makes its case more urgent, and says nothing to anybody."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.conversation import Conversation
from bot.model.message import REACTIONS, Inbound, InboundKind, Surface
from bot.model.standing import Fact, FactKind
from bot.policy.priority import weight_of
from bot.service.values import Batch
from bot.settings.values import Weights
from bot.testing import Dialogue
from tests.support.brand import MONDAY, TRAITS, small_brand


def spread_of(dialogue: Dialogue, reactions: int, surface: Surface = Surface.PUBLIC) -> Inbound:
    return Inbound(
        channel=dialogue.channel.traits.name,
        account=dialogue.channel.account,
        kind=InboundKind.SPREAD,
        event_key=f"spread:{reactions}",
        conversation_key=dialogue.customer.id,
        author=dialogue.customer,
        surface=surface,
        occurred_at=MONDAY,
        received_at=MONDAY,
        payload={REACTIONS: str(reactions)},
    )


async def heard(dialogue: Dialogue, *reactions: int) -> Conversation:
    items = tuple(spread_of(dialogue, number) for number in reactions)
    batch = Batch(channel=items[0].channel, account=items[0].account, items=items)
    await dialogue.sportello.intake.accept(batch)
    exchange = await dialogue.wait(timedelta(0))
    assert not exchange.said
    assert {decision.rule for decision in exchange.decisions} == {"spread"}
    conversation = await dialogue.conversation()
    assert conversation is not None
    return conversation


async def asked(channel: str = "wall.post") -> Dialogue:
    dialogue = await Dialogue.open(small_brand()[0], at=MONDAY, traits=TRAITS, channel=channel)
    await dialogue.say("bla bla")
    return dialogue


async def test_a_post_that_spreads_moves_its_case_up_and_never_down_again() -> None:
    dialogue = await asked()
    before = await dialogue.conversation()
    assert before is not None
    assert before.case.place is not None
    widely = await heard(dialogue, 250)
    assert Fact(kind=FactKind.SPREAD, number=250) in widely.case.facts
    assert widely.case.place == before.case.place - timedelta(hours=1)
    assert (await heard(dialogue, 20)).case.place == widely.case.place
    assert (await heard(dialogue, 5000)).case.place == before.case.place - timedelta(hours=3)


async def test_the_customers_next_post_does_not_forget_it() -> None:
    dialogue = await asked()
    await heard(dialogue, 250)
    await dialogue.say("bla bla ancora")
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.case.signals.spread == 250


async def test_in_private_nothing_spreads() -> None:
    dialogue = await asked("wall.dm")
    batch = Batch(channel="wall", account="test", items=(spread_of(dialogue, 250, Surface.PRIVATE),))
    await dialogue.sportello.intake.accept(batch)
    await dialogue.wait(timedelta(0))
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert all(fact.kind is not FactKind.SPREAD for fact in conversation.case.facts)


@pytest.mark.parametrize(("reactions", "hours"), [(0, 0.0), (9, 0.0), (10, 0.25), (100, 1.0), (99_999, 3.0)])
def test_the_highest_step_that_is_reached_counts(reactions: int, hours: float) -> None:
    fact = Fact(kind=FactKind.SPREAD, number=reactions)
    assert weight_of(fact, Weights()) == timedelta(hours=hours)
