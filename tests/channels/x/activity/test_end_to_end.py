"""The whole program with a webhook, in this process: asked once it answers once, and yields to a person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.app import Sportello, inline
from bot.channels.x import TRAITS
from bot.channels.x.connector import X
from bot.channels.x.options import read_options
from bot.clock import SystemClock
from bot.engines.local import LocalEngine
from bot.model.case import CaseStatus
from bot.service.ports import Channel, Link
from bot.service.values import Dossier
from bot.settings.values import ChannelSettings
from bot.stores import open_memory_store
from bot.testing.x import FakeX, fake_x
from bot.testing.x.activity import KINDS
from tests.channels.x.activity.rig import URL, served
from tests.channels.x.rig import GIULIA, MENTIONS, POST, Waits, until
from tests.support.brand import TRAITS as OTHERS
from tests.support.brand import small_brand, with_settings

QUESTION = "@volomobile quando aprite?"


@dataclass
class Program:
    """The program and the X it works on."""

    sportello: Sportello
    fake: FakeX

    async def dossier(self) -> Dossier:
        """Give everything about the first conversation."""
        found = await self.sportello.store.dossier(1)
        assert found is not None
        return found

    async def polls(self, times: int = 5) -> None:
        """Let the mentions be asked for some times more."""
        wanted = self.fake.count(MENTIONS) + times
        await until(lambda: self.fake.count(MENTIONS) >= wanted)

    async def becomes(self, status: CaseStatus) -> Dossier:
        """Wait until the case of the first conversation has a status."""
        topic = "inbox"
        while (found := await self.dossier()).conversation.case.status is not status:
            await self.sportello.live.wait(topic, self.sportello.live.count(topic), 0.05)
        return found


@pytest.fixture
async def program() -> AsyncIterator[Program]:
    async with fake_x() as fake:
        world = fake.world
        world.person(GIULIA)
        options = {
            "consumer_key": world.consumer_key,
            "consumer_secret": world.consumer_secret,
            "access_token": world.token,
            "access_token_secret": world.token_secret,
            "base_url": fake.base_url,
            "webhook": URL,
            "burst_pause": "0s",
        }
        knowledge, _ = small_brand()
        knowledge = with_settings(knowledge, channels={"x": ChannelSettings(name="x", options=options)})

        def connect(link: Link) -> Channel:
            return X(link, read_options(link.settings), wait=Waits())

        sportello = Sportello(
            store=open_memory_store(),
            knowledge=lambda: knowledge,
            clock=SystemClock(),
            engine=LocalEngine(SystemClock()),
            connect={"x": connect},
            traits={**OTHERS, "x": replace(TRAITS, burst_pause=timedelta(0))},
            compute=inline,
        )
        (channel,) = sportello.channels.values()
        assert isinstance(channel, X)
        async with served(fake, channel):
            await sportello.start()
            await until(lambda: len(fake.app.registry.subscriptions) == len(KINDS))
            try:
                yield Program(sportello, fake)
            finally:
                await sportello.stop()
                await sportello.store.close()


async def test_a_mention_that_webhook_and_poll_bring_is_answered_once_and_takes_nothing_over(
    program: Program,
) -> None:
    world = program.fake.world
    asked = world.say(GIULIA, QUESTION)
    await until(lambda: bool(world.posts))
    await until(lambda: program.fake.app.courier.idle)
    await program.polls()
    (answer,) = world.posts
    assert answer.replied_to == asked
    found = await program.becomes(CaseStatus.ANSWERED)
    assert [(line.sender, line.text) for line in found.lines] == [
        ("customer", "quando aprite?"),
        ("bot", answer.words),
    ]
    assert found.conversation.state.agent == ""
    assert {status for _, status in program.fake.app.courier.deliveries} == {200}


async def test_a_person_who_answers_elsewhere_takes_back_what_the_bot_was_about_to_say(
    program: Program,
) -> None:
    world, fake = program.fake.world, program.fake
    fake.fault(POST, "slow_down", times=1000, value=600)
    asked = world.say(GIULIA, QUESTION)
    await until(lambda: fake.count(POST) > 0)
    assert [item.text for item in (await program.dossier()).pending]
    world.answer_elsewhere(asked, "Ciao Giulia, alle nove!")
    found = await program.becomes(CaseStatus.WITH_AGENT)
    assert found.pending == ()
    assert [(line.sender, line.text) for line in found.lines] == [
        ("customer", "quando aprite?"),
        ("agent", "Ciao Giulia, alle nove!"),
    ]
    assert found.conversation.state.silent_until is not None
    fake.faults.clear()
    world.say(GIULIA, f"{QUESTION} E domani?")
    await program.polls()
    assert [post.words for post in world.posts] == ["Ciao Giulia, alle nove!"]
