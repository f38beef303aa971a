"""What the editor of replies calls."""

from __future__ import annotations

from typing import Protocol

from bot.knowledge.trial import Trial
from bot.service.reply_values import Checked, Effect, Result, Sheet, Shelf
from bot.settings.values import Person


class ReplyDesk(Protocol):
    """The brand's replies, to be looked at and changed. Files that cannot be read raise SetupError."""

    async def shelves(self, language: str) -> tuple[Shelf, ...]:
        """Give every reply there is or ought to be, by topic; titles in a language where there are."""
        ...

    async def sheet(self, name: str, language: str) -> Sheet | None:
        """Open a reply; None where the brand can have none of this name and language."""
        ...

    async def check(self, sheet: Sheet, text: str, trial: Trial) -> Checked:
        """Ask lint about a text, and try it."""
        ...

    async def effect(self, sheet: Sheet, text: str) -> Effect:
        """Say which of the latest messages would have read otherwise."""
        ...

    async def text_of(self, sheet: Sheet, key: str) -> str | None:
        """Give a text the file has had, by the key of its past."""
        ...

    async def save(self, sheet: Sheet, text: str, *, base: str, seen: int, by: Person) -> Result:
        """Keep a text as the file's draft."""
        ...

    async def discard(self, sheet: Sheet, *, seen: int, by: Person) -> bool:
        """Forget the draft one has seen."""
        ...

    async def publish(
        self, sheet: Sheet, text: str, *, base: str, seen: int, by: Person, sure: bool = False
    ) -> Result:
        """Put a text into the file and serve it."""
        ...
