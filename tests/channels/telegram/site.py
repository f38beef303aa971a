"""A bot's webhook served on loopback, to which the fake Telegram delivers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.channels.telegram.connector import Telegram
from bot.testing.telegram import FakeTelegram
from tests.support import loopback


@asynccontextmanager
async def served(fake: FakeTelegram, channel: Telegram) -> AsyncIterator[str]:
    """Serve the channel's routes; gives the site's address."""
    async with loopback.served(channel) as fake.gateway:
        yield fake.gateway
