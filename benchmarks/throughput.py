"""Web chat in to reply out: the real program over HTTP, beside the floor of the store it stands on.

Run it as `python -m benchmarks.throughput [--customers N] [--connections N]`. Each customer writes one
message; the judge reads every customer's chat afterwards through the public API.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from pathlib import Path
from statistics import quantiles

from benchmarks.store_floor import floor, lives
from tests.support.brand import SETTINGS, sources

ROOT = Path(__file__).parent.parent
TEXT = "quando siete aperti oggi"
_CHANNELS = SETTINGS.index("[channels.chat]")


def project(folder: Path) -> None:
    """Write a small brand with the web chat on, and no cap on what it says in a minute."""
    own = (
        '[channels.web]\nburst_pause = "0s"\n[matching]\nencoder = "none"\n[limits]\naccount_per_minute = 0\n'
    )
    settings = SETTINGS[:_CHANNELS] + own
    for name, text in (("settings.toml", settings), *((item.path, item.text) for item in sources()[1:])):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@asynccontextmanager
async def running(folder: Path, shown: str) -> AsyncIterator[str]:
    """Run the real program on a free port, and give what it shows of a pattern's group."""
    program = [sys.executable, "-m", "bot", "-C", str(folder), "run", "--port", "0"]
    process = await asyncio.create_subprocess_exec(*program, stdout=asyncio.subprocess.PIPE, cwd=ROOT)
    try:
        yield await _shown(process, shown)
    finally:
        process.terminate()
        await process.wait()


async def _shown(process: asyncio.subprocess.Process, pattern: str) -> str:
    assert process.stdout is not None
    async with asyncio.timeout(60):
        while line := (await process.stdout.readline()).decode():
            found = re.search(pattern, line)
            if found:
                return found[1]
    raise SystemExit("the program ended before it served")


@asynccontextmanager
async def serving(folder: Path) -> AsyncIterator[int]:
    """Run the real program, and give its port."""
    async with running(folder, r"http://127\.0\.0\.1:(\d+)") as port:
        yield int(port)


class Client:
    """A keep-alive HTTP/1.1 connection with as little of its own as will do."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def ask(self, method: str, path: str, body: bytes = b"") -> tuple[int, bytes]:
        """Send a request and read its answer."""
        head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
        self._writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        lines = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        length = next(int(line.split(":")[1]) for line in lines if line.startswith("content-length:"))
        return int(lines[0].split()[1]), await self._reader.readexactly(length)

    def close(self) -> None:
        """Hang up."""
        self._writer.close()


async def write_all(port: int, customers: Sequence[str], connections: int) -> list[float]:
    """Have every customer write one message; gives the seconds each POST took."""
    waiting = iter(customers)
    took: list[float] = []

    async def writer() -> None:
        client = Client(*await asyncio.open_connection("127.0.0.1", port))
        for customer in waiting:
            body = json.dumps({"id": f"m-{customer}", "text": TEXT}).encode()
            began = time.perf_counter()
            status, answer = await client.ask("POST", f"/api/chat/{customer}/messages", body)
            took.append(time.perf_counter() - began)
            assert status == 202, answer
        client.close()

    await asyncio.gather(*(writer() for _ in range(connections)))
    return took


async def until_replied(database: Path, customers: int) -> None:
    """Wait until as many replies are settled as customers wrote; reading beside disturbs least."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        async with asyncio.timeout(300):
            while _replies(connection) < customers:
                await asyncio.sleep(0.02)


def _replies(connection: sqlite3.Connection) -> int:
    row = connection.execute("SELECT COUNT(*) FROM transcript WHERE sender = 'bot'").fetchone()
    return int(row[0])


async def judge(port: int, customers: Sequence[str]) -> tuple[int, int]:
    """Count the customers without an answer, and those with more than one."""
    client = Client(*await asyncio.open_connection("127.0.0.1", port))
    lost = twice = 0
    for customer in customers:
        _, body = await client.ask("GET", f"/api/chat/{customer}/messages?after=0")
        answers = sum(1 for line in json.loads(body)["messages"] if line["from"] == "bot")
        lost += answers == 0
        twice += answers > 1
    client.close()
    return lost, twice


async def one_by_one(port: int, count: int, name: str = "single") -> list[float]:
    """Measure single customers: seconds from the POST to the reply, by long polling."""
    client = Client(*await asyncio.open_connection("127.0.0.1", port))
    took = []
    for number in range(count):
        path = f"/api/chat/{name}-{number:06d}/messages"
        began = time.perf_counter()
        await client.ask("POST", path, json.dumps({"id": f"s-{number}", "text": TEXT}).encode())
        while b'"bot"' not in (await client.ask("GET", f"{path}?after=0"))[1]:
            await asyncio.sleep(0.001)
        took.append(time.perf_counter() - began)
    client.close()
    return took


async def measure(count: int, connections: int) -> None:
    """Run it all and print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project(folder)
        commits = floor(folder, commits=40, group=128)
        stored, _ = await lives(folder, callers=200, messages=max(1, count // 200))
        customers = [f"customer-{number:06d}" for number in range(count)]
        async with serving(folder) as port:
            single = await one_by_one(port, 200)
            began = time.perf_counter()
            posts = await write_all(port, customers, connections)
            await until_replied(folder / "sportello.db", count + len(single))
            span = time.perf_counter() - began
            lost, twice = await judge(port, customers)
    rate = count / span
    print(f"messages answered a second       {rate:10.0f}   (web chat in to reply out, over HTTP)")
    print(f"bare grouped rows a second       {commits:10.0f}   (SQLite, groups of 128, same file system)")
    print(f"whole lives in the store a second{stored:10.0f}   (accept, turn, claim, settle; nothing decided)")
    print(f"lives / answered                 {stored / rate:10.1f}")
    print(f"bare rows / answered             {commits / rate:10.1f}")
    print(f"lost {lost}, answered twice {twice}, of {count}")
    print(f"POST p50 / p99 under load        {percentile(posts, 50):7.1f} / {percentile(posts, 99):.1f} ms")
    print(
        f"in to out, one at a time, p50/p99 {percentile(single, 50):6.1f} / {percentile(single, 99):.1f} ms"
    )


def percentile(seconds: Sequence[float], percent: int) -> float:
    """Give a percentile in milliseconds."""
    return quantiles(seconds, n=100)[percent - 1] * 1000


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=5000)
    parser.add_argument("--connections", type=int, default=64)
    arguments = parser.parse_args()
    asyncio.run(measure(arguments.customers, arguments.connections))


if __name__ == "__main__":
    main()
