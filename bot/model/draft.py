"""What the bot would say where a person is to read it first: made, and how each ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.conversation import Filling, Offered, Post
from bot.model.message import Letter


class DraftState(StrEnum):
    """What became of a draft."""

    OPEN = "open"
    APPROVED = "approved"  # sent as it stood
    EDITED = "edited"  # sent in a person's words
    REFUSED = "refused"  # a person said that it was wrong
    STALE = "stale"  # the customer wrote again, or another draft took its place
    OVERTAKEN = "overtaken"  # a person answered or took over without it, or the case ended


class Refusal(StrEnum):
    """Why a person refused a draft."""

    MISUNDERSTOOD = "misunderstood"
    WRONG = "wrong"
    TONE = "tone"
    PERSON = "person"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A letter that waits for a person, and where it comes from.

    `confidence` is calibrated, 0 where no intent was guessed. `reason` says why a person is to read it, `why`
    why the bot would say it. `offered` and `filling` are what the customer may choose or is asked for once it
    is sent; `promised` is the time its words tell, None if they tell none; `to` is the post it
    answers, where that is not the latest.
    """

    letter: Letter
    intent: str = ""
    confidence: float = 0.0
    reason: str = ""
    why: tuple[str, ...] = ()
    offered: tuple[Offered, ...] = ()
    filling: Filling | None = None
    promised: datetime | None = None
    to: Post | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingDraft:
    """A draft as stored, waiting for a person."""

    id: int
    conversation_id: int
    proposal: Proposal
    made_at: datetime

    @property
    def text(self) -> str:
        """The words that would be sent."""
        return self.proposal.letter.text


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftMade:
    """A turn drafted something; an open draft before it is stale."""

    proposal: Proposal


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftEnded:
    """A turn ended the open draft, if there is one. `said` are an editor's words."""

    state: DraftState
    by: str = ""
    refusal: Refusal | None = None
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a draft stands: `by` is the agent who ended it, "" where nobody did; `said` an editor's words."""

    state: DraftState
    by: str = ""
    said: str = ""


DraftChange = DraftMade | DraftEnded
