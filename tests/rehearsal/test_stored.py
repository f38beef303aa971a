"""Stored messages are read from a store that stays, byte for byte, as it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import SetupError, StoreError
from bot.rehearsal.script import Script
from bot.rehearsal.stored import stored_messages
from bot.stores import open_store
from bot.stores.reading import open_to_read
from tests.contracts.store_helpers import NOW, Teller
from tests.support.brand import CHAT

TRAITS = {"web": CHAT}
DAY = timedelta(days=1)


async def read(store: Path) -> Script:
    return await stored_messages(store, NOW - DAY, NOW + DAY, traits=TRAITS, words="a to b")


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


async def test_a_store_at_rest_is_read_and_nothing_beside_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(f"sqlite:///{path}")
    await Teller(store).hear("la ricarica?", key="g")
    await store.close()
    before = files(tmp_path)
    script = await read(path)
    assert [(line.text, line.customer, line.name) for line in script.lines] == [
        ("la ricarica?", "g", "Giulia")
    ]
    assert files(tmp_path) == before


async def test_a_store_in_use_is_read_with_what_was_committed_last(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(f"sqlite:///{path}")
    try:
        await Teller(store).hear("prima")
        kept = path.read_bytes(), path.with_name("store.db-wal").read_bytes()
        assert [line.text for line in (await read(path)).lines] == ["prima"]
        assert (path.read_bytes(), path.with_name("store.db-wal").read_bytes()) == kept
        await Teller(store).hear("dopo")
        assert [line.text for line in (await read(path)).lines] == ["prima", "dopo"]
    finally:
        await store.close()


async def test_a_store_opened_to_be_read_cannot_be_written(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    await open_store(f"sqlite:///{path}").close()
    reading = open_to_read(path)
    with pytest.raises(StoreError):
        await reading.refuse_sign_in("", "link", NOW)
    await reading.close()


async def test_a_period_without_messages_and_a_store_that_is_not_there_are_told(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    with pytest.raises(StoreError, match="there is no store"):
        await read(path)
    await open_store(f"sqlite:///{path}").close()
    with pytest.raises(SetupError, match="no customer's message is stored from a to b"):
        await read(path)


async def test_a_channel_that_is_not_installed_any_more_is_named(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    store = open_store(f"sqlite:///{path}")
    await Teller(store).hear("ciao", channel="pigeon")
    await store.close()
    with pytest.raises(SetupError, match="“pigeon”, which is not installed"):
        await read(path)


async def test_a_file_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "store.db"
    path.write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError):
        open_to_read(path)
