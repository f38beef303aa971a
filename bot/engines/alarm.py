"""The one alarm of a process: it rings at the earliest moment it was set to; APScheduler is its clock."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.clock import Clock

JOB = {"coalesce": True, "max_instances": 1, "misfire_grace_time": None, "replace_existing": True}
"""How every job is added: never twice at once, once for all the times it was missed, never dropped."""

_FARTHEST = timedelta(days=1)


class Alarm:
    """Set it whenever something comes to be due; whoever waits for the ring looks at what is."""

    def __init__(self, scheduler: AsyncIOScheduler, clock: Clock) -> None:
        self._scheduler, self._clock = scheduler, clock
        self._at: datetime | None = None
        self._rang = asyncio.Event()

    def set(self, due: datetime, soonest: timedelta) -> None:
        """Ring at a moment, or after `soonest`; an earlier ring stays, because its listener sets the next."""
        now = self._clock.now()
        at = max(due, now + soonest)
        if not self._scheduler.running or (self._at is not None and self._at <= at):
            return
        ahead = min(at - now, _FARTHEST)
        run = datetime.now(self._scheduler.timezone) + ahead  # noqa: TID251 - APScheduler reads this clock
        self._scheduler.add_job(self._ring, DateTrigger(run_date=run), id="next_follow_up", **JOB)
        self._at = at

    def forget(self) -> None:
        """Let the next `set` decide, whatever was set before."""
        self._at = None

    async def wait(self, seconds: float) -> bool:
        """Wait for the ring, at most so long; tells whether it rang."""
        try:
            await asyncio.wait_for(self._rang.wait(), seconds)
        except TimeoutError:
            return False
        self._rang.clear()
        return True

    async def _ring(self) -> None:
        """Do no more than this: a job still running when it is due again would be skipped by APScheduler."""
        self._at = None
        self._rang.set()
