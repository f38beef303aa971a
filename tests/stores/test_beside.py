"""A store opened beside the process that has it: small changes go in, nothing else is disturbed."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.stores.beside import open_beside
from bot.stores.migrations import migrations, newest
from bot.stores.opening import open_store
from bot.stores.reading import open_to_read
from tests.contracts.store_helpers import NOW, Teller


async def test_a_change_goes_in_while_another_process_has_the_store(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    running = open_store(f"sqlite:///{path}")
    beside = open_beside(path)
    await Teller(running).hear("ciao")
    await beside.dismiss(("d1",), by="FB", now=NOW)
    await Teller(running).hear("ciao ancora")
    assert await running.dismissed() == {"d1"}
    await beside.close()
    await running.close()


async def test_a_store_at_rest_is_left_without_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    await open_store(f"sqlite:///{path}").close()
    beside = open_beside(path)
    await beside.dismiss(("d1",), by="FB", now=NOW)
    await beside.close()
    assert not path.with_name("store.db-wal").exists()
    again = open_store(f"sqlite:///{path}")
    assert await again.dismissed() == {"d1"}
    await again.close()


def test_no_store_and_one_of_another_version_are_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no store at"):
        open_beside(tmp_path / "none.db")
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        for table in ("conversation", "outbound"):
            connection.execute(f"CREATE TABLE {table} (id)")
        connection.execute("CREATE TABLE meta (name, value)")
        connection.commit()
    with pytest.raises(StoreError, match="another version"):
        open_beside(path)


def test_a_store_of_an_older_schema_is_refused_where_it_lacks_what_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        for step in migrations()[:-1]:
            connection.executescript(step.sql)
        connection.execute("INSERT INTO meta VALUES ('schema', ?)", (str(newest() - 1),))
        connection.commit()
    for opening in (open_beside, partial(open_to_read, newest_only=True)):
        with pytest.raises(StoreError) as refused:
            opening(path)
        assert "`sportello run` once" in refused.value.hint
