"""An intake that keeps the real rules in memory: one event once, rows and cursor together, or neither."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import datetime

from bot.errors import StoreError
from bot.model.cost import Cost
from bot.model.message import Inbound, Quarantine
from bot.service.values import Accepted, Batch, TranscriptLine
from tests.support.patience import PATIENCE


@dataclass(slots=True)
class MemoryIntake:
    """Holds what channels bring. `open` cleared holds every accept up; `broken` makes them fail.

    `settled` are the costs that a store would have with the messages that were sent.
    `said` is what this program has said, by conversation.
    `dies_after_storing` lets the next accept store and then fail, as when a process dies at that moment.
    """

    rows: dict[tuple[str, str, str], Inbound | Quarantine] = field(default_factory=dict)
    cursors: dict[tuple[str, str], str] = field(default_factory=dict)
    batches: list[Batch] = field(default_factory=list)
    lines: list[TranscriptLine] = field(default_factory=list)
    settled: list[Cost] = field(default_factory=list)
    said: dict[str, list[str]] = field(default_factory=dict)
    duplicates: int = 0
    broken: bool = False
    dies_after_storing: bool = False
    open: asyncio.Event = field(default_factory=asyncio.Event)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    _grown: asyncio.Condition = field(default_factory=asyncio.Condition)

    def __post_init__(self) -> None:
        self.open.set()

    async def accept(self, batch: Batch) -> Accepted:
        self.asked.set()
        await self.open.wait()
        if self.broken:
            raise StoreError("The disk is full.")
        new = [item for item in batch.items if self._key(item) not in self.rows]
        self.rows.update({self._key(item): item for item in new})
        if batch.cursor is not None:
            self.cursors[batch.channel, batch.account] = batch.cursor
        self.batches.append(batch)
        self.duplicates += len(batch.items) - len(new)
        if self.dies_after_storing:
            self.dies_after_storing = False
            raise StoreError("The process died here.")
        async with self._grown:
            self._grown.notify_all()
        return Accepted(new=len(new), duplicates=len(batch.items) - len(new), conversations=())

    async def cursor(self, channel: str, account: str) -> str | None:
        return self.cursors.get((channel, account))

    async def costs(self, channel: str, account: str, day: str) -> tuple[Cost, ...]:
        stored = (batch for batch in self.batches if (batch.channel, batch.account) == (channel, account))
        return tuple(cost for batch in stored for cost in (*batch.costs, *self.settled) if cost.day == day)

    async def lines_after(
        self,
        channel: str,  # noqa: ARG002 - the port's shape
        account: str,  # noqa: ARG002 - the same
        key: str,  # noqa: ARG002 - the same
        n: int,
        *,
        wait: float = 0.0,  # noqa: ARG002 - the same
    ) -> tuple[TranscriptLine, ...]:
        return tuple(line for line in self.lines if line.n > n)

    async def spoken(self, channel: str, account: str, key: str, since: datetime) -> tuple[str, ...]:
        del channel, account, since
        return tuple(self.said.get(key, ()))

    async def until_rows(self, rows: int) -> None:
        """Wait until so many different events are stored; five seconds at most."""
        async with asyncio.timeout(PATIENCE), self._grown:
            await self._grown.wait_for(lambda: len(self.rows) >= rows)

    @property
    def messages(self) -> list[Inbound]:
        """List what was read, in order."""
        return [row for row in self.rows.values() if isinstance(row, Inbound)]

    @property
    def set_aside(self) -> list[Quarantine]:
        """List what could not be read."""
        return [row for row in self.rows.values() if isinstance(row, Quarantine)]

    def _key(self, item: Inbound | Quarantine) -> tuple[str, str, str]:
        return item.channel, item.account, item.event_key
