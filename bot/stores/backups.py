"""Backing a store up while it is in use, checking it, and putting a backup back without sending twice."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from bot.errors import StoreError
from bot.stores.connection import SqliteTx, connect
from bot.stores.faults import store_error
from bot.stores.lock import Lock
from bot.stores.migrations import migrate, version
from bot.stores.units.doubts import doubt_everything


def copy_database(source: sqlite3.Connection, target: Path) -> None:
    """Copy a whole database as it is at one moment; the target appears only once it is whole."""
    draft = target.with_name(f"{target.name}.part")
    draft.unlink(missing_ok=True)
    draft.touch(mode=0o600)
    with closing(sqlite3.connect(draft)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
    _keep(draft)
    draft.replace(target)


def _keep(path: Path) -> None:
    """See that a file is on the disk before it takes another's place."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)


def _read_only(path: Path) -> sqlite3.Connection:
    if not path.is_file() or path.stat().st_size == 0:
        raise StoreError(f"there is no store at {path}", hint="check the path")
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, timeout=30)


def backup(store: Path, target: Path) -> None:
    """Back a store up into a file, also while Sportello runs on it. Raises StoreError."""
    if target.exists():
        raise StoreError(
            f"{target} is already there", hint="give another name; a backup is never overwritten"
        )
    try:
        with closing(_read_only(store)) as source:
            copy_database(source, target)
    except sqlite3.Error as error:
        raise store_error(error, str(store)) or StoreError(f"the backup failed: {error}") from error


def check(store: Path) -> tuple[str, ...]:
    """Read a whole store and give every fault found; none means it is whole."""
    try:
        with closing(_read_only(store)) as connection:
            version(connection)
            rows = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.Error as error:
        return (str(error),)
    return tuple(row[0] for row in rows if row[0] != "ok")


def restore(source: Path, store: Path, now: datetime) -> int:
    """Put a backup in a store's place; what it still owed goes to people. Gives how many tasks that made.

    The store must not be in use. What it was before is kept beside it, with `.before-restore` after its
    name. Raises StoreError if the backup is damaged, StoreBusyError if the store is in use.
    """
    faults = check(source)
    if faults:
        raise StoreError(f"the backup {source} is damaged: {faults[0]}", hint="take an older one")
    lock = Lock(store)
    try:
        return _restore(source, store, now)
    finally:
        lock.release()


def _restore(source: Path, store: Path, now: datetime) -> int:
    draft = store.with_name(f"{store.name}.restoring")
    _forget(draft)
    with closing(_read_only(source)) as connection:
        copy_database(connection, draft)
    with closing(connect(draft)) as connection:
        migrate(connection)
        connection.execute("BEGIN IMMEDIATE")
        tasks = doubt_everything(SqliteTx(connection), now)
        connection.execute("COMMIT")
    _replace(draft, store)
    return tasks


def _forget(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(f"{path.name}{suffix}").unlink(missing_ok=True)


def _replace(draft: Path, store: Path) -> None:
    before = store.with_name(f"{store.name}.before-restore")
    _forget(before)
    for suffix in ("", "-wal"):
        old = store.with_name(f"{store.name}{suffix}")
        if old.exists():
            old.replace(before.with_name(f"{before.name}{suffix}"))
    store.with_name(f"{store.name}-shm").unlink(missing_ok=True)
    draft.replace(store)
