"""A fake X and an intake for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.testing.x import FakeX, fake_x
from tests.channels.x.rig import GIULIA, on_clock
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
async def fake(clock: StandingClock) -> AsyncIterator[FakeX]:
    async with fake_x() as server:
        on_clock(server, clock)
        server.world.person(GIULIA)
        yield server


@pytest.fixture
async def intake() -> MemoryIntake:
    return MemoryIntake()
