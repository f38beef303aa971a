"""The first reply on Telegram beside a bare echo bot: same library, same fake Bot API, polling and webhook.

Run it as `python -m benchmarks.first_reply [--single N] [--crowd N]`. First customers write one at a time,
then a crowd at once; the judge is the fake's own log. The echo bot keeps nothing and decides nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.throughput import percentile
from bot.testing.telegram import FakeTelegram
from tests.support.brand import write_brand
from tests.support.ports import free_port

ROOT = Path(__file__).parent.parent
TEXT = "quando siete aperti oggi"
WARMING = 20
PATIENCE = 120.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One bot's figures: `single` in seconds from writing to the reply, `rate` in replies a second."""

    single: Sequence[float]
    rate: float
    lost: int
    twice: int


def _sportello(folder: Path, fake: FakeTelegram, *, webhook: bool) -> list[str]:
    own = 'webhook = "https://prova.example/telegram"' if webhook else ""
    channels = f"""
[channels.telegram]
token = "env:TELEGRAM_TOKEN"
base_url = "{fake.base_url}"
burst_pause = "0s"
{own}
"""
    write_brand(folder, channels, store="first")
    return [sys.executable, "-m", "bot", "-C", str(folder), "run", "--port", fake.gateway.rpartition(":")[2]]


def _echo(fake: FakeTelegram, *, webhook: bool) -> list[str]:
    port = [fake.gateway.rpartition(":")[2]] if webhook else []
    return [sys.executable, "-m", "benchmarks.echo_bot", fake.base_url, fake.world.token, *port]


@asynccontextmanager
async def _running(program: Sequence[str], fake: FakeTelegram) -> AsyncIterator[None]:
    environ = os.environ | {"TELEGRAM_TOKEN": fake.world.token, "OPENBLAS_NUM_THREADS": "1"}
    process = await asyncio.create_subprocess_exec(
        *program, env=environ, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


async def _replied(fake: FakeTelegram, count: int) -> None:
    async with asyncio.timeout(PATIENCE):
        while len(fake.world.posts) < count:
            await asyncio.sleep(0.0005)


async def _one(fake: FakeTelegram, chat: int) -> float:
    before = len(fake.world.posts)
    began = time.time()
    fake.world.say(chat, TEXT)
    await _replied(fake, before + 1)
    return fake.world.posts[before].at - began


async def measure(program: Sequence[str], fake: FakeTelegram, *, single: int, crowd: int) -> Measured:
    """Measure one bot on a fresh fake."""
    async with _running(program, fake):
        for chat in range(1, WARMING + 1):
            await _one(fake, chat)
            await asyncio.sleep(0.05)
        first = WARMING + 1
        took = []
        for chat in range(first, first + single):
            took.append(await _one(fake, chat))
            await asyncio.sleep(0.05)  # thirty a second is the most that Telegram takes
        began = time.perf_counter()
        everyone = range(1, first + single + crowd)
        for chat in everyone[-crowd:]:
            fake.world.say(chat, TEXT)
        await _replied(fake, len(everyone))
        rate = crowd / (time.perf_counter() - began)
        await asyncio.sleep(0.5)  # what is said twice comes a little later
    times = Counter(post.chat for post in fake.world.posts)
    lost, twice = len(set(everyone) - set(times)), sum(count > 1 for count in times.values())
    return Measured(single=took, rate=rate, lost=lost, twice=twice)


async def _compare(single: int, crowd: int) -> None:
    for way in ("polling", "webhook"):
        found: dict[str, Measured] = {}
        for name in ("echo", "Sportello"):
            fake = FakeTelegram(gateway=f"http://127.0.0.1:{free_port()}")
            await fake.start()
            with tempfile.TemporaryDirectory() as folder:
                webhook = way == "webhook"
                program = (
                    _echo(fake, webhook=webhook)
                    if name == "echo"
                    else _sportello(Path(folder), fake, webhook=webhook)
                )
                found[name] = await measure(program, fake, single=single, crowd=crowd)
            await fake.stop()
        _print(way, found)


def _print(way: str, found: dict[str, Measured]) -> None:
    for name, item in found.items():
        p50, p99 = (percentile(item.single, part) for part in (50, 99))
        print(f"{way:<8} {name:<10} p50 {p50:6.1f} ms  p99 {p99:6.1f} ms  crowd {item.rate:6.1f}/s", end="")
        print(f"  lost {item.lost}  twice {item.twice}")
    echo, ours = found["echo"].single, found["Sportello"].single
    ratios = [percentile(ours, part) / percentile(echo, part) for part in (50, 99)]
    print(f"{way:<8} Sportello / echo: p50 {ratios[0]:.2f}, p99 {ratios[1]:.2f}")


def main() -> None:
    """Read the arguments, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--single", type=int, default=300)
    parser.add_argument("--crowd", type=int, default=300)
    arguments = parser.parse_args()
    asyncio.run(_compare(arguments.single, arguments.crowd))


if __name__ == "__main__":
    main()
