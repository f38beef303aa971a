"""What the calendar's pages call."""

from __future__ import annotations

from typing import Protocol

from bot.service.hours_values import Ahead, Edit, HoursFile, Looked, Result
from bot.settings.values import Person


class CalendarDesk(Protocol):
    """The brand's hours, to be looked at and changed."""

    async def ahead(self, *, at: str = "", channel: str = "") -> Ahead:
        """Give the days to come, and what a message at a moment is told. Raises SetupError for no moment."""
        ...

    async def file(self) -> HoursFile:
        """Read the hours as the file has them. Raises SetupError for a file that is no settings."""
        ...

    async def look(self, file: HoursFile, edit: Edit) -> Looked:
        """Say what an edit would do; nothing is written."""
        ...

    async def publish(self, edit: Edit, *, base: str, by: Person) -> Result:
        """Write an edit into the file and serve it."""
        ...
