"""A small HTTP server on loopback for fake platforms; unlike others it can cut a connection on purpose."""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast
from urllib.parse import urlsplit

import h11


class CutError(Exception):
    """The connection is to be reset without an answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One request, its body whole; the names of its `headers` are in small letters."""

    method: str
    path: str
    query: str
    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One answer; `pieces` is a body that is sent as it comes, for as long as both sides hold on."""

    status: int = 200
    body: bytes = b"{}"
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)
    pieces: AsyncIterator[bytes] | None = None


Handler = Callable[[Request], Awaitable[Reply]]


@dataclass(slots=True)
class Wire:
    """Serves `handler` on 127.0.0.1; the port stays the same when it goes offline and comes back."""

    handler: Handler
    port: int = 0
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    async def start(self) -> None:
        """Listen. Port 0 means any free one, known afterwards."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)
        self.port = int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        """Listen no more and drop every connection; a call is refused from here on."""
        if self._server is not None:
            self._server.close()
            self._server = None
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = cast("asyncio.Task[Any]", asyncio.current_task())
        self._tasks.add(task)
        try:
            await self._conversation(reader, writer)
        except (CutError, asyncio.CancelledError):
            _reset(writer)
        except (ConnectionError, h11.RemoteProtocolError):
            writer.transport.abort()
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _conversation(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        while (request := await _read(connection, reader)) is not None:
            reply = await self.handler(request)
            if reply.pieces is not None:
                await _pour(connection, reader, writer, reply, reply.pieces)
                return
            length = {"content-type": reply.content_type, "content-length": str(len(reply.body))}
            head = h11.Response(status_code=reply.status, headers=list({**length, **reply.headers}.items()))
            for event in (head, h11.Data(data=reply.body), h11.EndOfMessage()):
                writer.write(connection.send(event) or b"")
            await writer.drain()
            if connection.our_state is h11.MUST_CLOSE:
                return
            connection.start_next_cycle()


async def _pour(
    connection: h11.Connection,
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    reply: Reply,
    pieces: AsyncIterator[bytes],
) -> None:
    """Send pieces as they come, until they end or the other side hangs up."""
    headers = [("content-type", reply.content_type), *reply.headers.items()]
    writer.write(connection.send(h11.Response(status_code=reply.status, headers=headers)) or b"")
    gone = asyncio.ensure_future(reader.read(1))
    sending = asyncio.ensure_future(_send_all(connection, writer, pieces))
    try:
        await asyncio.wait({gone, sending}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        gone.cancel()
        sending.cancel()
        await asyncio.gather(gone, sending, return_exceptions=True)


async def _send_all(
    connection: h11.Connection, writer: asyncio.StreamWriter, pieces: AsyncIterator[bytes]
) -> None:
    async for piece in pieces:
        writer.write(connection.send(h11.Data(data=piece)) or b"")
        await writer.drain()
    writer.write(connection.send(h11.EndOfMessage()) or b"")
    await writer.drain()


async def _read(connection: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    head: h11.Request | None = None
    body = bytearray()
    while True:
        match connection.next_event():
            case h11.NEED_DATA:
                connection.receive_data(await reader.read(65536))
            case h11.Request() as event:
                head = event
            case h11.Data() as event:
                body += event.data
            case h11.EndOfMessage() if head is not None:
                return _request(head, bytes(body))
            case _:
                return None


def _request(head: h11.Request, body: bytes) -> Request:
    target = urlsplit(head.target.decode())
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in head.headers}
    return Request(
        method=head.method.decode(),
        path=target.path,
        query=target.query,
        content_type=headers.get("content-type", ""),
        body=body,
        headers=headers,
    )


def _reset(writer: asyncio.StreamWriter) -> None:
    plug = writer.get_extra_info("socket")
    if plug is not None:
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
