"""What a team's inbox needs from a store, as a Protocol."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.model.message import Outbound
from bot.service.inbox_values import InboxAsk, InboxPage, TakenBack
from bot.service.values import InboxRow, Reconciled


class InboxStore(Protocol):
    """Each method is one transaction."""

    async def inbox_page(self, ask: InboxAsk) -> InboxPage:
        """Give a page of the desk's list; what it costs does not grow with what is stored."""
        ...

    async def inbox_rows(self, conversations: Sequence[int]) -> tuple[InboxRow, ...]:
        """Give the rows of these conversations, and of where people have a case that one follows."""
        ...

    async def add_note(self, conversation_id: int, author: str, text: str, now: datetime) -> bool:
        """Keep a note; False if there is no such conversation."""
        ...

    async def assign(self, conversation_id: int, person: str, by: str, now: datetime) -> bool:
        """Give a conversation's case to a person, "" for nobody; False if there is none, or it is over."""
        ...

    async def take_back(self, outbound_id: int, by: str, now: datetime) -> TakenBack | None:
        """Take back a person's answer that has not begun to leave; None if it has, or there is none.

        A promise that it had kept stands again, and the conversation is the person's.
        """
        ...

    async def doubtful(self, outbound_id: int) -> Outbound | None:
        """Give a message that may have been sent; None for any other."""
        ...

    async def settle_look(self, outbound: Outbound, found: Reconciled, by: str, now: datetime) -> bool:
        """Write down what a person's look at the platform found; False if it was settled already."""
        ...
