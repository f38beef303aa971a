"""What SQLite says when the machine fails, as StoreError with a sentence and what to do."""

from __future__ import annotations

import sqlite3

from bot.errors import StoreError

RESTORE = "put back the latest backup with “sportello db restore FILE”"

_FULL = ("the disk is full: nothing can be stored", "make room; Sportello goes on by itself")
_DAMAGED = ("the store is damaged", RESTORE)

_SENTENCES: dict[int, tuple[str, str]] = {
    sqlite3.SQLITE_BUSY: ("another program holds the store locked", "close it; Sportello goes on by itself"),
    sqlite3.SQLITE_LOCKED: (
        "another program holds the store locked",
        "close it; Sportello goes on by itself",
    ),
    sqlite3.SQLITE_NOMEM: ("there is no memory left for the store", "free some; Sportello goes on by itself"),
    sqlite3.SQLITE_READONLY: (
        "the store is read-only",
        "give this user the right to write the file and its folder",
    ),
    sqlite3.SQLITE_IOERR: ("the disk failed while the store was being read or written", "check the disk"),
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_CANTOPEN: (
        "the store cannot be opened",
        "check that the folder exists and can be written",
    ),
    sqlite3.SQLITE_NOTADB: ("the file is not a store of Sportello's", RESTORE),
}


def store_error(error: BaseException, where: str = "") -> StoreError | None:
    """Give the StoreError for a failure of the machine's; None for anything else."""
    if not isinstance(error, sqlite3.Error):
        return None
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code not in _SENTENCES:
        return None
    sentence, hint = _SENTENCES[code]
    return StoreError(f"{sentence}: {where}" if where else sentence, hint=hint)
