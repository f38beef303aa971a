"""Lanes: each conversation's turns one after the other, different conversations side by side."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial

from bot.errors import StoreError
from bot.service.guard import guarded

_log = logging.getLogger(__name__)

WORKERS = 64
STORE_PAUSE = 1.0
"""Seconds before a turn is tried again that the store would not take."""


class Lanes:
    """Calls `turn(conversation_id)` for every conversation added, never twice at once for the same.

    A turn that raises is logged and left to the next sweep; its lane goes on with the others.
    """

    def __init__(
        self,
        turn: Callable[[int], Awaitable[None]],
        *,
        workers: int = WORKERS,
        store_pause: float = STORE_PAUSE,
    ) -> None:
        self._turn, self._count, self._store_pause = turn, workers, store_pause
        self._ready: asyncio.Queue[int] = asyncio.Queue()
        self._waiting: set[int] = set()
        self._busy: set[int] = set()
        self._again: set[int] = set()
        self._workers: list[asyncio.Task[None]] = []
        self._stopping = False

    def add(self, conversation_id: int, pause: timedelta) -> None:
        """Have a turn taken after a pause; adding one that waits already changes nothing."""
        if self._stopping or conversation_id in self._waiting:
            return
        self._waiting.add(conversation_id)
        if pause:
            asyncio.get_running_loop().call_later(pause.total_seconds(), self._release, conversation_id)
        else:
            self._release(conversation_id)

    def start(self) -> None:
        """Begin taking turns."""
        self._workers = [asyncio.create_task(self._work()) for _ in range(self._count)]

    async def stop(self) -> None:
        """Finish the turns under way; what waits is in the store and is found at the next start."""
        self._stopping = True
        for _ in self._workers:
            self._ready.put_nowait(0)
        await asyncio.gather(*self._workers)
        self._workers = []

    @property
    def idle(self) -> bool:
        """Whether nothing waits and nothing is under way."""
        return not self._waiting and not self._busy

    def _release(self, conversation_id: int) -> None:
        self._ready.put_nowait(conversation_id)

    async def _work(self) -> None:
        while (conversation_id := await self._ready.get()) and not self._stopping:
            self._waiting.discard(conversation_id)
            if conversation_id in self._busy:
                self._again.add(conversation_id)
                continue
            self._busy.add(conversation_id)
            try:
                await guarded(partial(self._turn, conversation_id), key=f"conversation {conversation_id}")
            except StoreError as error:
                _log.error("turn of conversation %d waits: %s", conversation_id, error)
                await asyncio.sleep(self._store_pause)
                self._again.add(conversation_id)
            finally:
                self._busy.discard(conversation_id)
            if conversation_id in self._again:
                self._again.discard(conversation_id)
                self.add(conversation_id, timedelta(0))
