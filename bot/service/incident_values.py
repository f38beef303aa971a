"""What passes between the incident service and the store."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.incident import Announcement, Evidence, IncidentStatus
from bot.model.message import Surface


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """What a person says about an incident now, and who says it when."""

    said: Announcement
    title: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A word as it was said: `number` counts the incident's words from 1, a dismissal has 0 and no text.

    `status` is where the incident stood from then on.
    """

    number: int
    status: IncidentStatus
    said: Announcement
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """A burst as found: `key` names it the same every time, `likely` are the intents it is probably about."""

    key: str
    title: str
    evidence: Evidence
    intents: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """How many conversations of one kind an incident's word goes to."""

    channel: str
    account: str
    surface: Surface
    language: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """A customer's message that is evidence of a burst; `inbound` is its row."""

    inbound: int
    conversation_id: int
    channel: str
    name: str
    text: str
    at: datetime
