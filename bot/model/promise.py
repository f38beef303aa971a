"""Times told to customers, as they are kept: made, and how each ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GRACE = timedelta(minutes=15)
"""A word that comes this much after the promised time still counts as kept, or as renewed in time."""


class PromiseState(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    KEPT = "kept"  # a person answered
    RENEWED = "renewed"  # it fell due without an answer, and the customer was told a new time
    BROKEN = "broken"  # it fell due without an answer, and no new time was told in time
    RELEASED = "released"  # nothing is owed any more: the case ended, or the customer left


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A promise as stored; times are aware, UTC. `step` counts the renewals before it."""

    conversation_id: int
    made_at: datetime
    due_at: datetime
    step: int = 0
    state: PromiseState = PromiseState.OPEN
    ended_at: datetime | None = None

    def is_late(self, now: datetime) -> bool:
        """Whether it is still owed, and past its time."""
        return self.state is PromiseState.OPEN and self.due_at < now


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseMade:
    """A turn told the customer a time; an open promise before it counts as renewed."""

    due_at: datetime
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseEnded:
    """A turn ended the open promise, if there is one."""

    state: PromiseState


PromiseChange = PromiseMade | PromiseEnded
