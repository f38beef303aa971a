"""The store's contract, kept by the store in memory and by the store on a file."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.service.store import Store
from bot.stores import open_memory_store, open_store
from tests.contracts.store import StoreContract


class TestMemory(StoreContract):
    """In memory, in the caller."""

    @pytest.fixture
    async def store(self) -> AsyncIterator[Store]:
        store = open_memory_store()
        yield store
        await store.close()


class TestFile(StoreContract):
    """On a file, through the threads."""

    @pytest.fixture
    async def store(self, tmp_path: Path) -> AsyncIterator[Store]:
        store = open_store(f"sqlite:///{tmp_path}/store.db")
        yield store
        await store.close()
