"""The store's part for a team's inbox: each method hands one unit of work to its database's transactions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.message import Outbound
from bot.service.inbox_values import InboxAsk, InboxPage, TakenBack
from bot.service.values import InboxRow, Reconciled
from bot.stores.tx import Transactions
from bot.stores.units import inbox_pages, looks, notes, taking_back


class SqlInbox:
    """Reads the list in pages and keeps what a team shares, over the given transactions."""

    _transactions: Transactions

    async def inbox_page(self, ask: InboxAsk) -> InboxPage:
        return await self._transactions.read(lambda tx: inbox_pages.inbox_page(tx, ask))

    async def inbox_rows(self, conversations: Sequence[int]) -> tuple[InboxRow, ...]:
        return await self._transactions.read(lambda tx: inbox_pages.inbox_rows(tx, conversations))

    async def add_note(self, conversation_id: int, author: str, text: str, now: datetime) -> bool:
        return await self._transactions.write(
            lambda tx: notes.add_note(tx, conversation_id, author, text, now)
        )

    async def assign(self, conversation_id: int, person: str, by: str, now: datetime) -> bool:
        return await self._transactions.write(lambda tx: notes.assign(tx, conversation_id, person, by, now))

    async def take_back(self, outbound_id: int, by: str, now: datetime) -> TakenBack | None:
        return await self._transactions.write(lambda tx: taking_back.take_back(tx, outbound_id, by, now))

    async def doubtful(self, outbound_id: int) -> Outbound | None:
        return await self._transactions.read(lambda tx: looks.doubtful(tx, outbound_id))

    async def settle_look(self, outbound: Outbound, found: Reconciled, by: str, now: datetime) -> bool:
        return await self._transactions.write(lambda tx: looks.settle_look(tx, outbound, found, by, now))
