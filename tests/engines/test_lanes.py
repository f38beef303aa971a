"""Lanes: one conversation one turn at a time, the others side by side, nothing forgotten."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.engines.lanes import Lanes
from bot.errors import StoreError

NOW = timedelta(0)


async def _idle(lanes: Lanes) -> None:
    while not lanes.idle:
        await asyncio.sleep(0)


async def test_a_conversation_never_has_two_turns_at_once() -> None:
    under_way: set[int] = set()
    overlaps = 0

    async def turn(conversation_id: int) -> None:
        nonlocal overlaps
        overlaps += conversation_id in under_way
        under_way.add(conversation_id)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        under_way.discard(conversation_id)

    lanes = Lanes(turn)
    lanes.start()
    for _ in range(50):
        lanes.add(1, NOW)
        lanes.add(2, NOW)
        await asyncio.sleep(0)
    await _idle(lanes)
    await lanes.stop()
    assert overlaps == 0


async def test_work_that_comes_during_a_turn_has_a_turn_of_its_own() -> None:
    turns = 0
    lanes: Lanes

    async def turn(_conversation_id: int) -> None:
        nonlocal turns
        turns += 1
        if turns == 1:
            lanes.add(7, NOW)
            await asyncio.sleep(0)

    lanes = Lanes(turn)
    lanes.start()
    lanes.add(7, NOW)
    await _idle(lanes)
    await lanes.stop()
    assert turns == 2


async def test_a_slow_conversation_does_not_hold_up_another() -> None:
    gate = asyncio.Event()
    done: list[int] = []

    async def turn(conversation_id: int) -> None:
        if conversation_id == 1:
            await gate.wait()
        done.append(conversation_id)

    lanes = Lanes(turn)
    lanes.start()
    lanes.add(1, NOW)
    lanes.add(2, NOW)
    while not done:
        await asyncio.sleep(0)
    gate.set()
    await _idle(lanes)
    await lanes.stop()
    assert done == [2, 1]


async def test_a_turn_that_the_store_refused_is_taken_again() -> None:
    turns = 0

    async def turn(_conversation_id: int) -> None:
        nonlocal turns
        turns += 1
        if turns == 1:
            raise StoreError("the disk is full")

    lanes = Lanes(turn, store_pause=0)
    lanes.start()
    lanes.add(3, NOW)
    await _idle(lanes)
    await lanes.stop()
    assert turns == 2


async def test_a_turn_that_raises_does_not_take_its_lane_with_it() -> None:
    done: list[int] = []

    async def turn(conversation_id: int) -> None:
        if conversation_id == 13:
            raise ValueError("a mistake of ours")
        done.append(conversation_id)

    lanes = Lanes(turn, workers=1)
    lanes.start()
    for conversation_id in (13, 1, 13, 2):
        lanes.add(conversation_id, NOW)
        await _idle(lanes)
    await lanes.stop()
    assert done == [1, 2]
