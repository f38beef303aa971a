"""What the report is counted from: waits, decisions, words, promises and verdicts of some days, as rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.model.feedback import Feedback
from bot.model.promise import Promise
from bot.model.response import Response


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A conversation as the report groups it; `intent` and `topic` are its case's, "" until known."""

    conversation_id: int
    channel: str
    language: str = ""
    intent: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision; `hand_off` is why a person was asked, "" if none was."""

    conversation_id: int
    rule: str
    outcome: str
    intent: str = ""
    hand_off: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What we said; `by_person`: a person wrote it."""

    conversation_id: int
    text: str
    by_person: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """All rows of a time, from `since` to before `until`; `places` are of every conversation in them."""

    since: datetime
    until: datetime
    places: tuple[Place, ...] = ()
    waits: tuple[Response, ...] = ()
    decided: tuple[Decided, ...] = ()
    spoken: tuple[Spoken, ...] = ()
    promises: tuple[Promise, ...] = ()
    feedback: tuple[Feedback, ...] = ()
