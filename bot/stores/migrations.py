"""The schema's numbered files, and bringing a store up to the newest."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass
from importlib.resources import files

from bot.errors import StoreError
from bot.stores.connection import roll_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One step of the schema: its number, counted from 1, and its statements."""

    number: int
    sql: str


def migrations() -> tuple[Migration, ...]:
    """Give every step, first to last."""
    found = (item for item in files("bot.stores").joinpath("schema").iterdir() if item.name.endswith(".sql"))
    steps = (Migration(number=int(item.name[:4]), sql=item.read_text("utf-8")) for item in found)
    return tuple(sorted(steps, key=lambda step: step.number))


def version(connection: sqlite3.Connection) -> int:
    """Give the schema's version, 0 for an empty store. Raises StoreError for a store of another program's."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return 0
    if not {"meta", "conversation", "outbound"} <= tables:
        raise StoreError(
            "the file is a database of another program's", hint="give another file in [storage] url"
        )
    row = connection.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone()
    return int(row[0]) if row else 0


def newest() -> int:
    """Give the newest version this Sportello knows."""
    return migrations()[-1].number


def migrate(connection: sqlite3.Connection) -> None:
    """Take every step that is missing, each whole or not at all. Raises StoreError for a newer store."""
    have = version(connection)
    if have > newest():
        raise StoreError(
            f"the store has version {have}, and this Sportello knows only {newest()}",
            hint="install the newer Sportello again, or restore the backup that was made before its upgrade",
        )
    for step in migrations():
        if step.number > have:
            _take(connection, step)


def _take(connection: sqlite3.Connection, step: Migration) -> None:
    try:
        connection.executescript(
            f"""BEGIN IMMEDIATE;
            {step.sql}
            INSERT INTO meta (name, value) VALUES ('schema', '{step.number}')
                ON CONFLICT (name) DO UPDATE SET value = excluded.value;
            COMMIT;"""  # noqa: S608 - our own file and a number
        )
    except BaseException:
        roll_back(connection)
        raise
