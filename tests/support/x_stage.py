"""The whole product over a fake X in virtual time: its connector, a store on disk, a clock that is moved."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from math import inf
from pathlib import Path
from typing import Any

from bot.app import Sportello, inline
from bot.channels.x import TRAITS
from bot.channels.x.connector import X
from bot.channels.x.options import read_options
from bot.channels.x.reading import FeedReader
from bot.knowledge.library import Knowledge
from bot.model.matching import Candidate, Match
from bot.service.ports import Link
from bot.service.values import InboxRow
from bot.settings.values import ChannelSettings, Mode
from bot.stores import open_store
from bot.testing import FakeClock
from bot.testing.engine import StepEngine
from bot.testing.x import FakeX, Post
from tests.support.brand import MONDAY, ScriptedMatcher, small_brand, with_settings

POLL = timedelta(seconds=45)


class Listening(ScriptedMatcher):
    """Takes every text that asks when for a question about the hours, and nothing else for anything."""

    def match(self, text: str, *, past_language: str = "", hint: str = "") -> Match:
        """Read a text."""
        del past_language, hint
        found = (Candidate(intent="orari", confidence=0.95),) if "quando aprite" in text else ()
        return Match(language="it", candidates=found)


class XStage:
    """A brand on X that answers by itself; posts are written in `fake.world`, and time passes by `run`."""

    def __init__(self, fake: FakeX, folder: Path, *, at: datetime = MONDAY) -> None:
        self.fake, self.clock = fake, FakeClock(at)
        fake.world.now = lambda: self.clock.now().timestamp()
        fake.world.most_skew = inf
        self.engine = StepEngine(self.clock)
        self.store = open_store(f"sqlite:///{folder / 'x.db'}")
        knowledge, self.made = _brand(fake), list[X]()
        self.sportello = Sportello(
            store=self.store,
            knowledge=lambda: knowledge,
            clock=self.clock,
            engine=self.engine,
            connect={"x": self._connect},
            traits={"x": TRAITS},
            compute=inline,
        )
        readers = self.made[0]._readers()
        self._mentions = next(reader for reader in readers if isinstance(reader, FeedReader))

    def _connect(self, link: Link) -> X:
        made = X(link, read_options(link.settings), wait=self._wait)
        self.made.append(made)
        return made

    async def _wait(self, seconds: float) -> None:
        self.clock.move(timedelta(seconds=seconds))

    async def run(self, span: timedelta, each: Callable[[], Awaitable[None] | None] = lambda: None) -> None:
        """Let time pass, reading the mentions as often as the brand does; `each` comes before every look."""
        until = self.clock.now() + span
        await self.made[0]._notebook.open()
        while self.clock.now() < until:
            look = self.clock.now() + POLL
            happening = each()
            if happening is not None:
                await happening
            await self._mentions.read_once()
            await self.engine.settle()
            while (moment := await self.engine.next_event()) is not None and moment < look:
                before = self.clock.now()
                self.clock.move_to(moment)
                await self.engine.settle()
                if self.clock.now() == before and await self.engine.next_event() == moment:
                    self.clock.move(timedelta(seconds=1))
            self.clock.move_to(look)

    @property
    def posts(self) -> Sequence[Post]:
        """What the brand posted."""
        return self.fake.world.posts

    async def inbox(self) -> tuple[InboxRow, ...]:
        """Give what the desk lists."""
        return await self.sportello.agents.inbox()

    async def close(self) -> None:
        """Let go of the connections and the file."""
        await self.made[0].close()
        await self.store.close()


def _brand(fake: FakeX) -> Knowledge:
    world = fake.world
    keys: dict[str, Any] = {
        "consumer_key": world.consumer_key,
        "consumer_secret": world.consumer_secret,
        "access_token": world.token,
        "access_token_secret": world.token_secret,
        "base_url": fake.base_url,
        "daily_cap": "100000 USD",
    }
    x = ChannelSettings(name="x", mode=Mode.ANSWER, options=keys)
    knowledge, _ = small_brand()
    return replace(with_settings(knowledge, channels={"x": x}), matcher=Listening())
