"""A long calculation under way: how far it has come, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

R = TypeVar("R")
Told = Callable[[float], None]


class Job(Generic[R]):
    """Begins the work at once, on the loop that is running; `work` is given whom to tell how far it is."""

    def __init__(self, work: Callable[[Told], Awaitable[R]]) -> None:
        self._part = 0.0
        self._task = asyncio.ensure_future(self._run(work))
        self._task.add_done_callback(_looked_at)

    @property
    def part(self) -> float:
        """How far it is, from 0 to 1."""
        return self._part

    @property
    def done(self) -> bool:
        """Whether it has ended."""
        return self._task.done()

    @property
    def failed(self) -> bool:
        """Whether it has ended without a result."""
        return self.done and (self._task.cancelled() or self._task.exception() is not None)

    def result(self) -> R | None:
        """Give what came of it, None while it lasts. Raises what it ended with."""
        return self._task.result() if self.done else None

    async def soon(self, seconds: float) -> R | None:
        """Give what came of it, waiting some seconds at most; None where it lasts longer."""
        await asyncio.wait({self._task}, timeout=seconds)
        return self.result()

    def stop(self) -> None:
        """Wait no longer for it; what is being calculated in a thread ends by itself."""
        self._task.cancel()

    async def _run(self, work: Callable[[Told], Awaitable[R]]) -> R:
        return await work(self._tell)

    def _tell(self, part: float) -> None:
        self._part = part


def _looked_at(task: asyncio.Task[R]) -> None:
    """Take note of a failure that nobody asked for any more."""
    if not task.cancelled():
        task.exception()
