"""A process that dies at a commit: what was committed is there, the rest left no trace, and it goes on."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pytest

from bot.model.case import FollowUp, FollowUpKind
from bot.service.values import Absent, Batch, Hooks, Sent
from bot.stores.connection import connect_memory
from bot.stores.inline import InlineTransactions
from bot.stores.migrations import migrate
from bot.stores.sql_store import SqlStore
from tests.contracts.store_helpers import HOUR, KEY, NOW, Teller, batch, heard, letter

POINTS = ("before_commit", "after_commit")


class DiedError(BaseException):
    """The process is gone."""


@dataclass
class Fuse:
    """Dies at a point, the n-th time it is reached."""

    point: str
    left: int

    def reached(self, point: str) -> None:
        if point == self.point:
            self.left -= 1
            if self.left == 0:
                raise DiedError


@pytest.fixture
def connection() -> Iterator[sqlite3.Connection]:
    with closing(connect_memory()) as connection:
        migrate(connection)
        yield connection


def open_on(connection: sqlite3.Connection, reached: Callable[[str], None] = lambda _point: None) -> Teller:
    """Start a process over what the last one left."""
    return Teller(SqlStore(InlineTransactions(connection, hooks=Hooks(reached=reached))))


async def live(teller: Teller) -> None:
    """Do whatever is left to be done of one message's life, as a process does after its start."""
    store = teller.store
    await store.release_leases()
    await store.accept(batch(heard(event="one"), cursor="1"), NOW)
    for doubtful in await store.in_doubt(NOW):
        await store.settle_doubt(doubtful, Absent(), NOW)
    await store.wake_due(NOW + HOUR)
    for conversation_id in await store.with_work():
        work = await store.work(conversation_id)
        assert work is not None
        first = work.conversation.version == 0
        owed = (FollowUp(kind=FollowUpKind.CHECK, at=NOW),) if first else ()
        await teller.turn(conversation_id, letter("ecco" if first else "risolto?"), schedule=owed)
    for outbound in await teller.claim(NOW + HOUR):
        await store.settle(outbound, Sent(id=f"{outbound.id}"), NOW)


async def _live_twice(teller: Teller) -> None:
    """Answer, and then wake what the answer left owed: a commit of its own, only when something is due."""
    await live(teller)
    await live(teller)


async def _dies(run: Awaitable[None]) -> bool:
    try:
        await run
    except DiedError:
        return True
    return False


@pytest.mark.parametrize("point", POINTS)
async def test_a_death_at_any_commit_loses_nothing_and_doubles_nothing(
    connection: sqlite3.Connection, point: str
) -> None:
    deaths, nth = 0, 1
    while nth < 20:
        with closing(connect_memory()) as fresh:
            migrate(fresh)
            deaths += await _dies(_live_twice(open_on(fresh, Fuse(point, nth).reached)))
            for _ in range(3):
                await live(open_on(fresh))
            after = open_on(fresh)
            assert await after.texts() == ["customer: ciao", "bot: ecco", "bot: risolto?"]
            assert await after.store.cursor(*KEY) == "1"
            assert await after.store.with_work() == ()
            assert await after.store.next_send(KEY, NOW) is None
            assert await after.store.in_doubt(NOW + 2 * HOUR) == ()
        nth += 1
    assert deaths >= 11
    assert not connection.in_transaction


async def test_a_death_in_the_middle_of_a_unit_leaves_nothing_of_it(connection: sqlite3.Connection) -> None:
    teller = open_on(connection)
    await teller.hear("prima")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM transcript")
    again = open_on(connection)
    assert await again.texts() == ["customer: prima"]


async def test_the_cursor_is_never_ahead_of_what_is_stored(connection: sqlite3.Connection) -> None:
    for nth, point in ((n, point) for n in range(1, 6) for point in POINTS):
        teller = open_on(connection, Fuse(point, nth).reached)
        start = int(await teller.store.cursor(*KEY) or "0")
        for n in range(start, start + 10):
            page = batch(heard(f"{n}", event=f"e{n}"), cursor=f"{n + 1}")
            if await _dies(_accept(teller, page)):
                break
    after = open_on(connection)
    stored = await after.texts()
    assert stored == [f"customer: {n}" for n in range(len(stored))]
    assert await after.store.cursor(*KEY) == f"{len(stored)}"
    assert len(stored) > 10


async def _accept(teller: Teller, page: Batch) -> None:
    await teller.store.accept(page, NOW)
