"""Watchers are told of changes, also of those that fall between reading and waiting."""

from __future__ import annotations

import asyncio

from bot.service.live import Live


async def test_a_change_between_reading_and_waiting_is_not_missed() -> None:
    live = Live()
    seen = live.count("a")
    live.changed("a")
    assert await live.wait("a", seen, 60) == seen + 1


async def test_every_watcher_of_a_topic_is_woken() -> None:
    live = Live()
    watchers = [asyncio.create_task(live.wait("a", 0, 60)) for _ in range(3)]
    await asyncio.sleep(0)
    live.changed("a")
    assert await asyncio.gather(*watchers) == [1, 1, 1]


async def test_waiting_ends_after_the_given_seconds() -> None:
    assert await Live().wait("a", 0, 0) == 0
