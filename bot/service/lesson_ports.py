"""What teaching needs of the store. Each method is one transaction and may raise StoreError."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model.message import Inbound
from bot.model.unanswered import Unanswered
from bot.teaching.change import Change


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """A change that a person published: who, when, and the files that were written."""

    person: str
    at: datetime
    change: Change
    files: tuple[str, ...]


class LessonStore(Protocol):
    """What there is to teach from, what people are about to teach, and what they have taught."""

    async def unanswered(self, since: datetime, until: datetime, most: int) -> tuple[Unanswered, ...]:
        """List what the bot left to people from `since` to before `until`, newest first, `most` at most.

        What it asked back about counts too, unless the customer's next word got an answer.
        """
        ...

    async def dismiss(self, digests: Sequence[str], *, by: str, now: datetime) -> None:
        """Remember that these texts, by their digests, are no questions for the brand."""
        ...

    async def dismissed(self) -> frozenset[str]:
        """Give the digests of every text that was dismissed."""
        ...

    async def heard_lately(self, most: int) -> tuple[Inbound, ...]:
        """List what customers wrote or pressed last, `most` at most, oldest first."""
        ...

    async def lesson(self, person: str) -> Change:
        """Give what a person is about to teach; a change of nothing where there is nothing."""
        ...

    async def keep_lesson(self, person: str, change: Change, now: datetime) -> None:
        """Keep what a person is about to teach, in place of what was kept."""
        ...

    async def add_taught(self, lesson: Lesson) -> None:
        """Note what a person has taught; nothing of it is kept as about to be taught any more."""
        ...

    async def taught(self, most: int) -> tuple[Lesson, ...]:
        """List what people have taught, the latest first."""
        ...
