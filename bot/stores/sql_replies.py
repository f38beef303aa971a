"""The store's part for replies: each method hands one unit of work to the transactions of its database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.service.reply_values import ReplyDraft, ReplyVersion, SaidReply
from bot.stores.tx import Transactions, Tx
from bot.stores.units import replies


class SqlReplies:
    """Keeps drafts and past texts in the tables of `schema/`, over the given transactions."""

    _transactions: Transactions

    async def reply_drafts(self) -> tuple[ReplyDraft, ...]:
        return await self._transactions.read(replies.reply_drafts)

    async def reply_draft(self, path: str) -> ReplyDraft | None:
        return await self._transactions.read(lambda tx: replies.reply_draft(tx, path))

    async def save_reply_draft(self, draft: ReplyDraft) -> bool:
        return await self._transactions.write(lambda tx: replies.save_reply_draft(tx, draft))

    async def drop_reply_draft(self, path: str, version: int) -> bool:
        return await self._transactions.write(lambda tx: replies.drop_reply_draft(tx, path, version))

    async def discard_reply_draft(self, path: str, version: int, *, by: str, now: datetime) -> bool:
        def unit(tx: Tx) -> bool:
            return replies.discard_reply_draft(tx, path, version, by, now)

        return await self._transactions.write(unit)

    async def keep_reply_texts(self, path: str, texts: Sequence[tuple[str, str]], now: datetime) -> None:
        def unit(tx: Tx) -> None:
            replies.keep_reply_texts(tx, path, texts, now)

        await self._transactions.write(unit)

    async def reply_versions(self, path: str, most: int) -> tuple[ReplyVersion, ...]:
        return await self._transactions.read(lambda tx: replies.reply_versions(tx, path, most))

    async def said_lately(self, most: int) -> tuple[SaidReply, ...]:
        return await self._transactions.read(lambda tx: replies.said_lately(tx, most))
