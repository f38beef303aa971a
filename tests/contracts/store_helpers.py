"""Values and short steps that the store's contract tests are told with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from bot.model.case import CaseStatus
from bot.model.conversation import Conversation
from bot.model.message import Author, Inbound, Letter, Outbound, Purpose
from bot.model.traits import Rate
from bot.model.turn import TurnResult
from bot.service.store import Store
from bot.service.values import Batch

NOW = datetime(2026, 12, 5, 10, 0, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
KEY = ("web", "main")
FREE: Mapping[tuple[str, str], Sequence[Rate]] = {KEY: ()}
GIULIA = Author(id="g", name="Giulia", handle="giulia_r", language_hint="it", followers=152)

_numbers = count(1)


def heard(text: str = "ciao", *, key: str = "giulia", event: str = "", **changes: Any) -> Inbound:
    """Make a message of a customer's."""
    inbound = Inbound(
        channel="web",
        account="main",
        event_key=event or f"e{next(_numbers)}",
        conversation_key=key,
        author=GIULIA,
        text=text,
        occurred_at=NOW,
        received_at=NOW,
    )
    return replace(inbound, **changes)


def batch(*items: Any, cursor: str | None = None, channel: str = "web") -> Batch:
    """Make a batch of them."""
    return Batch(channel=channel, account="main", items=items, cursor=cursor)


def letter(text: str = "ecco", purpose: Purpose = Purpose.ANSWER, **changes: Any) -> Letter:
    """Make a letter."""
    return replace(Letter(purpose=purpose, text=text), **changes)


class Teller:
    """Takes a store through the life of a message, a step a call."""

    def __init__(self, store: Store) -> None:
        self.store = store

    async def hear(
        self, text: str = "ciao", *, key: str = "giulia", now: datetime = NOW, **changes: Any
    ) -> int:
        """Store a customer's message and give its conversation."""
        accepted = await self.store.accept(batch(heard(text, key=key, **changes)), now)
        return accepted.conversations[0]

    async def turn(self, conversation_id: int, *letters: Letter, now: datetime = NOW, **changes: Any) -> bool:
        """Decide on everything that waits; `status` is the case's afterwards."""
        work = await self.store.work(conversation_id)
        assert work is not None
        status = changes.pop("status", work.conversation.case.status)
        conversation = with_status(work.conversation, status)
        done = tuple(item.id for item in work.waiting)
        result = TurnResult(conversation=conversation, done=done, letters=letters, now=now)
        return await self.store.commit_turn(replace(result, **changes))

    async def say(self, *letters: Letter, key: str = "giulia", now: datetime = NOW) -> int:
        """Hear a message and queue letters in answer; gives the conversation."""
        conversation_id = await self.hear(key=key, now=now)
        assert await self.turn(conversation_id, *letters, now=now)
        return conversation_id

    async def claim(
        self, now: datetime = NOW, most: int = 10, rates: Mapping[tuple[str, str], Sequence[Rate]] = FREE
    ) -> tuple[Outbound, ...]:
        """Claim what may be sent."""
        return await self.store.claim(now, rates=rates, lease=MINUTE, most=most)

    async def sending(self, *letters: Letter, now: datetime = NOW) -> Outbound:
        """Bring a letter to where it is being sent."""
        await self.say(*(letters or (letter(),)), now=now)
        (outbound,) = await self.claim(now)
        return outbound

    async def conversation(self, conversation_id: int) -> Conversation:
        """Read a conversation."""
        dossier = await self.store.dossier(conversation_id)
        assert dossier is not None
        return dossier.conversation

    async def pending(self, conversation_id: int) -> list[str]:
        """Give "status: text" of what has not been sent."""
        dossier = await self.store.dossier(conversation_id)
        assert dossier is not None
        return [f"{item.status}: {item.text}" for item in dossier.pending]

    async def texts(self, key: str = "giulia") -> list[str]:
        """Give "sender: text" of the transcript."""
        lines = await self.store.lines_after("web", "main", key, 0)
        return [f"{line.sender}: {line.text}" for line in lines]


def with_status(conversation: Conversation, status: CaseStatus) -> Conversation:
    """Give the conversation with its case in another status."""
    return replace(conversation, case=replace(conversation.case, status=status))
