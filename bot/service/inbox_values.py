"""What passes between the desk's list and the store: which part of it is wanted, and what it holds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.service.values import InboxRow


class Shelf(StrEnum):
    """A part of the desk's list."""

    NOW = "now"  # who waits and who has a person, then a few answered lately
    WAITING = "waiting"  # who wants something of a person
    MINE = "mine"  # the open cases one has taken over, or was given
    ALL = "all"  # every conversation


def wants_person(row: InboxRow) -> bool:
    """Tell whether a row's conversation wants something of a person now."""
    return row.waiting_since is not None or bool(row.tasks)


def place_of(row: InboxRow) -> datetime:
    """Give the moment by which a row that wants a person stands among the others, the earliest first."""
    return row.place or row.waiting_since or row.last_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page of the list ends: the row's own number and what it is ordered by, in milliseconds."""

    order: int
    conversation_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxAsk:
    """A page of the list as somebody asks for it: at most so many rows of a shelf, after a place.

    `routes` are those that lead to the person: what waits by them and was given to nobody is theirs too.
    """

    shelf: Shelf
    person: str
    most: int
    after: Place | None = None
    routes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxPage:
    """A page of the list; `more` is where the next one begins (None: it was the last).

    `waiting` and `mine` count what wants a person, and what is the asking one's.
    """

    rows: tuple[InboxRow, ...]
    waiting: int
    mine: int
    more: Place | None = None


class AnswerFate(StrEnum):
    """What a look at the platform found of a message that may have been sent."""

    SENT = "sent"
    ABSENT = "absent"
    CANNOT_TELL = "cannot_tell"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """A person's answer that was taken back before it left: where it was for, and its own words."""

    conversation_id: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a person wants told at a time, as it came out: the time, or why it cannot be."""

    due: datetime | None = None
    why: str = ""
    opening: datetime | None = None
