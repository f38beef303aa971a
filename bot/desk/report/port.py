"""What the report's page calls."""

from __future__ import annotations

from typing import Protocol

from bot.reporting.figures import Report
from bot.reporting.period import Period


class ReportDesk(Protocol):
    """The reports of times."""

    def period(self, days: str = "", first: str = "", last: str = "") -> Period:
        """Give the time that is asked for, as people write it. Raises WrongPeriodError."""
        ...

    async def of(self, period: Period) -> Report:
        """Count the report of a time."""
        ...
