"""The bells of the engine: whoever waits for one can be stopped at any moment."""

from __future__ import annotations

import asyncio

import pytest

from bot.clock import SystemClock
from bot.engines.bells import Bell, Bells


@pytest.mark.parametrize("steps", range(5))
async def test_who_is_told_to_stop_just_as_a_bell_rings_stops(steps: int) -> None:
    bells = Bells(SystemClock())
    waiting = asyncio.create_task(bells.wait(60))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await bells._ring(Bell.SWEEP)
    for _ in range(steps):
        await asyncio.sleep(0)
    told = waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert waiting.cancelled() is told
