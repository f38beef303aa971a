"""The conversation in public in which a private one began, and whether a line is owed there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.model.reference import reference_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicSide:
    """The same person's conversation in public, by its id and key; `number` is its case's.

    `owed`: nobody was answered there yet, or the customer was asked there to go on in private, and no closing
    line has been decided on.
    """

    id: int
    key: str
    number: int
    owed: bool

    @property
    def reference(self) -> str:
        """The reference of the case in public."""
        return reference_of(self.number)
