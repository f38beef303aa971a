"""Many units in one commit: each apart from the others, none told before it is on disk."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from bot.errors import StoreError
from bot.stores.connection import connect
from bot.stores.migrations import migrate
from bot.stores.sql_store import SqlStore
from bot.stores.sqlite import GROUP, SqliteTransactions
from bot.stores.tx import Tx
from tests.contracts.store_helpers import NOW, Teller, batch, heard


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


@pytest.fixture
async def transactions(path: Path) -> AsyncIterator[SqliteTransactions]:
    with closing(connect(path)) as connection:
        migrate(connection)
    transactions = SqliteTransactions(partial(connect, path), on_close=lambda: None)
    yield transactions
    await transactions.close()


BEGUN_WITH = {"schema", "link_secret"}


def remember(name: str, tx: Tx) -> str:
    tx.run("INSERT INTO meta (name, value) VALUES (:name, '1')", name=name)
    return name


def names(path: Path) -> set[str]:
    """Read from outside what is on disk, besides what every store begins with."""
    with closing(sqlite3.connect(path)) as connection:
        return {row[0] for row in connection.execute("SELECT name FROM meta")} - BEGUN_WITH


Unit = Callable[[Tx], object]


class Gate:
    """A unit that keeps the writer busy until it is opened, so that what follows makes one group."""

    def __init__(self) -> None:
        self.opened = Event()

    def __call__(self, _tx: Tx) -> None:
        assert self.opened.wait(20)


async def test_a_unit_is_on_disk_when_its_result_is_there(
    transactions: SqliteTransactions, path: Path
) -> None:
    for n in range(5):
        assert await transactions.write(partial(remember, f"n{n}")) == f"n{n}"
        assert f"n{n}" in names(path)


async def test_units_that_wait_share_a_commit(transactions: SqliteTransactions, path: Path) -> None:
    gate, seen = Gate(), list[int]()

    def look(tx: Tx) -> None:
        remember(f"n{len(seen)}", tx)
        seen.append(len(names(path)))

    first = asyncio.ensure_future(transactions.write(gate))
    others = [asyncio.ensure_future(transactions.write(look)) for _ in range(GROUP + 5)]
    await asyncio.sleep(0)
    gate.opened.set()
    await asyncio.gather(first, *others)
    assert len(set(seen)) <= 3
    assert len(names(path)) == GROUP + 5


async def test_a_poisonous_unit_fails_alone(transactions: SqliteTransactions, path: Path) -> None:
    gate = Gate()

    def poison(tx: Tx) -> None:
        remember("half", tx)
        tx.run("INSERT INTO meta (name, value) VALUES ('x', :value)", value="\ud800")

    def twice(tx: Tx) -> None:
        remember("good", tx)

    units: list[Unit] = [gate, partial(remember, "good"), poison, twice, partial(remember, "last")]
    waiting = [asyncio.ensure_future(transactions.write(unit)) for unit in units]
    await asyncio.sleep(0)
    gate.opened.set()
    ends = await asyncio.gather(*waiting, return_exceptions=True)
    assert [type(end) for end in ends] == [type(None), str, UnicodeEncodeError, sqlite3.IntegrityError, str]
    assert names(path) == {"good", "last"}


async def test_a_commit_that_fails_fails_every_unit_of_its_group(
    transactions: SqliteTransactions, path: Path
) -> None:
    gate = Gate()

    def broken(_tx: Tx) -> None:
        error = sqlite3.OperationalError("database or disk is full")
        error.sqlite_errorcode = sqlite3.SQLITE_FULL
        raise error

    units: list[Unit] = [gate, partial(remember, "a"), broken, partial(remember, "b")]
    waiting = [asyncio.ensure_future(transactions.write(unit)) for unit in units]
    await asyncio.sleep(0)
    gate.opened.set()
    ends = await asyncio.gather(*waiting, return_exceptions=True)
    assert {type(end) for end in ends[1:]} == {StoreError}
    assert names(path) == set()
    await transactions.write(partial(remember, "afterwards"))
    assert names(path) == {"afterwards"}


async def test_a_caller_that_gave_up_does_not_disturb_the_others(
    transactions: SqliteTransactions, path: Path
) -> None:
    gate = Gate()
    waiting = [
        asyncio.ensure_future(transactions.write(unit))
        for unit in (gate, partial(remember, "a"), partial(remember, "b"))
    ]
    await asyncio.sleep(0)
    waiting[1].cancel()
    gate.opened.set()
    await asyncio.gather(*waiting, return_exceptions=True)
    assert waiting[1].cancelled()
    assert waiting[2].result() == "b"
    assert names(path) == {"a", "b"}


async def test_a_read_sees_one_moment_and_changes_nothing(
    transactions: SqliteTransactions, path: Path
) -> None:
    read = await transactions.read(lambda tx: tx.rows("SELECT name FROM meta"))
    assert {row[0] for row in read} == BEGUN_WITH
    with pytest.raises(KeyError):
        await transactions.read(lambda tx: dict[str, int]()[f"{tx}"])
    assert await transactions.read(lambda tx: tx.row("SELECT COUNT(*) FROM meta")) == (2,)
    assert names(path) == set()


async def test_closing_finishes_what_was_handed_over(path: Path, transactions: SqliteTransactions) -> None:
    waiting = [asyncio.ensure_future(transactions.write(partial(remember, f"n{n}"))) for n in range(300)]
    await asyncio.sleep(0)
    await transactions.close()
    await asyncio.gather(*waiting)
    assert len(names(path)) == 300
    for use in (transactions.write, transactions.read):
        with pytest.raises(StoreError, match="closed"):
            await use(lambda _tx: None)


async def test_a_hundred_callers_at_once_lose_and_double_nothing(transactions: SqliteTransactions) -> None:
    store = SqlStore(transactions)
    batches = [batch(heard(event=f"e{n % 60}", key=f"k{n % 7}")) for n in range(120)]
    accepted = await asyncio.gather(*(store.accept(one, NOW) for one in batches))
    assert (sum(one.new for one in accepted), sum(one.duplicates for one in accepted)) == (60, 60)
    teller = Teller(store)
    lines = [line for n in range(7) for line in await teller.texts(f"k{n}")]
    assert len(lines) == 60
