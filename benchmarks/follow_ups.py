"""What a sweep for due follow-ups costs, beside the floor: a bare indexed DELETE … RETURNING on one file.

Run it as `python -m benchmarks.follow_ups`. A sweep that finds something also stores an event for each, in
its conversation; one that finds nothing only reads. The cost follows what is due, not what is pending.
"""

from __future__ import annotations

import argparse
import asyncio
import sqlite3
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from bot.model.conversation import State
from bot.model.message import Author
from bot.service.store import Store
from bot.stores import open_store
from bot.stores.connection import connect
from bot.stores.documents import dump, ms
from bot.stores.units.followups import TAKE

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KINDS = ("promise", "reassure", "check", "give_up")
PENDING = (1_000, 10_000, 100_000)
DUE = (0, 10, 1_000)

_CONVERSATION = """
INSERT INTO conversation (id, channel, account, key, surface, contact, state, case_id, created_at, seen_at)
VALUES (?, 'web', 'bench', ?, 'private', ?, ?, ?, 0, 0)"""
_CASE = "INSERT INTO cases (id, conversation_id, status, opened_at) VALUES (?, ?, 'waiting_for_agent', 0)"
_OWE = "INSERT INTO followup (conversation_id, kind, at) VALUES (?, ?, ?)"
_FLOOR = "DELETE FROM followup WHERE at <= ? RETURNING id, kind, step, at, conversation_id"


def fill(path: Path, pending: int, now: datetime = NOW) -> None:
    """Make a store in which so many follow-ups are pending, all of them a day ahead or more."""
    asyncio.run(open_store(f"sqlite:///{path}").close())
    contact, state = dump(Author(id="c")), dump(State())
    far = ms(now + timedelta(days=1))
    numbers = range(1, pending + 1)
    with closing(connect(path)) as connection:
        connection.execute("BEGIN")
        connection.executemany(_CONVERSATION, ((n, f"k{n}", contact, state, n) for n in numbers))
        connection.executemany(_CASE, ((n, n) for n in numbers))
        connection.executemany(_OWE, ((n, KINDS[n % 4], far + n * 60_000) for n in numbers))
        connection.execute("COMMIT")


def owe_now(path: Path, due: int) -> None:
    """Have so many fall due at this moment, besides the others."""
    with closing(connect(path)) as connection:
        connection.execute("BEGIN")
        connection.executemany(_OWE, ((n + 1, KINDS[n % 4], ms(NOW) - n % 1000) for n in range(due)))
        connection.execute("COMMIT")


async def sweep(store: Store) -> int:
    """Wake all that is due, batch after batch."""
    woken = 0
    while found := await store.wake_due(NOW):
        woken += len(found)
    return woken


async def sweeps(path: Path, due: int, rounds: int) -> float:
    """Give the milliseconds a sweep takes with so many due."""
    store, took = open_store(f"sqlite:///{path}"), []
    for _ in range(rounds):
        owe_now(path, due)
        began = time.perf_counter()
        assert await sweep(store) == due
        took.append(time.perf_counter() - began)
    await store.close()
    return median(took) * 1000


def floors(path: Path, due: int, rounds: int) -> float:
    """Give the milliseconds the bare statement takes, in a commit of its own."""
    took = []
    with closing(connect(path)) as connection:
        for _ in range(rounds):
            owe_now(path, due)
            began = time.perf_counter()
            connection.execute("BEGIN IMMEDIATE")
            assert len(connection.execute(_FLOOR, (ms(NOW),)).fetchall()) == due
            connection.execute("COMMIT")
            took.append(time.perf_counter() - began)
    return median(took) * 1000


def plan(path: Path) -> Sequence[str]:
    """Give how SQLite finds what is due."""
    values = {"urgency": 0, "first": 0, "last": ms(NOW), "most": 1}
    with closing(sqlite3.connect(path)) as connection:
        return [row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {TAKE}", values)]


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="sweeps of each kind; the median is shown")
    rounds = parser.parse_args().rounds
    print(f"{'pending':>10}{'due':>8}{'sweep ms':>12}{'floor ms':>12}{'ratio':>8}{'µs each':>10}")
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as name:
        for pending in PENDING:
            path = Path(name) / f"{pending}.db"
            fill(path, pending)
            for due in DUE:
                floor = floors(path, due, rounds)
                took = asyncio.run(sweeps(path, due, rounds))
                each = f"{took * 1000 / due:10.0f}" if due else f"{'':>10}"
                print(f"{pending:>10,}{due:>8,}{took:>12.2f}{floor:>12.2f}{took / floor:>8.1f}{each}")
        print("plan:", *plan(path), sep="\n  ")


if __name__ == "__main__":
    main()
