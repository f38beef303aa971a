"""One process: lanes that take turns one at a time, a pump a channel, and APScheduler as the clock."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock
from bot.engines.lanes import Lanes
from bot.engines.pump import Pump
from bot.errors import StoreError
from bot.service.guard import Raised, guarded
from bot.service.outbox import Outbox
from bot.service.turns import Turns
from bot.service.waking import Waker

_log = logging.getLogger(__name__)

SWEEP = timedelta(seconds=15)
"""How often lost wake-ups and doubts are looked for."""

_SOONEST = timedelta(milliseconds=20)
_STORE_PAUSE = timedelta(seconds=1)
_JOB = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None, "replace_existing": True}


class LocalEngine:
    """Runs turns, sends and follow-ups in this process until stopped.

    It is made first, because the intake needs someone to notify, and given its services by `serve`.
    """

    def __init__(self, clock: Clock, *, sweep: timedelta = SWEEP) -> None:
        self._clock, self._span = clock, sweep
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._lanes = Lanes(self._turn)
        self._pumps: dict[tuple[str, str], Pump] = {}
        self._turns: Turns | None = None
        self._outbox: Outbox | None = None
        self._waker: Waker | None = None
        self._armed: datetime | None = None

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
        """Begin: doubts first, then turns, sends and the clock."""
        self._lanes.start()
        for pump in self._pumps.values():
            pump.start()
        self._scheduler.start()
        self._every(self._span, self.sweep, "sweep")
        await self.sweep()

    async def stop(self) -> None:
        """Finish what is under way and begin nothing new."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)
        await self._lanes.stop()
        for pump in self._pumps.values():
            await pump.stop()

    async def _turn(self, conversation_id: int) -> None:
        if self._turns is None:
            return
        key = await self._turns.take(conversation_id)
        if key is None:
            return
        if key in self._pumps:
            self._pumps[key].nudge()
        await self._arm()

    async def sweep(self) -> None:
        """Wake what is due, find what was lost, look up what is in doubt, and set the next alarm."""
        if self._waker is None or self._outbox is None:
            return
        for step in (self._waker.wake_due, self._waker.sweep, self._outbox.resolve_doubts):
            await self._patiently(step)
        self.nudge()
        self._armed = None
        await self._arm()

    async def _patiently(self, step: Callable[[], Awaitable[int]]) -> bool:
        try:
            ended = await guarded(step, key="a step of the clock")
        except StoreError as error:
            _log.error("the store cannot be used: %s", error)
            return False
        return not isinstance(ended, Raised)

    async def _arm(self, soonest: timedelta = _SOONEST) -> None:
        """Set one alarm at the next due follow-up; APScheduler wakes us then."""
        due = await self._waker.next_due() if self._waker is not None else None
        if due is None or due == self._armed or not self._scheduler.running:
            return
        self._armed = due
        ahead = max(due - self._clock.now(), soonest)
        at = datetime.now(self._scheduler.timezone) + ahead  # noqa: TID251 - APScheduler reads this clock
        self._scheduler.add_job(self._wake, DateTrigger(run_date=at), id="next_follow_up", **_JOB)

    async def _wake(self) -> None:
        woken = self._waker is None or await self._patiently(self._waker.wake_due)
        self._armed = None
        await self._arm(_SOONEST if woken else _STORE_PAUSE)

    def _every(self, span: timedelta, work: Callable[[], Awaitable[None]], name: str) -> None:
        trigger = IntervalTrigger(seconds=int(span.total_seconds()))
        self._scheduler.add_job(partial(work), trigger, id=name, **_JOB)
