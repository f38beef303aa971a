"""Reads what the report is counted from out of the store, and counts it with the brand's own hours."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

from bot.cli.keeping import require_store, settings_of, store_url
from bot.clock import SystemClock
from bot.knowledge.calendar import make_calendars, read_icals
from bot.model.report import Records
from bot.reporting.figures import Report, report_of
from bot.service.brand import read_sources
from bot.stores.beside import open_beside
from bot.stores.opening import store_path


def report_on(project: Path, *, days: int) -> Report:
    """Count the report of the last so many times 24 hours. Raises SetupError where there is no store."""
    path = store_path(store_url(project))
    require_store(path)
    settings = settings_of(project)
    texts = {source.path: source.text for source in read_sources(project)}
    calendars = make_calendars(settings.hours, read_icals(settings.hours, texts))
    return report_of(asyncio.run(_read(path, days)), calendars, settings.policy)


async def _read(path: Path, days: int) -> Records:
    now = SystemClock().now()
    store = open_beside(path)
    try:
        return await store.records(now - timedelta(days=days), now)
    finally:
        await store.close()
