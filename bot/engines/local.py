"""One process: lanes that take turns one at a time, a pump a channel, and APScheduler as the clock."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from bot.clock import Clock
from bot.engines.bells import Bell, Bells
from bot.engines.jumps import Jumps
from bot.engines.lanes import Lanes
from bot.engines.pump import Pump
from bot.errors import StoreError
from bot.service.guard import Raised, guarded
from bot.service.outbox import Outbox
from bot.service.turns import Turns
from bot.service.waking import Waker

R = TypeVar("R")
_log = logging.getLogger(__name__)

SWEEP = timedelta(seconds=15)
"""How often lost wake-ups, doubts and a moved clock are looked for."""

_SOONEST = timedelta(milliseconds=20)
"""Between two batches of what is due, so that others have their turn."""

_TROUBLE = timedelta(seconds=1)
"""Before what could not be done is tried again."""


class LocalEngine:
    """Runs turns, sends and follow-ups in this process until stopped.

    It is made first, because the intake needs someone to notify, and given its services by `serve`.
    """

    def __init__(self, clock: Clock, *, sweep: timedelta = SWEEP) -> None:
        self._clock, self._span = clock, sweep
        self._bells, self._jumps = Bells(clock), Jumps(clock)
        self._lanes = Lanes(self._turn)
        self._pumps: dict[tuple[str, str], Pump] = {}
        self._turns: Turns | None = None
        self._outbox: Outbox | None = None
        self._waker: Waker | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._look_ups: asyncio.Task[None] | None = None

    def serve(
        self, *, turns: Turns, outbox: Outbox, waker: Waker, channels: Sequence[tuple[str, str]]
    ) -> None:
        """Name the services to run, and the (channel, account) pairs whose messages are sent here."""
        self._turns, self._outbox, self._waker = turns, outbox, waker
        idle = self._span.total_seconds() / 3
        self._pumps = {key: Pump(key, outbox, self._clock, idle=idle) for key in channels}

    def notify(self, conversation_id: int, pause: timedelta, /) -> None:
        """Have the conversation's turn taken, after a pause in which the rest of a burst may come."""
        self._lanes.add(conversation_id, pause)

    def nudge(self) -> None:
        """Have every channel's outbox looked at."""
        for pump in self._pumps.values():
            pump.nudge()

    async def start(self) -> None:
        """Begin: turns, sends and the clock, and looking up what a crash left in doubt.

        Nothing else is sent to a conversation before its doubt is settled; others need not wait for that.
        """
        self._lanes.start()
        for pump in self._pumps.values():
            pump.start()
        self._bells.start()
        self._bells.set_rounds(self._span)
        self._look_up_doubts()
        await self.sweep()
        self._keeper = asyncio.create_task(self._keep_time())

    async def stop(self) -> None:
        """Finish what is under way and begin nothing new."""
        self._bells.stop()
        for task in (self._keeper, self._look_ups):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        await self._lanes.stop()
        for pump in self._pumps.values():
            await pump.stop()

    async def sweep(self) -> None:
        """Wake what is due, have the turn taken that was lost sight of, and set the alarm anew."""
        if self._waker is None:
            return
        await _patiently(self._waker.wake_due)
        await _patiently(self._waker.sweep)
        self._bells.forget_alarm()
        await self._arm(self._waker, _SOONEST)

    async def _turn(self, conversation_id: int) -> None:
        if self._turns is None or self._waker is None:
            return
        key = await self._turns.take(conversation_id)
        if key is None:
            return
        if key in self._pumps:
            self._pumps[key].nudge()
        await self._arm(self._waker, _SOONEST)

    async def _keep_time(self) -> None:
        """Do what the bells ring for, and begin the rounds anew when the wall clock was moved.

        APScheduler goes by the wall clock: one set back by an hour would keep it waiting for an hour.
        """
        while True:
            rung = await self._bells.wait(self._span.total_seconds())
            moved = self._jumps.since_last()
            if moved:
                _log.warning("the clock was moved by %+.0f s: alarms are set anew", moved.total_seconds())
                self._bells.set_rounds(self._span)
            if moved or Bell.SWEEP in rung:
                await self.sweep()
                self._look_up_doubts()
            elif rung:
                await self._wake()

    def _look_up_doubts(self) -> None:
        """Look up what is in doubt, beside the clock: a slow platform must not hold up what falls due."""
        if self._look_ups is None or self._look_ups.done():
            self._look_ups = asyncio.create_task(self._resolve_doubts())

    async def _resolve_doubts(self) -> None:
        if self._outbox is None:
            return
        looked_up = await _patiently(self._outbox.resolve_doubts)
        if isinstance(looked_up, Raised) or looked_up:
            self.nudge()

    async def _wake(self) -> None:
        if self._waker is None:
            return
        woken = await _patiently(self._waker.wake_due)
        await self._arm(self._waker, _TROUBLE if isinstance(woken, Raised) or not woken else _SOONEST)

    async def _arm(self, waker: Waker, soonest: timedelta) -> None:
        """Set the alarm at the next moment at which something wakes; where that cannot be read, soon."""
        due: datetime | Raised | None = await _patiently(waker.next_due)
        if isinstance(due, Raised):
            self._bells.set_alarm(self._clock.now(), _TROUBLE)
        elif due is not None:
            self._bells.set_alarm(due, soonest)


async def _patiently(step: Callable[[], Awaitable[R]]) -> R | Raised:
    """Give what a step of the clock gives, or that it raised: the clock goes on, and tries again."""
    try:
        return await guarded(step, key="a step of the clock")
    except StoreError as error:
        _log.error("the store cannot be used: %s", error)
        return Raised(type(error).__name__)
