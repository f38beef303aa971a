"""What APScheduler rings: one alarm, and the rounds. Whoever waits for the bells does the work.

A job does no more than ring. One that did the work itself would be skipped when it fell due again before it
had ended, and cut off in the middle, with an error in the log, when the process stops.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from enum import StrEnum

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from apscheduler.triggers.interval import IntervalTrigger

from bot.clock import Clock

_JOB = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None, "replace_existing": True}
"""Never twice at once, once for all the times it was missed, never dropped."""

_FARTHEST = timedelta(days=1)


class Bell(StrEnum):
    """What has rung: the number of its job, too."""

    FOLLOW_UP = "next_follow_up"
    SWEEP = "sweep"


class Bells:
    """Set them, and wait for them. APScheduler goes by the machine's clock, `clock` may show another time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._scheduler = AsyncIOScheduler(timezone="UTC")
        self._at: datetime | None = None
        self._rung: set[Bell] = set()
        self._rang = asyncio.Event()

    def start(self) -> None:
        """Begin to ring."""
        self._scheduler.start()

    def stop(self) -> None:
        """Ring no more."""
        if self._scheduler.running:
            self._scheduler.shutdown(wait=False)

    def set_rounds(self, span: timedelta) -> None:
        """Ring for a sweep every so often from now on, whatever was set before."""
        every = IntervalTrigger(seconds=span.total_seconds(), timezone=self._scheduler.timezone)
        self._scheduler.add_job(self._ring, every, (Bell.SWEEP,), id=Bell.SWEEP, **_JOB)

    def set_alarm(self, due: datetime, soonest: timedelta) -> None:
        """Ring at a moment, or after `soonest`; an earlier ring stays, because its listener sets the next."""
        now = self._clock.now()
        at = max(due, now + soonest)
        if not self._scheduler.running or (self._at is not None and self._at <= at):
            return
        ahead = min(at - now, _FARTHEST)
        run = datetime.now(self._scheduler.timezone) + ahead  # noqa: TID251 - APScheduler reads this clock
        self._scheduler.add_job(
            self._ring, DateTrigger(run_date=run), (Bell.FOLLOW_UP,), id=Bell.FOLLOW_UP, **_JOB
        )
        self._at = at

    def forget_alarm(self) -> None:
        """Let the next alarm be set, whatever was set before."""
        self._at = None

    async def wait(self, seconds: float) -> frozenset[Bell]:
        """Wait for a bell, at most so long; gives those that rang."""
        try:
            # on 3.11 wait_for may lose a cancellation that comes just as a bell rings
            async with asyncio.timeout(seconds):
                await self._rang.wait()
        except TimeoutError:
            return frozenset()
        self._rang.clear()
        rung, self._rung = frozenset(self._rung), set()
        return rung

    async def _ring(self, bell: Bell) -> None:
        if bell is Bell.FOLLOW_UP:
            self._at = None
        self._rung.add(bell)
        self._rang.set()
