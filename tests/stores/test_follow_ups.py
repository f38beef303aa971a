"""The sweep on SQLite: its law, its locks, restarts, and rows that make no sense."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.case import FollowUpKind
from bot.model.turn import TaskKind
from bot.stores import open_store
from bot.stores.connection import connect_memory
from bot.stores.documents import ms
from bot.stores.inline import InlineTransactions
from bot.stores.migrations import migrate
from bot.stores.sql_store import SqlStore
from bot.stores.tx import Tx
from bot.stores.units.catching_up import LATE, PAUSE, TOGETHER
from bot.stores.units.followups import BATCH
from tests.contracts.store_helpers import HOUR, NOW, Teller
from tests.contracts.store_wake import owe

R = TypeVar("R")
DAY = timedelta(days=1)
INSERT = "INSERT INTO followup (conversation_id, kind, step, at) VALUES (?, ?, 0, ?)"


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(connect_memory()) as connection:
        migrate(connection)
        yield connection


@dataclass
class Counting:
    """Transactions that count what was begun."""

    inner: InlineTransactions
    begun: Counter[str] = field(default_factory=Counter)

    async def write(self, unit: Callable[[Tx], R]) -> R:
        self.begun["write"] += 1
        return await self.inner.write(unit)

    async def read(self, unit: Callable[[Tx], R]) -> R:
        self.begun["read"] += 1
        return await self.inner.read(unit)

    async def close(self) -> None:
        await self.inner.close()


async def test_a_sweep_with_nothing_due_begins_no_write_transaction(connection: sqlite3.Connection) -> None:
    counting = Counting(InlineTransactions(connection))
    store = SqlStore(counting)
    await owe(store, FollowUpKind.PROMISE, NOW + HOUR)
    counting.begun.clear()
    assert await store.wake_due(NOW) == ()
    assert counting.begun == {"read": 1}
    assert await store.wake_due(NOW + HOUR) != ()
    assert counting.begun["write"] == 1


async def test_a_sweep_that_must_hold_back_begins_no_write_transaction(
    connection: sqlite3.Connection,
) -> None:
    counting = Counting(InlineTransactions(connection))
    store = SqlStore(counting)
    for _ in range(TOGETHER + 1):
        await owe(store, FollowUpKind.PROMISE, NOW)
    await store.wake_due(NOW + DAY)
    counting.begun.clear()
    assert await store.wake_due(NOW + DAY) == ()
    assert counting.begun == {"read": 1}


async def test_a_restart_neither_forgets_the_pace_nor_begins_it_anew(tmp_path: Path) -> None:
    url, back = f"sqlite:///{tmp_path}/store.db", NOW + 3 * DAY
    store = open_store(url)
    for _ in range(2 * TOGETHER):
        await owe(store, FollowUpKind.PROMISE, NOW)
    assert len(await store.wake_due(back)) == TOGETHER
    for _ in range(3):
        await store.close()
        store = open_store(url)
        assert await store.wake_due(back) == ()
    assert len(await store.wake_due(back + PAUSE)) == TOGETHER
    await store.close()


@settings(max_examples=60)
@given(
    ages=st.lists(st.integers(-3 * 86_400, 7_200), max_size=60),
    steps=st.lists(st.sampled_from([0, 1, 5, 60, 290, 301, 3_600]), max_size=30),
)
def test_each_follow_up_wakes_once_never_early_and_what_was_missed_no_faster_than_the_pace(
    ages: list[int], steps: list[int]
) -> None:
    with closing(connect_memory()) as connection:
        migrate(connection)
        asyncio.run(_sweep_through(connection, ages, steps))


async def _sweep_through(connection: sqlite3.Connection, ages: list[int], steps: list[int]) -> None:
    """Owe things around NOW, then sweep at the steps and at every moment the store names."""
    store, due = SqlStore(InlineTransactions(connection)), dict[int, datetime]()
    for age in ages:
        at = NOW + timedelta(seconds=age)
        due[await owe(store, FollowUpKind.CHECK, at)] = at
    woken, late, now = Counter[int](), list[datetime](), NOW
    moments = [NOW + timedelta(seconds=sum(steps[:n])) for n in range(1, len(steps) + 1)]
    while moments or (await store.next_wake(now)) is not None:
        named = await store.next_wake(now)
        now = max(now, min(item for item in (*moments[:1], named) if item is not None))
        moments = [item for item in moments if item > now]
        while found := await store.wake_due(now):
            assert all(due[item] <= now for item in found)
            late += [now for item in found if due[item] <= now - LATE]
            woken.update(found)
        assert named is None or named > now or woken
    assert woken == Counter(list(due))
    assert all(sum(one <= other < one + PAUSE for other in late) <= TOGETHER for one in late)


async def test_a_row_that_makes_no_sense_goes_to_a_person_and_stops_no_other(
    connection: sqlite3.Connection,
) -> None:
    store = SqlStore(InlineTransactions(connection))
    teller = Teller(store)
    good, odd, vague = [await teller.hear(key=key) for key in ("buona", "strana", "vaga")]
    for conversation_id in (good, odd, vague):
        await teller.turn(conversation_id)
    connection.execute("UPDATE conversation SET surface = 'billboard' WHERE id = ?", (odd,))
    rows = [(odd, "promise", ms(NOW)), (404, "promise", ms(NOW)), (good, "check", ms(NOW))]
    senseless = [-(1 << 63), -(10**17), 10**17, "tomorrow"]
    connection.executemany(INSERT, [*rows, *((vague, "promise", at) for at in senseless)])
    assert await store.wake_due(NOW) == (good,)
    assert await store.wake_due(NOW) == ()
    assert await store.next_wake(NOW) is None
    tasks = [task for task in await store.tasks() if task.kind is TaskKind.POISON]
    assert sorted(task.conversation_id for task in tasks) == [odd, vague, vague]
    assert await store.with_work() == (good,)


async def test_a_batch_of_rows_without_a_conversation_does_not_end_the_sweep(
    connection: sqlite3.Connection,
) -> None:
    store = SqlStore(InlineTransactions(connection))
    connection.executemany(INSERT, [(404, "promise", ms(NOW))] * (BATCH + 1))
    last = await owe(store, FollowUpKind.CHECK, NOW)
    assert await store.wake_due(NOW) == (last,)
