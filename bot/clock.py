"""The only place that reads the time; everyone else is handed `now`."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time; a fake one tells the time a test wants."""

    def now(self) -> datetime:
        """Give the present moment, aware, in UTC."""
        ...

    def monotonic(self) -> float:
        """Give seconds that never run backwards, for measuring spans."""
        ...


class SystemClock:
    """The machine's clock, moved by `offset` when a day is rehearsed (`run --at`)."""

    def __init__(self, offset: timedelta = timedelta(0)) -> None:
        self._offset = offset

    def now(self) -> datetime:
        return datetime.now(UTC) + self._offset  # noqa: TID251 - this is the one reader

    def monotonic(self) -> float:
        return time.monotonic()
