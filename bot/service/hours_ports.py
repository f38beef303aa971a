"""What changing the hours needs of the store. Each method is one transaction, may raise StoreError."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol


class HoursStore(Protocol):
    """Where it is written down who changed the hours."""

    async def hours_changed(self, file: str, by: str, now: datetime) -> None:
        """Write down that a person changed the hours in a file."""
        ...
