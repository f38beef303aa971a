"""Asks a channel how it is, without letting it bring anything in; what is stored of it is read."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path

from bot.channels import catalogue
from bot.clock import SystemClock
from bot.errors import StoreError
from bot.model.cost import Cost
from bot.model.traits import Traits
from bot.service.ports import Link
from bot.service.values import Accepted, Batch, Health, Standing, TranscriptLine
from bot.settings.values import Settings
from bot.stores.beside import open_beside
from bot.stores.sql_store import SqlStore

_PATIENCE = 10.0


class _Closed:
    """An intake that takes nothing; what the store knows of the account is told."""

    def __init__(self, store: SqlStore | None) -> None:
        self._store = store

    async def accept(self, batch: Batch) -> Accepted:
        del batch
        return Accepted(new=0, duplicates=0, conversations=())

    async def cursor(self, channel: str, account: str) -> str | None:
        return await self._store.cursor(channel, account) if self._store is not None else None

    async def costs(self, channel: str, account: str, day: str) -> tuple[Cost, ...]:
        return await self._store.costs(channel, account, day) if self._store is not None else ()

    async def lines_after(
        self, channel: str, account: str, key: str, n: int, *, wait: float = 0.0
    ) -> tuple[TranscriptLine, ...]:
        del channel, account, key, n, wait
        return ()

    async def spoken(self, channel: str, account: str, key: str, since: datetime) -> tuple[str, ...]:
        del channel, account, key, since
        return ()


async def health_of(name: str, settings: Settings, store: Path | None = None) -> tuple[Health, Traits]:
    """Make the channel, ask it, and let go of it; its traits are as it is set up.

    `store` is the file with what it has done so far.

    Raises SetupError when it cannot be made.
    """
    opened = _opened(store)
    link = Link(
        settings=settings.channels[name],
        brand=settings.brand,
        intake=_Closed(opened),
        clock=SystemClock(),
    )
    channel = catalogue.connect(name, link)
    try:
        return await asyncio.wait_for(channel.health(), _PATIENCE), channel.traits
    except TimeoutError:
        silent = Health(standing=Standing.STOPPED, detail=f"no answer in {_PATIENCE:.0f} seconds")
        return silent, channel.traits
    finally:
        await channel.close()
        if opened is not None:
            await opened.close()


def _opened(path: Path | None) -> SqlStore | None:
    """Open the store beside the running process; None where there is none of this version."""
    try:
        return open_beside(path) if path is not None else None
    except StoreError:
        return None
