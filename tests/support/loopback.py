"""A channel's doors served on loopback, as behind the proxy of their public address."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import cast

import uvicorn
from starlette.routing import BaseRoute

from bot.desk.patient import PatientProtocol
from bot.desk.site import build_site
from bot.service.ports import Channel


class ServerWithoutSignals(uvicorn.Server):
    """Leaves the signals to the tests."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def served(channel: Channel) -> AsyncIterator[str]:
    """Serve the channel's routes; gives the site's address."""
    routes = cast("Sequence[BaseRoute]", channel.routes())
    site = build_site(chat_routes=routes, desk_routes=[], body_seconds=0.3)
    config = uvicorn.Config(site, port=0, http=PatientProtocol, lifespan="off", log_config=None, ws="none")
    server = ServerWithoutSignals(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.002)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving
