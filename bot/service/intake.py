"""The one way in: what a channel or a person brings is on disk before anyone is told it is accepted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.knowledge.personal.guard import guard_of
from bot.model.cost import Cost
from bot.model.message import FROM_CUSTOMER, Inbound, Quarantine
from bot.model.traits import Traits
from bot.service.live import Live, lines_topic
from bot.service.masking import masked
from bot.service.ports import Engine
from bot.service.store import Store
from bot.service.values import Accepted, Batch, Hooks, TranscriptLine
from bot.settings.values import Settings


class StoringIntake:
    """Stores what comes in, wakes the engine, and tells those who watch."""

    def __init__(
        self,
        *,
        store: Store,
        engine: Engine,
        live: Live,
        clock: Clock,
        traits: Mapping[str, Traits],
        hooks: Hooks,
        settings: Callable[[], Settings],
    ) -> None:
        self._settings = settings
        self._store, self._engine, self._live, self._clock = store, engine, live, clock
        self._traits, self._hooks = traits, hooks

    async def accept(self, batch: Batch) -> Accepted:
        """Store a batch in one commit, then wake its conversations; the same event twice is stored once.

        Personal data that was said in public is masked before anything is written.
        """
        self._hooks.reached("before_accept")
        batch = masked(batch, guard_of(self._settings()))
        accepted = await self._store.accept(batch, self._clock.now())
        self._hooks.reached("after_accept")
        pause = self._pause(batch)
        for conversation_id in accepted.conversations:
            self._engine.notify(conversation_id, pause)
        self._tell(batch, accepted)
        return accepted

    async def cursor(self, channel: str, account: str) -> str | None:
        """Give where the channel reads on; None at the very first start."""
        return await self._store.cursor(channel, account)

    async def costs(self, channel: str, account: str, day: str) -> tuple[Cost, ...]:
        """List what the account was charged on a day of UTC, written as 2026-11-21."""
        return await self._store.costs(channel, account, day)

    async def lines_after(
        self, channel: str, account: str, key: str, n: int, *, wait: float = 0.0
    ) -> tuple[TranscriptLine, ...]:
        """Give a conversation's messages after number `n`; if none, wait up to `wait` seconds for some."""
        topic = lines_topic(channel, account, key)
        seen = self._live.count(topic)
        lines = await self._store.lines_after(channel, account, key, n)
        if lines or not wait:
            return lines
        await self._live.wait(topic, seen, wait)
        return await self._store.lines_after(channel, account, key, n)

    async def spoken(self, channel: str, account: str, key: str, since: datetime) -> tuple[str, ...]:
        """Give the texts this program has said in a conversation since a moment, or may have said."""
        return await self._store.spoken(channel, account, key, since)

    def _pause(self, batch: Batch) -> timedelta:
        """Wait a moment for the rest of a burst where the channel's customers write in bursts."""
        if any(isinstance(item, Inbound) and item.kind not in FROM_CUSTOMER for item in batch.items):
            return timedelta(0)
        traits = self._traits.get(batch.channel)
        return traits.burst_pause if traits is not None else timedelta(0)

    def _tell(self, batch: Batch, accepted: Accepted) -> None:
        for item in batch.items:
            if isinstance(item, Inbound):
                self._live.changed(lines_topic(item.channel, item.account, item.conversation_key))
        if any(isinstance(item, Quarantine) for item in batch.items):
            self._live.listed()
        elif accepted.conversations:
            self._live.listed(*accepted.conversations)
