"""The HTTP server in this process: it leaves the signals to whoever runs it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette

from bot.cli.ports import base_of
from bot.desk.patient import PatientProtocol

_PATIENCE = 5


class Server(uvicorn.Server):
    """Leaves the signals to us: stopping is more than closing the site."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def server_of(site: Starlette) -> Server:
    """Make a server for a site."""
    config = uvicorn.Config(
        site,
        http=PatientProtocol,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="off",
        timeout_graceful_shutdown=_PATIENCE,
    )
    return Server(config)


def base_at(host: str, listening: socket.socket) -> str:
    """Give the address of a site that listens there."""
    return base_of(host, listening.getsockname()[1])


async def first_of(event: asyncio.Event, serving: asyncio.Task[None]) -> None:
    """Wait for the event, or for the server to end by itself."""
    happened = asyncio.create_task(event.wait())
    await asyncio.wait({happened, serving}, return_when=asyncio.FIRST_COMPLETED)
    happened.cancel()
