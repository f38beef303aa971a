"""Opening a store for a person's small changes, while Sportello runs on it or not."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.errors import StoreError
from bot.stores.connection import connect
from bot.stores.faults import store_error
from bot.stores.inline import InlineTransactions
from bot.stores.migrations import newest, version
from bot.stores.sql_store import SqlStore


def open_beside(path: Path) -> SqlStore:
    """Open a store's file without its lock: each change waits its turn beside the running process's.

    It is for what no running process takes as its own, and for what one notices in time: words of people
    about incidents. Never for sending or deciding. Raises StoreError, also for a store of another version.
    """
    if not path.is_file() or path.stat().st_size == 0:
        raise StoreError(f"there is no store at {path}", hint="`sportello run` makes it")
    try:
        connection = connect(path)
    except sqlite3.Error as error:
        raise store_error(error, str(path)) or StoreError(f"{path} cannot be opened: {error}") from error
    try:
        _check_version(connection)
    except BaseException:
        connection.close()
        raise
    return SqlStore(InlineTransactions(connection, on_close=connection.close))


def _check_version(connection: sqlite3.Connection) -> None:
    if version(connection) != newest():
        raise StoreError(
            "the store is of another version than this Sportello",
            hint="start `sportello run` once, or `sportello db upgrade`",
        )
