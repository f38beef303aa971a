"""Notices that the wall clock was moved: by a person, a time server, or because the machine slept."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.clock import Clock

_SLACK = timedelta(seconds=1)
"""Less is drift that a time server takes back gently, and no alarm is wrong by more."""


class Jumps:
    """Compares the wall clock with the one that never runs backwards."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._apart = self._measured()

    def since_last(self) -> timedelta:
        """Give how far the wall clock was moved since it was last asked; zero if it was not."""
        apart = self._measured()
        moved, self._apart = apart - self._apart, apart
        return moved if abs(moved) > _SLACK else timedelta(0)

    def _measured(self) -> datetime:
        return self._clock.now() - timedelta(seconds=self._clock.monotonic())
