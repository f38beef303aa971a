"""Taking conversations out of a store by how their keys begin: nothing of them stays, nothing else goes."""

from __future__ import annotations

from contextlib import closing

from bot.stores.connection import connect_memory
from bot.stores.migrations import migrate
from bot.stores.units.clearing import HANGING


def test_every_table_whose_rows_belong_to_a_conversation_is_cleared() -> None:
    with closing(connect_memory()) as connection:
        migrate(connection)
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        hanging = {
            table
            for table in tables
            if "conversation_id" in {row[1] for row in connection.execute(f"PRAGMA table_info({table})")}
        }
    assert hanging == set(HANGING)
