"""Due follow-ups become events of their conversations; lost wake-ups are found by a sweep."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.service.ports import Engine
from bot.service.store import Store
from bot.service.values import Hooks

_AT_ONCE = timedelta(0)


async def _nothing() -> None:
    return


class Waker:
    """Wakes what is due."""

    def __init__(
        self,
        *,
        store: Store,
        engine: Engine,
        clock: Clock,
        hooks: Hooks,
        look: Callable[[], Awaitable[None]] = _nothing,
    ) -> None:
        self._store, self._engine, self._clock, self._hooks = store, engine, clock, hooks
        self._look = look

    async def wake_due(self) -> int:
        """Turn some due follow-ups into events and have their conversations' turns taken.

        Gives how many conversations; 0 only when nothing more may be woken now, otherwise ask again.
        """
        self._hooks.reached("before_wake")
        conversations = await self._store.wake_due(self._clock.now())
        self._hooks.reached("after_wake")
        for conversation_id in conversations:
            self._engine.notify(conversation_id, _AT_ONCE)
        return len(conversations)

    async def sweep(self) -> int:
        """Look for incidents, and have every turn taken for which something waits; gives how many."""
        conversations = await self._store.with_work()
        for conversation_id in conversations:
            self._engine.notify(conversation_id, _AT_ONCE)
        await self._look()
        return len(conversations)

    async def next_due(self) -> datetime | None:
        """Give when a follow-up may next be woken; a moment that is past when one may be woken now."""
        return await self._store.next_wake(self._clock.now())
