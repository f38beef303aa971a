"""The outbox's patience: a look-up that never ends is a look-up that cannot tell."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import Sportello, inline
from bot.engines.local import LocalEngine
from bot.model.message import Letter, Outbound, Purpose, Surface
from bot.model.turn import TaskKind
from bot.service import outbox
from bot.service.live import Live
from bot.service.outbox import Outbox
from bot.service.values import Hooks, Reconciled, Unknown
from bot.stores import open_memory_store
from bot.testing import Dialogue, FakeClock, RecordingChannel, StepEngine
from tests.contracts.store_helpers import Teller, batch, heard
from tests.contracts.store_helpers import letter as make_letter
from tests.support.brand import CHAT, MONDAY, PHONE, TRAITS, WALL, small_brand
from tests.support.patience import PATIENCE


class Mute(RecordingChannel):
    """Never answers a look-up."""

    async def reconcile(self, outbound: Outbound) -> Reconciled:
        await asyncio.Event().wait()
        return await super().reconcile(outbound)


async def test_a_look_up_that_never_ends_leaves_the_message_to_a_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outbox, "LEASE", timedelta(milliseconds=2))
    clock, channel = FakeClock(MONDAY), Mute(WALL)
    engine, knowledge = StepEngine(clock), small_brand()[0]
    sportello = Sportello(
        store=open_memory_store(),
        knowledge=lambda: knowledge,
        clock=clock,
        engine=engine,
        connect={"wall": lambda _link: channel},
        traits=TRAITS,
        compute=inline,
    )
    channel.next_outcome(Unknown(evidence="cut"))
    exchange = await Dialogue(sportello, engine, clock, channel).say("quando aprite?")
    assert [task.kind for task in exchange.tasks] == [TaskKind.MAYBE_SENT]


async def test_a_doubt_about_a_silent_platform_holds_up_neither_the_start_nor_other_channels() -> None:
    store, clock = open_memory_store(), FakeClock(MONDAY)
    mute, chat, phone = Mute(WALL), RecordingChannel(CHAT), RecordingChannel(PHONE)
    teller = Teller(store)
    for name in ("wall", "phone"):
        accepted = await store.accept(batch(heard(channel=name, account="test"), channel=name), MONDAY)
        await teller.turn(accepted.conversations[0], make_letter("ecco"), now=MONDAY)
    assert len(await teller.claim(MONDAY, rates={(name, "test"): () for name in ("wall", "phone")})) == 2
    knowledge = small_brand()[0]
    sportello = Sportello(
        store=store,
        knowledge=lambda: knowledge,
        clock=clock,
        engine=LocalEngine(clock),
        connect={"wall": lambda _link: mute, "chat": lambda _link: chat, "phone": lambda _link: phone},
        traits=TRAITS,
        compute=inline,
    )
    async with asyncio.timeout(PATIENCE):
        await sportello.start()
        asked = heard("quando aprite?", channel="chat", account="test")
        await sportello.intake.accept(replace(batch(asked, channel="chat"), account="test"))
        while not (chat.sent and await store.tasks()):
            await asyncio.sleep(0.01)
    assert [task.kind for task in await store.tasks()] == [TaskKind.MAYBE_SENT]
    await sportello.stop()


@pytest.mark.parametrize(
    ("letter", "leaves"),
    [
        (Letter(purpose=Purpose.ANSWER, text="Ciao", surface=Surface.PUBLIC), False),
        (Letter(purpose=Purpose.ANSWER, text="Ciao", surface=Surface.PUBLIC, reply_to="7"), True),
        (Letter(purpose=Purpose.ANSWER, text="Ciao", surface=Surface.PRIVATE), True),
        (Letter(purpose=Purpose.AGENT, text="Ciao", surface=Surface.PUBLIC), True),
    ],
)
async def test_where_a_summons_is_needed_the_bot_says_nothing_unasked_in_public(
    letter: Letter, *, leaves: bool
) -> None:
    channel = RecordingChannel(replace(WALL, needs_summons=True))
    store, clock = open_memory_store(), FakeClock(MONDAY)
    sender = Outbox(
        store=store,
        engine=StepEngine(clock),
        channels={("wall", "test"): channel},
        clock=clock,
        live=Live(),
        hooks=Hooks(),
    )
    await sender.deliver(
        Outbound(
            id=1,
            channel="wall",
            account="test",
            conversation_id=1,
            conversation_key="k",
            letter=letter,
            attempt=1,
            queued_at=MONDAY,
            first_attempt_at=MONDAY,
        )
    )
    assert bool(channel.sent) == leaves
