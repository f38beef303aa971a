"""Opening a store: made once, kept, never shared, never started over what was there."""
# ruff: noqa: ASYNC240 - the files are small and nobody waits

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.errors import StoreBusyError, StoreError
from bot.stores import open_store
from bot.stores.connection import connect
from bot.stores.faults import store_error
from bot.stores.migrations import migrate, newest, version
from tests.contracts.store_helpers import Teller


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "store.db"


def url(path: Path) -> str:
    return f"sqlite:///{path}"


async def fill(path: Path, messages: int = 50) -> None:
    """Make a store with something in it."""
    store = open_store(url(path))
    for n in range(messages):
        await Teller(store).hear("x" * 500, key=f"k{n}")
    await store.close()


async def test_what_was_stored_is_there_the_next_time(path: Path) -> None:
    await fill(path, 3)
    store = open_store(url(path))
    assert len(await store.with_work()) == 3
    await store.close()


async def test_a_closed_store_leaves_one_file_and_its_lock(path: Path) -> None:
    await fill(path, 1)
    assert sorted(item.name for item in path.parent.iterdir()) == ["store.db", "store.db.lock"]
    assert path.stat().st_mode & 0o077 == 0


async def test_a_second_opening_says_who_holds_the_store(path: Path) -> None:
    store = open_store(url(path))
    with pytest.raises(StoreBusyError, match=f"process {os.getpid()}"):
        open_store(url(path))
    await store.close()
    await open_store(url(path)).close()


async def test_a_second_process_is_refused_and_the_first_goes_on(path: Path) -> None:
    store = open_store(url(path))
    code = f"from bot.stores import open_store\nopen_store('{url(path)}')"
    second = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: ASYNC221
    assert "StoreBusyError" in second.stderr
    await Teller(store).hear()
    await store.close()


@pytest.mark.parametrize("wrong", ["", "sqlite:///", "mysql://x", "store.db"])
def test_an_address_of_another_kind_is_refused(wrong: str) -> None:
    with pytest.raises(StoreError, match="not the address of a store"):
        open_store(wrong)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="there is no folder"):
        open_store(url(tmp_path / "nowhere" / "store.db"))


def test_a_folder_is_no_store(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StoreError, match="is a folder"):
        open_store(url(path))


async def test_a_flipped_page_is_found_at_the_start(path: Path) -> None:
    await fill(path)
    with path.open("r+b") as file:
        file.seek(4096 * 6)
        file.write(b"\xff" * 4096)
    with pytest.raises(StoreError, match="damaged") as caught:
        open_store(url(path))
    assert "sportello db restore" in caught.value.hint


@pytest.mark.parametrize("left", [50_000, 10_000, 1_000])
async def test_a_cut_file_is_refused(path: Path, left: int) -> None:
    await fill(path)
    os.truncate(path, left)
    with pytest.raises(StoreError) as caught:
        open_store(url(path))
    assert "sportello db restore" in caught.value.hint


@pytest.mark.parametrize("journal", [b"", b"journal"])
async def test_an_emptied_file_is_never_started_over(path: Path, journal: bytes) -> None:
    path.touch()
    path.with_name("store.db-wal").write_bytes(journal)
    with pytest.raises(StoreError, match="is empty"):
        open_store(url(path))
    assert path.stat().st_size == 0


async def test_a_journal_without_its_file_is_never_started_over(path: Path) -> None:
    path.with_name("store.db-wal").write_bytes(b"journal")
    with pytest.raises(StoreError, match="is gone"):
        open_store(url(path))
    assert not path.exists()


def test_a_file_of_another_kind_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("la mia tesi " * 1000)
    with pytest.raises(StoreError, match="not a store"):
        open_store(url(path))
    assert path.read_text() == "la mia tesi " * 1000


def test_another_programs_database_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreError, match="another program"):
        open_store(url(path))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master").fetchall() == [("recipes",)]


async def test_a_newer_store_is_refused(path: Path) -> None:
    await fill(path, 1)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE meta SET value = '9000' WHERE name = 'schema'")
    with pytest.raises(StoreError, match="version 9000"):
        open_store(url(path))


async def test_an_older_store_is_upgraded_after_a_backup(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await fill(path, 2)
    from bot.stores import migrations, opening

    older = migrations.migrations()
    step = migrations.Migration(number=newest() + 1, sql="ALTER TABLE token ADD COLUMN extra TEXT;")
    monkeypatch.setattr(migrations, "migrations", lambda: (*older, step))
    monkeypatch.setattr(opening, "newest", lambda: step.number)
    store = open_store(url(path))
    assert len(await store.with_work()) == 2
    await store.close()
    backup = path.with_name(f"store.db.backup-{step.number - 1}")
    with closing(sqlite3.connect(path)) as now, closing(sqlite3.connect(backup)) as before:
        assert (version(now), version(before)) == (step.number, step.number - 1)
        assert before.execute("SELECT COUNT(*) FROM inbound").fetchone() == (2,)


def test_a_step_that_fails_leaves_the_store_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bot.stores import migrations

    with closing(connect(path)) as connection:
        migrate(connection)
        steps = migrations.migrations()
        broken = migrations.Migration(
            number=newest() + 1, sql="CREATE TABLE half (a); CREATE TABLE half (a);"
        )
        monkeypatch.setattr(migrations, "migrations", lambda: (*steps, broken))
        with pytest.raises(sqlite3.OperationalError):
            migrate(connection)
        assert version(connection) == steps[-1].number
        assert not connection.in_transaction


def test_steps_are_numbered_without_a_gap() -> None:
    from bot.stores.migrations import migrations

    assert [step.number for step in migrations()] == list(range(1, newest() + 1))


def test_a_read_only_store_says_so(path: Path) -> None:
    with closing(connect(path)) as connection:
        migrate(connection)
    read_only = closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True))
    with read_only as connection, pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("DELETE FROM token")
    failure = store_error(caught.value)
    assert failure is not None
    assert "read-only" in str(failure)


def test_a_fault_of_ours_is_no_fault_of_the_store() -> None:
    memory = closing(sqlite3.connect(":memory:"))
    with memory as connection, pytest.raises(sqlite3.OperationalError) as caught:
        connection.execute("SELEC 1")
    assert store_error(caught.value) is None
    assert store_error(ValueError()) is None
