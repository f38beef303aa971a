"""A clock that stands until a test moves it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 12, 9, 12, 0, tzinfo=UTC)


class StandingClock:
    """Tells the time a test wants; the monotonic reading moves with it."""

    def __init__(self, start: datetime = NOON) -> None:
        self._start = self._now = start

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return (self._now - self._start).total_seconds()

    def move(self, by: timedelta) -> None:
        self._now += by
