"""Opening a store only to read it, while Sportello runs on it or not; not a byte of it changes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.errors import StoreError
from bot.stores.faults import store_error
from bot.stores.inline import InlineTransactions
from bot.stores.migrations import newest, version
from bot.stores.sql_store import SqlStore

_BUSY_SECONDS = 30


def open_to_read(path: Path, *, newest_only: bool = False) -> SqlStore:
    """Open a store's file for reading; every write to it fails. Raises StoreError, also for a newer one.

    `newest_only` refuses an older one too, for what an older one does not hold.

    A store that is in use is read beside its journal. One that is at rest is read by itself, so that no
    journal is left beside it in the reader's name.
    """
    if not path.is_file() or path.stat().st_size == 0:
        raise StoreError(f"there is no store at {path}", hint="`sportello run` makes it")
    at_rest = not path.with_name(f"{path.name}-wal").exists()
    mode = "mode=ro&immutable=1" if at_rest else "mode=ro"
    try:
        return _opened(f"{path.absolute().as_uri()}?{mode}", newest_only=newest_only)
    except sqlite3.Error as error:
        raise store_error(error, str(path)) or StoreError(f"{path} cannot be read: {error}") from error


def _opened(address: str, *, newest_only: bool) -> SqlStore:
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, check_same_thread=False, timeout=_BUSY_SECONDS
    )
    try:
        connection.execute("PRAGMA query_only = ON")
        _check_version(connection, newest_only=newest_only)
    except BaseException:
        connection.close()
        raise
    return SqlStore(InlineTransactions(connection, on_close=connection.close))


def _check_version(connection: sqlite3.Connection, *, newest_only: bool) -> None:
    """Refuse a store of another program's and one that is newer; what an older one holds can be read."""
    have = version(connection)
    if have > newest():
        raise StoreError(
            "the store is newer than this Sportello", hint="install the version it was made with"
        )
    if newest_only and have < newest():
        raise StoreError(
            "the store is older than this Sportello",
            hint="start `sportello run` once, or `sportello db upgrade`",
        )
