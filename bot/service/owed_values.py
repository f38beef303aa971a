"""Promises as the desk lists them: which of them, and a page of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.message import Author
from bot.model.promise import Promise


class Owed(StrEnum):
    """Which promises: by what is to be done, then by what became of them."""

    LATE = "late"  # open, and past its time
    DUE = "due"  # open, and still to come
    KEPT = "kept"
    RENEWED = "renewed"
    BROKEN = "broken"

    @property
    def is_open(self) -> bool:
        """Whether something is still owed."""
        return self in {Owed.LATE, Owed.DUE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Where a page ends: the time by which the list is ordered, and the promise's number."""

    at: datetime
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedRow:
    """A promise with whom it was made to; `agent` has the conversation now, "" for nobody."""

    id: int
    promise: Promise
    channel: str
    contact: Author
    reference: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedPage:
    """A page of one list: what is open by its time, the rest by when it ended, the latest first.

    `next` is where the next page begins, None on the last. `late` and `due` count what is open.
    """

    rows: tuple[OwedRow, ...]
    next: Mark | None
    late: int
    due: int
