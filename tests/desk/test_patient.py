"""Slow clients over a real socket: hung up on in time, while others are served."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import uvicorn

from bot.desk.patient import PatientProtocol
from bot.desk.site import build_site
from tests.fakes.brand import a_channel
from tests.fakes.chat import MemoryIntake
from tests.support.loopback import ServerWithoutSignals
from tests.support.patience import PATIENCE

HEALTH = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
SLOW_BODY = b"POST /api/chat/giulia-0001/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"


class ShortOfPatience(PatientProtocol):
    header_seconds = 0.2


class ShortOfRoom(PatientProtocol):
    silent_per_address = 3


@pytest.fixture
async def port(request: pytest.FixtureRequest) -> AsyncIterator[int]:
    protocol = getattr(request, "param", ShortOfPatience)
    site = build_site(chat_routes=a_channel(MemoryIntake()).routes(), desk_routes=[], body_seconds=0.2)
    config = uvicorn.Config(site, port=0, http=protocol, lifespan="off", log_level="critical", ws="none")
    server = ServerWithoutSignals(config)
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await serving


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        (b"", b""),
        (b"GET /healthz HT", b""),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ", b""),
        (SLOW_BODY, b"HTTP/1.1 408"),
    ],
)
async def test_who_does_not_finish_is_hung_up_on(port: int, said: bytes, answer: bytes) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said)
    heard = await asyncio.wait_for(reader.read(), PATIENCE)
    assert heard.startswith(answer)
    assert bool(heard) is bool(answer)
    writer.close()


async def test_a_second_request_must_be_finished_too(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEALTH)
    await asyncio.wait_for(reader.readuntil(b"ok\n"), PATIENCE)
    writer.write(b"GET /heal")
    assert await asyncio.wait_for(reader.read(), PATIENCE) == b""
    writer.close()


async def left_without_an_answer(reader: asyncio.StreamReader) -> bool:
    """Wait until the server hangs up; with a reset where words of ours were still on their way."""
    try:
        return await asyncio.wait_for(reader.read(), PATIENCE) == b""
    except ConnectionResetError:
        return True


async def test_dripping_headers_do_not_buy_time(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ")

    async def drip() -> None:
        while True:
            writer.write(b"x")
            await asyncio.sleep(0.02)

    dripping = asyncio.create_task(drip())
    assert await left_without_an_answer(reader)
    dripping.cancel()
    writer.close()


async def test_others_are_served_meanwhile_and_a_kept_connection_lives(port: int) -> None:
    stuck = [await asyncio.open_connection("127.0.0.1", port) for _ in range(50)]
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(3):
        writer.write(HEALTH)
        assert (await asyncio.wait_for(reader.readuntil(b"ok\n"), PATIENCE)).startswith(b"HTTP/1.1 200")
    for _reader, opened in (*stuck, (reader, writer)):
        opened.close()


@pytest.mark.parametrize("port", [ShortOfRoom], indirect=True)
async def test_of_too_many_silent_connections_the_longest_silent_is_hung_up_on(port: int) -> None:
    silent = [await asyncio.open_connection("127.0.0.1", port) for _ in range(4)]
    assert await asyncio.wait_for(silent[0][0].read(), PATIENCE) == b""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEALTH)
    assert (await asyncio.wait_for(reader.readuntil(b"ok\n"), PATIENCE)).startswith(b"HTTP/1.1 200")
    assert await asyncio.wait_for(silent[1][0].read(), PATIENCE) == b""
    silent[2][1].write(HEALTH)
    assert (await asyncio.wait_for(silent[2][0].readuntil(b"ok\n"), PATIENCE)).startswith(b"HTTP/1.1 200")
    for _reader, opened in (*silent, (reader, writer)):
        opened.close()
