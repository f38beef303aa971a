"""A long calculation says how far it is, is waited for a little, and its failure is told to who asks."""

from __future__ import annotations

import asyncio

import pytest

from bot.service.jobs import Job, Told


async def test_it_says_how_far_it_is_and_then_what_came_of_it() -> None:
    go_on = asyncio.Event()

    async def work(told: Told) -> str:
        told(0.5)
        await go_on.wait()
        return "done"

    job = Job(work)
    assert await job.soon(0) is None
    await asyncio.sleep(0)
    assert (job.part, job.done, job.result()) == (0.5, False, None)
    go_on.set()
    assert await job.soon(5) == "done"
    assert (job.done, job.failed) == (True, False)


async def test_a_failure_is_raised_to_whoever_asks() -> None:
    async def work(told: Told) -> str:
        raise ValueError(f"no {told}")

    job = Job(work)
    with pytest.raises(ValueError, match="no "):
        await job.soon(5)
    assert job.failed


async def test_one_that_nobody_wants_any_more_is_stopped() -> None:
    async def work(told: Told) -> str:
        told(0.1)
        await asyncio.Event().wait()
        return "never"

    job = Job(work)
    await job.soon(0)
    job.stop()
    with pytest.raises(asyncio.CancelledError):
        await job.soon(5)
    assert job.failed
