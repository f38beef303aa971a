"""What a channel needs of the desk whose people answer from a group of theirs, as a Protocol."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.model.conversation import Conversation
from bot.model.draft import Ending
from bot.model.stopping import OpenBreaker, Stop
from bot.policy.agents import Unpromisable
from bot.service.values import DeskTopic, DeskView, Measure
from bot.settings.values import Settings


class DeskGroup(Protocol):
    """The desk for a group of people who answer."""

    async def views(self, place: str) -> tuple[DeskView, ...]:
        """Give every conversation that the group shows or is to show. Raises StoreError."""
        ...

    async def view(self, place: str, conversation_id: int) -> DeskView | None:
        """Give one conversation as the group is to see it; None if there is none such. Raises StoreError."""
        ...

    async def of_thread(self, place: str, thread: int) -> DeskView | None:
        """Give the conversation that a topic shows; None if it shows none. Raises StoreError."""
        ...

    async def stopped(self) -> tuple[tuple[Stop, ...], tuple[OpenBreaker, ...]]:
        """Give what people hold back, and the accounts paused by themselves. Raises StoreError."""
        ...

    async def save(self, topic: DeskTopic, since: DeskTopic) -> None:
        """Write down what changed of a topic since it was read. Raises StoreError."""
        ...

    async def ending_of(self, draft_id: int) -> Ending | None:
        """Say how a draft stands, and who ended it; None if there is none such. Raises StoreError."""
        ...

    def measure(self, conversation: Conversation, text: str, agent: str) -> Measure:
        """Count an agent's words, signed, as the customer's channel does."""
        ...

    async def resend(self, outbound_id: int, agent: str) -> bool:
        """Send again what did not arrive, or may not have; False if there is no such message now."""
        ...

    async def finish(self, tasks: Sequence[int], agent: str) -> None:
        """Mark tasks done. Raises StoreError."""
        ...

    def due(self, text: str) -> datetime:
        """Read a time an agent wants to promise: "2h", "18:30". Raises SetupError for what is no time."""
        ...

    def unpromisable(self, conversation: Conversation, due: datetime) -> Unpromisable | None:
        """Say why a time cannot be promised to this customer; None if it can."""
        ...

    def opening(self, conversation: Conversation, after: datetime) -> datetime | None:
        """Give when people are back who answer this conversation; None if that is not known."""
        ...

    @property
    def settings(self) -> Settings:
        """The brand's settings as they are now."""
        ...

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the brand's clock."""
        ...

    @property
    def words(self) -> Mapping[str, str]:
        """The desk's words in the brand's first language: `reason_…`, `case_…`, `task_…`."""
        ...

    @property
    def titles(self) -> Mapping[str, str]:
        """The channels' titles by their names."""
        ...

    def count(self) -> int:
        """Give the count of changes, to wait on."""
        ...

    async def changed(self, seen: int, seconds: float) -> int:
        """Wait until the count is not `seen`, or for some seconds; gives the count."""
        ...

    def nudge(self) -> None:
        """Count a change: whoever waits looks again."""
        ...
