"""An engine that moves only when told: turns and sends in order, in the caller's own time."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock
from bot.service.outbox import Key, Outbox
from bot.service.turns import Turns
from bot.service.waking import Waker

_ROUNDS = 1000


class StepEngine:
    """Takes every turn and sends every message that is due, when `settle` is called."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ready: dict[int, None] = {}
        self._channels: tuple[Key, ...] = ()
        self._turns: Turns | None = None
        self._outbox: Outbox | None = None
        self._waker: Waker | None = None

    def serve(self, *, turns: Turns, outbox: Outbox, waker: Waker, channels: tuple[Key, ...]) -> None:
        """Name the services to run."""
        self._turns, self._outbox, self._waker, self._channels = turns, outbox, waker, channels

    def notify(self, conversation_id: int, pause: timedelta, /) -> None:
        """Remember that a conversation has work; pauses are over at once."""
        del pause
        self._ready[conversation_id] = None

    def nudge(self) -> None:
        """Do nothing: `settle` looks at the outbox anyway."""

    async def start(self) -> None:
        """Look up what is in doubt, and find what waits."""
        if self._outbox is not None:
            await self._outbox.resolve_doubts()
        if self._waker is not None:
            await self._waker.sweep()

    async def stop(self) -> None:
        """Do nothing: nothing is under way between two calls of `settle`."""

    async def settle(self) -> None:
        """Do all that is due now, and all that follows from it."""
        for _ in range(_ROUNDS):
            if not await self._round():
                return
        raise RuntimeError(f"still busy after {_ROUNDS} rounds: something keeps waking itself")

    async def next_send(self) -> datetime | None:
        """Give when the next message that waits its time may be sent."""
        if self._outbox is None:
            return None
        moments = [await self._outbox.next_send(key) for key in self._channels]
        return min((moment for moment in moments if moment is not None), default=None)

    async def next_event(self) -> datetime | None:
        """Give when the next thing will happen by itself: a follow-up, or a message that waits its time."""
        if self._waker is None:
            return None
        coming = [item for item in (await self._waker.next_due(), await self.next_send()) if item is not None]
        return max(min(coming), self._clock.now()) if coming else None

    async def _round(self) -> bool:
        if self._turns is None or self._outbox is None or self._waker is None:
            return False
        woken = await self._waker.wake_due()
        ready, self._ready = list(self._ready), {}
        for conversation_id in ready:
            await self._turns.take(conversation_id)
        sent = 0
        for key in self._channels:
            for outbound in await self._outbox.claim(key, 100):
                await self._outbox.deliver(outbound)
                sent += 1
        return bool(woken or ready or sent)
