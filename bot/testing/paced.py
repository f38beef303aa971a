"""An engine in the caller's own time that keeps every pause: a burst of messages is one turn, as in life."""

from __future__ import annotations

from datetime import datetime, timedelta
from heapq import heappop, heappush

from bot.clock import Clock
from bot.engines.pump import IN_FLIGHT
from bot.service.outbox import Key, Outbox
from bot.service.turns import Turns
from bot.service.waking import Waker

_ROUNDS = 10_000


class PacedEngine:
    """Takes turns when their pause is over and sends within the channels' rates, whenever it is settled."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._paused: list[tuple[datetime, int]] = []
        self._waiting: set[int] = set()
        self._channels: tuple[Key, ...] = ()
        self._turns: Turns | None = None
        self._outbox: Outbox | None = None
        self._waker: Waker | None = None
        self._next_follow_up: datetime | None = None
        self._next_send: datetime | None = None
        self._stale = True

    def serve(self, *, turns: Turns, outbox: Outbox, waker: Waker, channels: tuple[Key, ...]) -> None:
        """Name the services to run."""
        self._turns, self._outbox, self._waker, self._channels = turns, outbox, waker, channels

    def notify(self, conversation_id: int, pause: timedelta, /) -> None:
        """Have the turn taken after the pause; one that waits already stays where it is."""
        if conversation_id not in self._waiting:
            self._waiting.add(conversation_id)
            heappush(self._paused, (self._clock.now() + pause, conversation_id))

    def nudge(self) -> None:
        """Have the outbox looked at."""
        self._stale = True

    async def start(self) -> None:
        """Find what waits."""
        if self._waker is not None:
            await self._waker.sweep()

    async def stop(self) -> None:
        """Do nothing: nothing is under way between two calls of `settle`."""

    async def settle(self) -> None:
        """Do all that is due now, and all that follows from it at once."""
        for _ in range(_ROUNDS):
            due = await self.next_event()
            if due is None or due > self._clock.now() or not await self._round():
                return
        raise RuntimeError(f"still busy after {_ROUNDS} rounds: something keeps waking itself")

    async def next_event(self) -> datetime | None:
        """Give when something happens by itself next: a turn, a follow-up, a message that waits its time."""
        await self._look()
        turn = self._paused[0][0] if self._paused else None
        coming = [at for at in (turn, self._next_follow_up, self._next_send) if at is not None]
        return max(min(coming), self._clock.now()) if coming else None

    async def _look(self) -> None:
        """Read from the store what is due next, unless nothing has happened since the last look."""
        if not self._stale or self._waker is None or self._outbox is None:
            return
        self._next_follow_up = await self._waker.next_due()
        moments = [await self._outbox.next_send(key) for key in self._channels]
        self._next_send = min((moment for moment in moments if moment is not None), default=None)
        self._stale = False

    async def _round(self) -> bool:
        """Do what is due; tell whether anything was."""
        if self._turns is None or self._outbox is None or self._waker is None:
            return False
        now = self._clock.now()
        woken = 0
        if self._next_follow_up is not None and self._next_follow_up <= now:
            woken = await self._waker.wake_due()
        taken = await self._take_turns(now, self._turns)
        sent = await self._send(self._outbox) if taken or self._is_due(self._next_send) else 0
        self._stale = True
        return bool(woken or taken or sent)

    def _is_due(self, moment: datetime | None) -> bool:
        return moment is not None and moment <= self._clock.now()

    async def _take_turns(self, now: datetime, turns: Turns) -> int:
        taken = 0
        while self._paused and self._paused[0][0] <= now:
            conversation_id = heappop(self._paused)[1]
            self._waiting.discard(conversation_id)
            await turns.take(conversation_id)
            taken += 1
        return taken

    async def _send(self, outbox: Outbox) -> int:
        sent = 0
        for key in self._channels:
            while claimed := await outbox.claim(key, IN_FLIGHT):
                for outbound in claimed:
                    await outbox.deliver(outbound)
                sent += len(claimed)
        return sent
