"""A fake Bot API server and an intake for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.testing.telegram import FakeTelegram, fake_telegram
from tests.channels.telegram.rig import CHAT
from tests.fakes.intake import MemoryIntake


@pytest.fixture
async def fake() -> AsyncIterator[FakeTelegram]:
    async with fake_telegram() as server:
        server.world.person(CHAT)
        yield server


@pytest.fixture
async def intake() -> MemoryIntake:
    return MemoryIntake()
