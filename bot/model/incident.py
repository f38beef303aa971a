"""One cause behind many cases: what is said of it, whom it concerns, and what was suggested to people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class IncidentStatus(StrEnum):
    """Where an incident stands: suggested by the program, opened by a person, over, or never one."""

    SUGGESTED = "suggested"
    OPEN = "open"
    CLOSED = "closed"
    EXPIRED = "expired"  # a suggestion whose burst ebbed
    DISMISSED = "dismissed"  # a suggestion that a person found to be none


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Why an incident is suggested: so many `people` within `minutes`, where `usual` are expected.

    `posts` are the numbers of their messages, newest first; `place` is named by many of them, or "".
    """

    people: int = 0
    minutes: int = 0
    usual: float = 0.0
    place: str = ""
    posts: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a person says of an incident: a text per language, and when they will say more.

    `intents` and `topics` are whom it concerns, `words` more phrases that tell of it; `place` narrows it
    ("" for everywhere). `texts` may be empty only where the brand's own template says enough.
    """

    intents: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    place: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    next_update: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """An incident as stored; times are aware, UTC.

    `key` names what was suggested ("intent:…" or "texts:…"). `update` counts what was said: 1 is the opening
    text, the last one of a closed incident says that it is over. `attached` is how many conversations it
    has, `waiting` how many of them have not been told the latest yet.
    """

    id: int
    status: IncidentStatus
    title: str
    key: str = ""
    said: Announcement = field(default_factory=Announcement)
    evidence: Evidence = field(default_factory=Evidence)
    update: int = 0
    began_at: datetime
    changed_at: datetime
    attached: int = 0
    waiting: int = 0

    @property
    def is_open(self) -> bool:
        """Whether matching questions get its text now."""
        return self.status is IncidentStatus.OPEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Attached:
    """What a conversation remembers of an incident: the update told last, and the one said again in short."""

    incident: int
    told: int
    repeated: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A customer's message as the search for bursts sees it.

    `inbound` is its row; `intent` is what the matcher leads with ("" for nothing), `place` what the text
    names. `addressed`: it was written to the brand, not merely about it.
    """

    inbound: int
    intent: str
    person: str
    channel: str
    at: datetime
    place: str = ""
    addressed: bool = True
    conversation_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many people reported an intent in the hour that begins at `hour`."""

    hour: datetime
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a turn made of the messages it decided on, for the search for bursts.

    `inbound` is the last of them. `addressed`: they were written to the brand, not merely about it.
    """

    inbound: int
    intent: str
    place: str = ""
    addressed: bool = True
