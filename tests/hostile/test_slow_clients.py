"""Hundreds of clients that never finish, at the real program's door: hung up on while others are served."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from benchmarks.throughput import Client, percentile
from bot.testing.telegram import FakeTelegram
from bot.testing.x import FakeX
from tests.fakes.both_brand import secrets, write_project
from tests.support.patience import PROGRAM_PATIENCE
from tests.support.ports import free_port
from tests.support.program import running_program

EACH = 200
REQUESTS = 60
HALVES = {
    "nothing": b"",
    "half a header": b"POST /telegram HTTP/1.1\r\nHost: x\r\nX-Slow: ",
    "half a body": b"POST /telegram HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
}


@asynccontextmanager
async def _served(folder: Path) -> AsyncIterator[tuple[FakeTelegram, int]]:
    port = free_port()
    telegram, x = FakeTelegram(gateway=f"http://127.0.0.1:{port}"), FakeX()
    await telegram.start()
    await x.start()
    try:
        project = write_project(
            folder,
            telegram,
            x,
            on_telegram='webhook = "https://prova.example/telegram"',
            beside='[channels.web]\nburst_pause = "0s"',
        )
        async with running_program(project, secrets(telegram, x), port=port):
            async with asyncio.timeout(PROGRAM_PATIENCE):
                while not telegram.world.webhook:
                    await asyncio.sleep(0.05)
            yield telegram, port
    finally:
        await telegram.stop()
        await x.stop()


async def _requests(telegram: FakeTelegram, port: int, first: int) -> list[float]:
    """Let customers write in the chat and on Telegram; gives the seconds each chat request took."""
    took: list[float] = []
    client = Client(*await asyncio.open_connection("127.0.0.1", port))
    for number in range(first, first + REQUESTS):
        telegram.world.say(number, "quando siete aperti oggi")
        body = f'{{"id": "m-{number}", "text": "quando siete aperti oggi"}}'.encode()
        began = time.perf_counter()
        status, answer = await client.ask("POST", f"/api/chat/customer-{number:06d}/messages", body)
        took.append(time.perf_counter() - began)
        assert status == 202, answer
        await asyncio.sleep(0.02)
    client.close()
    async with asyncio.timeout(PROGRAM_PATIENCE):
        while telegram.world.unconfirmed():
            await asyncio.sleep(0.02)
    return took


async def _hung_up_on(reader: asyncio.StreamReader) -> None:
    try:
        while await reader.read(4096):
            pass
    except ConnectionError:
        return


@pytest.mark.slow
async def test_clients_that_never_finish_are_hung_up_on_and_real_ones_are_served(tmp_path: Path) -> None:
    async with _served(tmp_path) as (telegram, port):
        calm = await _requests(telegram, port, 1)
        began = time.perf_counter()
        slow = []
        for said in HALVES.values():
            for _ in range(EACH):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(said)
                slow.append((reader, writer))
        beset = await _requests(telegram, port, 1 + REQUESTS)
        async with asyncio.timeout(PROGRAM_PATIENCE):
            await asyncio.gather(*(_hung_up_on(reader) for reader, _ in slow))
        span = time.perf_counter() - began
        for _, writer in slow:
            writer.close()
        statuses = {status for _, status in telegram.deliveries}
    ratios = [percentile(beset, part) / percentile(calm, part) for part in (50, 99)]
    print(
        f"{len(slow)} slow clients gone after {span:.1f} s; requests beside them p50 {ratios[0]:.2f} ", end=""
    )
    print(f"and p99 {ratios[1]:.2f} times as long as in the calm")
    assert len(beset) == REQUESTS
    assert statuses == {200}
    assert len(telegram.world.confirmed) == 2 * REQUESTS
