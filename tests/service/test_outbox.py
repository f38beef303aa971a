"""The outbox's patience: a look-up that never ends is a look-up that cannot tell."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.app import Sportello, inline
from bot.model.message import Outbound
from bot.model.turn import TaskKind
from bot.service import outbox
from bot.service.values import Reconciled, Unknown
from bot.stores import open_memory_store
from bot.testing import Dialogue, FakeClock, RecordingChannel, StepEngine
from tests.support.brand import MONDAY, TRAITS, WALL, small_brand


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
