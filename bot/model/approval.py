"""How far an intent has come on its way from drafts to answering by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.message import Surface

_BANDS = 10


def band_of(confidence: float) -> int:
    """Give the band of a confidence in [0, 1]: a tenth, named by its lower end times ten (0 to 9)."""
    return min(int(confidence * _BANDS + 1e-9), _BANDS - 1)


def ends_of(band: int) -> tuple[float, float]:
    """Give the lower and the upper end of a band."""
    return band / _BANDS, (band + 1) / _BANDS


class ApprovalEvent(StrEnum):
    """A step of an intent's way."""

    APPROVED = "approved"
    GRADUATED = "graduated"
    EDITED = "edited"
    REFUSED = "refused"
    CORRECTED = "corrected"
    TAKEN_OVER = "taken_over"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalCounted:
    """A person approved an answer as it stood; after `needed` in a row it goes by itself (0: never)."""

    intent: str
    confidence: float
    by: str
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalLost:
    """A person found an answer wrong: its intent begins anew in every band.

    The answer is named by its intent, or by our number of the message that said it.
    """

    event: ApprovalEvent
    by: str
    intent: str = ""
    outbound: int = 0


ApprovalChange = ApprovalCounted | ApprovalLost


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where an intent stands on a channel, a surface and in a band; `automatic_since` is None for drafts."""

    channel: str
    surface: Surface
    intent: str
    band: int
    approved: int
    automatic_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalStep:
    """One step as it was written down; `approved` is how many in a row there were then."""

    channel: str
    surface: Surface
    intent: str
    band: int
    event: ApprovalEvent
    by: str
    conversation_id: int
    approved: int
    at: datetime
