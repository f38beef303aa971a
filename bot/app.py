"""Puts the parts together, once: a store, a brand's knowledge, channels and an engine become a counter."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC
from pathlib import Path
from typing import Protocol, TypeVar
from uuid import uuid4

from bot.clock import Clock
from bot.desk.words import words
from bot.knowledge.library import Knowledge
from bot.knowledge.naming import named_in
from bot.knowledge.ports import Encoder
from bot.knowledge.trade import trade_in
from bot.model.message import Quarantine
from bot.model.traits import Traits
from bot.service.agents import Agents
from bot.service.groups import Groups
from bot.service.incident_watch import IncidentWatch
from bot.service.incidents import Incidents
from bot.service.intake import StoringIntake
from bot.service.live import Live
from bot.service.outbox import Key, Outbox
from bot.service.ports import Channel, Compute, Engine, Link
from bot.service.store import Store
from bot.service.supervise import keep_running
from bot.service.switch import Switch
from bot.service.team import Team
from bot.service.turns import Turns
from bot.service.values import Batch, Hooks
from bot.service.waking import Waker
from bot.settings.values import ChannelSettings

R = TypeVar("R")
Connect = Callable[[Link], Channel]


class RunningEngine(Engine, Protocol):
    """An engine that can be given its services, begun and ended."""

    def serve(self, *, turns: Turns, outbox: Outbox, waker: Waker, channels: tuple[Key, ...]) -> None:
        """Name the services to run."""
        ...

    async def start(self) -> None:
        """Begin."""
        ...

    async def stop(self) -> None:
        """Finish what is under way."""
        ...


class Threads:
    """Runs pure functions in a few threads, so that the event loop goes on."""

    def __init__(self, count: int = 2) -> None:
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="decide")

    async def __call__(self, work: Callable[[], R], /) -> R:
        """Give what `work()` gives."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)


async def inline(work: Callable[[], R], /) -> R:
    """Run a pure function here and now: for tests and simulations."""
    return work()


class Sportello:
    """A counter in one process. Make it, `start` it, `stop` it; what it owes is in the store."""

    def __init__(
        self,
        *,
        store: Store,
        knowledge: Callable[[], Knowledge],
        clock: Clock,
        engine: RunningEngine,
        connect: Mapping[str, Connect],
        traits: Mapping[str, Traits],
        compute: Compute,
        hooks: Hooks | None = None,
        folder: Path = Path(),
        encoder: Encoder | None = None,
    ) -> None:
        hooks = hooks if hooks is not None else Hooks()
        self.store, self.clock, self.engine, self.live = store, clock, engine, Live()
        self._folder = folder
        traits = dict(traits)
        self._groups = Groups(
            store=store,
            engine=engine,
            live=self.live,
            clock=clock,
            knowledge=knowledge,
            traits=traits,
            words=words,
        )
        self.intake = StoringIntake(
            store=store,
            engine=engine,
            live=self.live,
            clock=clock,
            traits=traits,
            hooks=hooks,
            settings=lambda: knowledge().settings,
        )
        self.channels = {
            (channel.traits.name, channel.account): channel
            for channel in (make(self._link(name, knowledge)) for name, make in connect.items())
        }
        traits |= {channel.traits.name: channel.traits for channel in self.channels.values()}
        self.turns = Turns(
            store=store,
            knowledge=knowledge,
            traits=traits,
            clock=clock,
            compute=compute,
            live=self.live,
            hooks=hooks,
            notify=engine.notify,
        )
        watch = IncidentWatch(
            store=store,
            engine=engine,
            knowledge=knowledge,
            clock=clock,
            live=self.live,
            compute=compute,
            encoder=encoder,
        )
        self.incidents = Incidents(
            store=store, knowledge=knowledge, traits=traits, clock=clock, told=watch.tell
        )
        self.waker = Waker(store=store, engine=engine, clock=clock, hooks=hooks, look=watch.look)
        self.switch = Switch(store=store, clock=clock, live=self.live, engine=engine)
        self.outbox = Outbox(
            store=store,
            engine=engine,
            channels=self.channels,
            clock=clock,
            live=self.live,
            hooks=hooks,
            forbids=self.switch.forbids,
            cap=lambda: knowledge().settings.limits.account_per_minute,
        )
        self.agents = Agents(
            store=store,
            intake=self.intake,
            engine=engine,
            channels=self.channels,
            live=self.live,
            clock=clock,
            switch=self.switch,
            settings=lambda: knowledge().settings,
        )
        self.team = Team(
            store=store,
            intake=self.intake,
            engine=engine,
            channels=self.channels,
            live=self.live,
            clock=clock,
            knowledge=knowledge,
            traits=traits,
            compute=compute,
        )
        engine.serve(turns=self.turns, outbox=self.outbox, waker=self.waker, channels=tuple(self.channels))
        self._loops: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """See what is stopped, then serve; what a crash left in doubt is looked up, and holds up its own."""
        await self.switch.look()
        await self.store.release_leases()
        await self.engine.start()
        self._loops = [
            asyncio.create_task(keep_running(channel, self._alarm), name=f"channel {key[0]}")
            for key, channel in self.channels.items()
        ]

    async def stop(self) -> None:
        """Take in nothing more, finish what is under way, and let go; the store is the caller's to close."""
        for task in self._loops:
            task.cancel()
        await asyncio.gather(*self._loops, return_exceptions=True)
        await self.engine.stop()
        for channel in self.channels.values():
            await channel.close()

    def _link(self, name: str, knowledge: Callable[[], Knowledge]) -> Link:
        settings = knowledge().settings

        def pictures() -> frozenset[str]:
            return knowledge().replies.pictures()

        def hears(text: str) -> bool:
            known = knowledge().settings
            heeded = known.listening
            named = named_in(text, known.names, heeded.misspellings)
            return (named or trade_in(text, heeded.topics, heeded.misspellings)) != ""

        own = settings.channels.get(name, ChannelSettings(name=name))
        return Link(
            settings=own,
            brand=settings.brand,
            intake=self.intake,
            clock=self.clock,
            folder=self._folder,
            desk=self._groups,
            pictures=pictures,
            hears=hears,
            topics=settings.listening.topics,
        )

    async def _alarm(self, sentence: str) -> None:
        """Give people a task that belongs to no conversation."""
        now = self.clock.now().astimezone(UTC)
        item = Quarantine(
            channel="sportello",
            account="",
            event_key=f"alarm:{now.isoformat()}:{uuid4().hex}",
            reason=sentence,
            raw="",
        )
        await self.intake.accept(Batch(channel="sportello", account="", items=(item,)))
