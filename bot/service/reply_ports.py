"""What the editing of replies needs of the store. Each method is one transaction, may raise StoreError."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.service.reply_values import ReplyDraft, ReplyVersion, SaidReply


class ReplyStore(Protocol):
    """Drafts of replies, what their files have said, and what the bot has said with them."""

    async def reply_drafts(self) -> tuple[ReplyDraft, ...]:
        """List every draft, by path."""
        ...

    async def reply_draft(self, path: str) -> ReplyDraft | None:
        """Give a file's draft."""
        ...

    async def save_reply_draft(self, draft: ReplyDraft) -> bool:
        """Keep a draft in place of the version it names; False if that is not the latest any more."""
        ...

    async def drop_reply_draft(self, path: str, version: int) -> bool:
        """Forget a draft; False if it is not there in this version."""
        ...

    async def discard_reply_draft(self, path: str, version: int, *, by: str, now: datetime) -> bool:
        """Forget a draft at a person's word; False if it is not there in this version."""
        ...

    async def keep_reply_texts(self, path: str, texts: Sequence[tuple[str, str]], now: datetime) -> None:
        """Add texts (text, author) to what a file has said; one that is the latest is not added again."""
        ...

    async def reply_versions(self, path: str, most: int) -> tuple[ReplyVersion, ...]:
        """List the texts a file has had, the latest first."""
        ...

    async def said_lately(self, most: int) -> tuple[SaidReply, ...]:
        """List the bot's own messages among the latest `most` of all, newest first."""
        ...
