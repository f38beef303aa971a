"""A channel's doors served on loopback, as behind the proxy of their public address."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator

import uvicorn

from bot.channels.telegram.connector import Telegram
from bot.desk.patient import PatientProtocol
from bot.desk.site import build_site
from bot.testing.telegram import FakeTelegram


class ServerWithoutSignals(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextlib.asynccontextmanager
async def served(fake: FakeTelegram, channel: Telegram) -> AsyncIterator[str]:
    """Serve the channel's routes on loopback, as behind the proxy of its public address."""
    site = build_site(chat_routes=channel.routes(), desk_routes=[], body_seconds=0.3)
    config = uvicorn.Config(site, port=0, http=PatientProtocol, lifespan="off", log_config=None, ws="none")
    server = ServerWithoutSignals(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.002)
    fake.gateway = f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield fake.gateway
    finally:
        server.should_exit = True
        await serving
