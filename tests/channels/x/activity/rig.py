"""What the tests of events share: a site on loopback that the fake X reaches as by a proxy."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

import httpx

from bot.channels.x.activity.door import HEADER
from bot.channels.x.connector import X
from bot.testing.x import FakeX
from tests.support import loopback
from tests.support.patience import PATIENCE

URL = "https://volo.example/bots/x"


@contextlib.asynccontextmanager
async def served(fake: FakeX, channel: X) -> AsyncIterator[str]:
    """Serve the channel's routes on loopback; gives the address of its door."""
    async with loopback.served(channel) as fake.gateway:
        yield f"{fake.gateway}/bots/x"


async def post(door: str, body: bytes, *signatures: str | bytes) -> httpx.Response:
    """Post a body, with these signatures."""
    headers: list[tuple[bytes, bytes]] = [
        (HEADER.encode(), shown.encode() if isinstance(shown, str) else shown) for shown in signatures
    ]
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        return await client.post(door, content=body, headers=headers)


async def ask(door: str, *tokens: str) -> httpx.Response:
    """Ask the door X's question."""
    async with httpx.AsyncClient(timeout=PATIENCE) as client:
        return await client.get(door, params=[("crc_token", token) for token in tokens])
