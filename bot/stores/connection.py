"""A SQLite connection as the store wants it, and a transaction on it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.stores.tx import Row, Value

BUSY_SECONDS = 30
"""How long to wait for another program's lock (a backup, say) before giving up."""


def connect(path: Path) -> sqlite3.Connection:
    """Open a file: nothing is lost once committed, readers never wait. Transactions are ours to begin."""
    connection = sqlite3.connect(
        path, isolation_level=None, check_same_thread=False, cached_statements=256, timeout=BUSY_SECONDS
    )
    try:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_memory() -> sqlite3.Connection:
    """Open a store in memory, gone when closed."""
    return sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False, cached_statements=256)


class SqliteTx:
    """A transaction under way on a connection."""

    __slots__ = ("_connection",)

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, /, **values: Value) -> list[Row]:
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, /, **values: Value) -> Row | None:
        found = self._connection.execute(sql, values).fetchall()
        return found[0] if found else None

    def run(self, sql: str, /, **values: Value) -> int:
        return self._connection.execute(sql, values).rowcount

    def many(self, sql: str, each: Iterable[Mapping[str, Value]], /) -> None:
        rows = tuple(each)
        if rows:
            self._connection.executemany(sql, rows)


def roll_back(connection: sqlite3.Connection) -> None:
    """Undo what is under way, if SQLite has not done so itself."""
    if connection.in_transaction:
        connection.execute("ROLLBACK")
