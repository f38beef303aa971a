"""Opening a store: the lock, the checks that keep a damaged or foreign file out, the upgrade."""

from __future__ import annotations

import sqlite3
import weakref
from contextlib import closing
from functools import partial
from pathlib import Path

from bot.errors import StoreError
from bot.stores.backups import copy_database
from bot.stores.connection import connect, connect_memory
from bot.stores.faults import RESTORE, store_error
from bot.stores.inline import InlineTransactions
from bot.stores.lock import Lock
from bot.stores.migrations import migrate, newest, version
from bot.stores.sql_store import SqlStore
from bot.stores.sqlite import SqliteTransactions

_SCHEME = "sqlite:///"


def open_store(url: str) -> SqlStore:
    """Open the store of a `[storage] url`, made or upgraded as needed.

    Raises StoreBusyError while another process has it, StoreError if the store is damaged, foreign, newer
    or cannot be written.
    """
    if url in {":memory:", "sqlite:///:memory:"}:
        return open_memory_store()
    path = store_path(url).resolve()
    lock = Lock(path)
    try:
        return _open(path, lock)
    except BaseException as error:
        lock.release()
        failure = store_error(error, str(path))
        if failure is not None:
            raise failure from error
        raise


def open_memory_store() -> SqlStore:
    """Open a store in memory, gone when closed or when nobody has it any more."""
    return SqlStore(memory_transactions())


def memory_transactions() -> InlineTransactions:
    """Give the transactions of a new store in memory, gone when closed or when nobody has them any more."""
    connection = connect_memory()
    migrate(connection)
    transactions = InlineTransactions(connection, on_close=connection.close)
    weakref.finalize(transactions, connection.close)
    return transactions


def store_path(url: str) -> Path:
    """Give the file of a `sqlite:///` address. Raises StoreError for another kind of address."""
    if not url.startswith(_SCHEME) or url == _SCHEME:
        raise StoreError(
            f"“{url}” is not the address of a store",
            hint="write it as sqlite:///sportello.db in [storage] url",
        )
    return Path(url.removeprefix(_SCHEME))


def _open(path: Path, lock: Lock) -> SqlStore:
    _refuse_remains(path)
    if not path.exists():
        _make(path)
    with closing(connect(path)) as connection:
        _upgrade(path, connection)
        _check(path, connection)
    return SqlStore(SqliteTransactions(partial(connect, path), on_close=lock.release))


def _refuse_remains(path: Path) -> None:
    """Refuse a file that has been emptied or taken away: never start empty over what was there."""
    journal = path.with_name(f"{path.name}-wal")
    if path.is_dir():
        raise StoreError(f"{path} is a folder", hint="give a file in [storage] url")
    if path.exists() and path.stat().st_size == 0:
        raise StoreError(f"{path} is empty, so what it held is gone", hint=RESTORE)
    if not path.exists() and journal.exists() and journal.stat().st_size > 0:
        raise StoreError(f"{path} is gone, though its journal is still there", hint=RESTORE)


def _make(path: Path) -> None:
    """Make a store under another name first, so that a half-made one is never taken for ours."""
    draft = path.with_name(f"{path.name}.new")
    for leftover in (draft, path.with_name(f"{draft.name}-wal"), path.with_name(f"{draft.name}-shm")):
        leftover.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    with closing(connect(draft)) as connection:
        migrate(connection)
    draft.replace(path)


def _upgrade(path: Path, connection: sqlite3.Connection) -> None:
    have = version(connection)
    if 0 < have < newest():
        copy_database(connection, path.with_name(f"{path.name}.backup-{have}"))
    migrate(connection)


def _check(path: Path, connection: sqlite3.Connection) -> None:
    """Read every page once, and take the write lock once."""
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    if found != "ok":
        raise StoreError(f"the store is damaged: {path}", hint=RESTORE)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("ROLLBACK")
