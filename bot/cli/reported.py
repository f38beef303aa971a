"""Reads what the report is counted from out of the store, and counts it with the brand's own hours."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.app import inline
from bot.cli.keeping import require_store, settings_of, store_url
from bot.clock import SystemClock
from bot.errors import SetupError
from bot.knowledge.calendar import make_calendars, read_icals
from bot.reporting.figures import Report
from bot.reporting.period import Period, WrongPeriodError
from bot.service.brand import read_sources
from bot.service.reports import Reports
from bot.stores.beside import open_beside
from bot.stores.opening import store_path


def report_on(project: Path, *, days: int, first: str, last: str) -> tuple[Period, Report]:
    """Count the report of the last so many times 24 hours, or of days of the calendar where one is given.

    Raises SetupError where there is no store, and for what is no such day.
    """
    path = store_path(store_url(project))
    require_store(path)
    settings = settings_of(project)
    texts = {source.path: source.text for source in read_sources(project)}
    calendars = make_calendars(settings.hours, read_icals(settings.hours, texts))
    store = open_beside(path)
    reports = Reports(
        store=store, brand=lambda: (calendars, settings.policy), clock=SystemClock(), compute=inline
    )

    async def count() -> tuple[Period, Report]:
        try:
            period = reports.period(str(days), first, last)
            return period, await reports.of(period)
        except WrongPeriodError as wrong:
            raise SetupError(f"--{wrong.field}: {wrong}", hint=wrong.hint) from wrong
        finally:
            await store.close()

    return asyncio.run(count())
