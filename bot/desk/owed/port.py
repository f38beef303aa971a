"""What the page of promises calls."""

from __future__ import annotations

from typing import Protocol

from bot.service.owed_values import Mark, Owed, OwedPage


class OwedDesk(Protocol):
    """The promises to customers."""

    async def page(self, which: Owed, after: Mark | None = None) -> OwedPage:
        """Give a page of promises, the first one or what comes after a mark."""
        ...
