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


class MovableClock:
    """A clock that goes on by itself and can be moved forward while running, for rehearsals and demos.

    What it has told it never takes back, even if the machine's own clock is set back. The monotonic
    reading stays the machine's: moving the clock makes nothing last longer.
    """

    def __init__(self, offset: timedelta = timedelta(0), *, real: Clock | None = None) -> None:
        self._offset, self._real = offset, real if real is not None else SystemClock()
        self._told = self._real.now() + offset

    def now(self) -> datetime:
        self._told = max(self._told, self._real.now() + self._offset)
        return self._told

    def monotonic(self) -> float:
        return self._real.monotonic()

    def move_to(self, moment: datetime) -> None:
        """Go forward to an aware moment; one that is past changes nothing."""
        if moment > self.now():
            self._offset = moment.astimezone(UTC) - self._real.now()
