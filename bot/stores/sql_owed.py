"""The store's part for the list of promises: each method hands one unit of work to its transactions."""

from __future__ import annotations

from datetime import datetime

from bot.service.owed_values import Mark, Owed, OwedRow
from bot.stores.tx import Transactions
from bot.stores.units import owed


class SqlOwed:
    """Reads promises from the tables of `schema/`, over the given transactions."""

    _transactions: Transactions

    async def owed(self, which: Owed, now: datetime, after: Mark | None, most: int) -> tuple[OwedRow, ...]:
        return await self._transactions.read(lambda tx: owed.owed(tx, which, now, after, most))

    async def owed_counts(self, now: datetime) -> tuple[int, int]:
        return await self._transactions.read(lambda tx: owed.owed_counts(tx, now))
