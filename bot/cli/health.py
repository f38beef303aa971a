"""Asks a channel how it is, without letting it bring anything in."""

from __future__ import annotations

import asyncio
from datetime import datetime

from bot.channels import catalogue
from bot.clock import SystemClock
from bot.service.ports import Link
from bot.service.values import Accepted, Batch, Health, Standing, TranscriptLine
from bot.settings.values import Settings

_PATIENCE = 10.0


class _Closed:
    """An intake that takes nothing."""

    async def accept(self, batch: Batch) -> Accepted:
        del batch
        return Accepted(new=0, duplicates=0, conversations=())

    async def cursor(self, channel: str, account: str) -> str | None:
        del channel, account
        return None

    async def lines_after(
        self, channel: str, account: str, key: str, n: int, *, wait: float = 0.0
    ) -> tuple[TranscriptLine, ...]:
        del channel, account, key, n, wait
        return ()

    async def spoken(self, channel: str, account: str, key: str, since: datetime) -> tuple[str, ...]:
        del channel, account, key, since
        return ()


async def health_of(name: str, settings: Settings) -> Health:
    """Make the channel, ask it, and let go of it. Raises SetupError when it cannot be made."""
    link = Link(settings=settings.channels[name], brand=settings.brand, intake=_Closed(), clock=SystemClock())
    channel = catalogue.connect(name, link)
    try:
        return await asyncio.wait_for(channel.health(), _PATIENCE)
    except TimeoutError:
        return Health(standing=Standing.STOPPED, detail=f"no answer in {_PATIENCE:.0f} seconds")
    finally:
        await channel.close()
