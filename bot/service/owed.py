"""The promises to customers, a page at a time: what is due, what is late, and what became of the others."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from bot.clock import Clock
from bot.service.owed_values import Mark, Owed, OwedPage, OwedRow

PAGE = 40
"""How many promises a page shows."""


class OwedStore(Protocol):
    """What the list needs of the store. Each method is one transaction, may raise StoreError."""

    async def owed(self, which: Owed, now: datetime, after: Mark | None, most: int) -> tuple[OwedRow, ...]:
        """List promises after a mark: open ones by their time, the others by their end, latest first."""
        ...

    async def owed_counts(self, now: datetime) -> tuple[int, int]:
        """Count the open promises that are late, and those that are still to come."""
        ...


class Promises:
    """Lists the promises there are."""

    def __init__(self, *, store: OwedStore, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def page(self, which: Owed, after: Mark | None = None) -> OwedPage:
        """Give a page of promises, the first one or what comes after a mark."""
        now = self._clock.now()
        found = await self._store.owed(which, now, after, PAGE + 1)
        late, due = await self._store.owed_counts(now)
        rows = found[:PAGE]
        more = len(found) > PAGE
        return OwedPage(rows=rows, next=_mark(which, rows[-1]) if more else None, late=late, due=due)


def _mark(which: Owed, row: OwedRow) -> Mark:
    promise = row.promise
    return Mark(at=promise.due_at if which.is_open else promise.ended_at or promise.due_at, number=row.id)
