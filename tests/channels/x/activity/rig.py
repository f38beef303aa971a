"""What the tests of events share: a site on loopback that the fake X reaches as by a proxy."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import httpx
import uvicorn

from bot.channels.x.activity.door import HEADER
from bot.channels.x.connector import X
from bot.desk.patient import PatientProtocol
from bot.desk.site import build_site
from bot.testing.x import FakeX

URL = "https://volo.example/bots/x"


class ServerWithoutSignals(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def served(fake: FakeX, channel: X) -> AsyncIterator[str]:
    """Serve the channel's routes on loopback; gives the address of its door."""
    site = build_site(chat_routes=channel.routes(), desk_routes=[], body_seconds=0.3)  # type: ignore[arg-type]
    config = uvicorn.Config(site, port=0, http=PatientProtocol, lifespan="off", log_config=None, ws="none")
    server = ServerWithoutSignals(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.002)
    fake.gateway = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield f"{fake.gateway}/bots/x"
    finally:
        server.should_exit = True
        await serving


async def post(door: str, body: bytes, *signatures: str | bytes) -> httpx.Response:
    """Post a body, with these signatures."""
    headers: list[tuple[bytes, bytes]] = [
        (HEADER.encode(), shown.encode() if isinstance(shown, str) else shown) for shown in signatures
    ]
    async with httpx.AsyncClient(timeout=5) as client:
        return await client.post(door, content=body, headers=headers)


async def ask(door: str, *tokens: str) -> httpx.Response:
    """Ask the door X's question."""
    async with httpx.AsyncClient(timeout=5) as client:
        return await client.get(door, params=[("crc_token", token) for token in tokens])
