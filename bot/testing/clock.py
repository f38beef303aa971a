"""A clock that stands still until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class FakeClock:
    """Tells the time it was set to. Both hands move together; only `set` may turn the wall clock back."""

    def __init__(self, now: datetime) -> None:
        self._now = now.astimezone(UTC)
        self._elapsed = 0.0

    def now(self) -> datetime:
        """Give the moment it was moved to, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Give the seconds it was moved by."""
        return self._elapsed

    def move(self, span: timedelta) -> None:
        """Let time pass."""
        self._now += span
        self._elapsed += span.total_seconds()

    def move_to(self, moment: datetime) -> None:
        """Let time pass until a moment; one that is past changes nothing."""
        if moment > self._now:
            self.move(moment - self._now)

    def set(self, moment: datetime) -> None:
        """Change the wall clock, as an operator or a time server does; no time passes."""
        self._now = moment.astimezone(UTC)
