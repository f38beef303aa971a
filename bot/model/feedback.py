"""Whether an answer solved it, as customers say; and what became of each answer the bot gave."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackAsked:
    """A turn asked whether an answer solved it; a case is asked once."""

    template: str
    variant: int
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackGiven:
    """The customer said whether it did."""

    solved: bool


FeedbackChange = FeedbackAsked | FeedbackGiven


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One question whether an answer solved it; `solved` is None until the customer has said."""

    conversation_id: int
    reference: str
    channel: str
    template: str
    variant: int
    asked_at: datetime
    solved: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A decision as far as what follows an answer is concerned.

    `answered` is the intent that was answered, `handed_off` why a person was asked; "" for neither.
    """

    conversation_id: int
    at: datetime
    answered: str = ""
    handed_off: str = ""
