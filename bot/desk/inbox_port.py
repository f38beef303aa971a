"""What the pages of the inbox call, beside what one agent does alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from bot.policy.prepared import Prepared
from bot.service.inbox_values import AnswerFate, InboxAsk, InboxPage, TakenBack, Told
from bot.service.live import Changes
from bot.service.values import InboxRow


class Team(Protocol):
    """The part of the desk that is everybody's; False and None mean that there is no such thing."""

    @property
    def undo(self) -> timedelta:
        """Give for how long a person's answer can be taken back; nothing: not at all."""
        ...

    async def page(self, ask: InboxAsk) -> InboxPage:
        """Give a page of the list."""
        ...

    async def rows(self, conversations: Sequence[int]) -> tuple[InboxRow, ...]:
        """Give the rows of these conversations, and of where people have a case that one follows."""
        ...

    async def note(self, conversation_id: int, agent: str, text: str) -> bool:
        """Keep a note that no customer ever sees."""
        ...

    async def assign(self, conversation_id: int, person: str, by: str) -> bool:
        """Give a case to a person, "" for nobody."""
        ...

    async def promise(self, conversation_id: int, agent: str, written: str) -> Told | None:
        """Tell the customer a time and owe it; a time that cannot be promised is not told."""
        ...

    async def take_back(self, outbound_id: int, agent: str) -> TakenBack | None:
        """Take back a person's answer that waits to leave."""
        ...

    async def look(self, outbound_id: int, agent: str) -> AnswerFate | None:
        """Look on the platform for a message that may have been sent."""
        ...

    async def arrived(self, outbound_id: int, agent: str) -> bool:
        """Take a person's word that a message which may have been sent arrived."""
        ...

    async def prepared(self, conversation_id: int, query: str) -> tuple[Prepared, ...] | None:
        """Find replies in the customer's language, in words for this conversation."""
        ...

    def writes(self, conversation_id: int, agent: str) -> None:
        """Note that somebody is writing an answer."""
        ...

    def stops_writing(self, conversation_id: int, agent: str) -> None:
        """Note that somebody writes no more."""
        ...

    def writers(self, conversation_id: int) -> tuple[str, ...]:
        """Name who is writing an answer now."""
        ...

    def seen(self) -> int:
        """Give the list's count, to wait on."""
        ...

    async def changed(self, seen: int, seconds: float) -> int:
        """Give the list's count once it is not `seen`, or after some seconds."""
        ...

    def changes(self, seen: int) -> Changes:
        """Give what the list's changes after a count were."""
        ...
