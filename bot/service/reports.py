"""The report of a time, read out of the store and counted: one source for the desk and the terminal."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from bot.model.hours import Calendars
from bot.model.report import Records
from bot.reporting.figures import Report, report_of
from bot.reporting.period import Period, read_period
from bot.service.ports import Compute
from bot.settings.hearing import PolicyWords


class RecordStore(Protocol):
    """What the report needs of the store. May raise StoreError."""

    async def records(self, since: datetime, until: datetime) -> Records:
        """Read what the report of a time is counted from."""
        ...


class Reports:
    """Counts reports; `brand` gives the hours and the words of lint's P001 as they are now."""

    def __init__(
        self,
        *,
        store: RecordStore,
        brand: Callable[[], tuple[Calendars, PolicyWords]],
        clock: Clock,
        compute: Compute,
    ) -> None:
        self._store, self._brand, self._clock, self._compute = store, brand, clock, compute

    def period(self, days: str = "", first: str = "", last: str = "") -> Period:
        """Give the time that is asked for, as people write it. Raises WrongPeriodError."""
        return read_period(days, first, last, self._brand()[0].brand, self._clock.now())

    async def of(self, period: Period) -> Report:
        """Count the report of a time."""
        records, now = await self._store.records(period.since, period.until), self._clock.now()
        calendars, own = self._brand()
        return await self._compute(lambda: report_of(records, calendars, own, now=now))
