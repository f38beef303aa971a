"""How far the store is from the floor: bare grouped SQLite commits beside whole lives of a message.

Run it as `python -m benchmarks.store_floor [--messages N] [--callers N]`.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from bot.clock import SystemClock
from bot.model.message import Author, Inbound, Letter, Purpose
from bot.model.turn import TurnResult
from bot.service.store import Store
from bot.service.values import Batch, Sent
from bot.stores import open_store
from bot.stores.connection import connect
from bot.stores.sqlite import GROUP

KEY = ("web", "bench")
CLOCK = SystemClock()


def floor(folder: Path, commits: int, group: int) -> float:
    """Commit groups of bare one-row inserts; gives rows a second."""
    with closing(connect(folder / "floor.db")) as connection:
        connection.execute("CREATE TABLE floor (id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
        body = "x" * 600  # about the size of a stored message
        started = time.perf_counter()
        for _ in range(commits):
            _group(connection, body, group)
        return commits * group / (time.perf_counter() - started)


def _group(connection: sqlite3.Connection, body: str, group: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    for _ in range(group):
        connection.execute("SAVEPOINT unit")
        connection.execute("INSERT INTO floor (body) VALUES (?)", (body,))
        connection.execute("RELEASE unit")
    connection.execute("COMMIT")


def _message(caller: int, n: int) -> Batch:
    now = CLOCK.now()
    inbound = Inbound(
        channel=KEY[0],
        account=KEY[1],
        event_key=f"{caller}-{n}",
        conversation_key=f"customer-{caller}",
        author=Author(id=f"{caller}", name="Giulia"),
        text="la ricarica di ieri non è arrivata",
        occurred_at=now,
        received_at=now,
    )
    return Batch(channel=KEY[0], account=KEY[1], items=(inbound,))


async def _caller(
    store: Store, caller: int, messages: int, wanted: asyncio.Event, lives: list[float]
) -> None:
    """Live messages of one customer, one after another, up to where their answer is sent."""
    for n in range(messages):
        started = time.perf_counter()
        accepted = await store.accept(_message(caller, n), CLOCK.now())
        work = await store.work(accepted.conversations[0])
        assert work is not None
        result = TurnResult(
            conversation=work.conversation,
            done=tuple(item.id for item in work.waiting),
            letters=(Letter(purpose=Purpose.ANSWER, text="Controllo e ti scrivo qui."),),
            now=CLOCK.now(),
        )
        assert await store.commit_turn(result)
        wanted.set()
        lives.append(time.perf_counter() - started)


async def _sender(store: Store, total: int, wanted: asyncio.Event) -> None:
    sent = 0
    while sent < total:
        await wanted.wait()
        wanted.clear()
        while claimed := await store.claim(
            CLOCK.now(), rates={KEY: ()}, lease=timedelta(minutes=1), most=GROUP
        ):
            await asyncio.gather(
                *(store.settle(item, Sent(id=f"{item.id}"), CLOCK.now()) for item in claimed)
            )
            sent += len(claimed)


async def lives(folder: Path, callers: int, messages: int) -> tuple[float, list[float]]:
    """Take messages through accept, turn, claim and settle; gives lives a second, and times to the answer."""
    store = open_store(f"sqlite:///{folder}/store.db")
    wanted, times = asyncio.Event(), list[float]()
    started = time.perf_counter()
    await asyncio.gather(
        _sender(store, callers * messages, wanted),
        *(_caller(store, caller, messages, wanted, times) for caller in range(callers)),
    )
    rate = callers * messages / (time.perf_counter() - started)
    await store.close()
    return rate, times


async def backlog(folder: Path, queued: int) -> float:
    """Give the milliseconds one claim of 32 takes with so many letters queued."""
    store = open_store(f"sqlite:///{folder}/backlog.db")
    wanted = asyncio.Event()
    await asyncio.gather(*(_caller(store, caller, 1, wanted, []) for caller in range(queued)))
    took: list[float] = []
    for _ in range(20):
        started = time.perf_counter()
        claimed = await store.claim(CLOCK.now(), rates={KEY: ()}, lease=timedelta(minutes=1), most=32)
        took.append(time.perf_counter() - started)
        assert len(claimed) == 32
    await store.close()
    return _quantile(took, 0.5) * 1000


def _quantile(values: Sequence[float], share: float) -> float:
    return sorted(values)[int(share * (len(values) - 1))]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=40, help="messages of each caller")
    parser.add_argument("--callers", type=int, default=200, help="callers at the same time")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        bare = floor(folder, 100, GROUP)
        rate, times = asyncio.run(lives(folder, asked.callers, asked.messages))
        claim = asyncio.run(backlog(folder, 10_000))
    print(f"{'floor: bare rows in grouped commits':<46}{bare:>10,.0f} /s")
    print(f"{'store: accept, turn, claim and settle':<46}{rate:>10,.0f} messages/s")
    print(f"{'ratio: floor rows for each message':<46}{bare / rate:>10.1f}")
    print(f"{'in to queued answer, half of them within':<46}{_quantile(times, 0.5) * 1000:>10.1f} ms")
    print(f"{'in to queued answer, 99 in 100 within':<46}{_quantile(times, 0.99) * 1000:>10.1f} ms")
    print(f"{'one claim of 32 with 10,000 queued':<46}{claim:>10.1f} ms")


if __name__ == "__main__":
    main()
