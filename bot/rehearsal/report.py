"""What a rehearsal came to, as values: what `--json` prints, the transcript and the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Result(StrEnum):
    """What became of a customer's message, worked out from what was committed and sent."""

    ANSWERED = "answered"
    ASKED = "asked"
    ACKNOWLEDGED = "acknowledged"
    HANDED_OVER = "handed_over"
    QUIET = "quiet"
    SET_ASIDE = "set_aside"
    LOST = "lost"


class Who(StrEnum):
    """Who speaks in a line of a transcript; a note is what happened without words."""

    CUSTOMER = "customer"
    BOT = "bot"
    PERSON = "person"
    NOTE = "note"


class Sort(StrEnum):
    """What a finding is about."""

    NO_OUTCOME = "no_outcome"
    SECOND_ACKNOWLEDGEMENT = "second_acknowledgement"
    PROMISE_WHEN_CLOSED = "promise_when_closed"
    IN_QUIET_HOURS = "in_quiet_hours"
    TOO_LONG = "too_long"
    GAP = "gap"
    SAID_TWICE = "said_twice"


class Mark(StrEnum):
    """What makes a conversation worth reading, the gravest first."""

    FINDING = "finding"
    WAITING = "waiting"  # a person has not answered by the end
    BROKEN = "broken"  # a promise was broken
    LATE = "late"  # a promise was renewed
    DRAFT = "draft"  # words wait for a person
    NIGHT = "night"  # something was said in quiet hours
    PERSON = "person"  # it was handed over


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a transcript. `kind` is the purpose of what was said, or what a note is about."""

    at: datetime
    who: Who
    kind: str
    text: str
    night: bool = False
    source: str = ""
    buttons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A customer's message and what became of it.

    `words` are what the bot said to it, `sources` where they stand; `promised` is the time they named.
    `held` says that words wait as a draft; `reason` is why nothing was said, or why a person was asked.
    """

    id: str
    conversation: int
    at: datetime
    text: str
    result: Result
    rule: str = ""
    intent: str = ""
    confidence: float = 0.0
    words: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    promised: datetime | None = None
    held: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """A time told to a customer: open, kept, renewed (another was told), broken or released."""

    conversation: int
    made_at: datetime
    due_at: datetime
    ended_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wait:
    """How long a customer waited from `since` for any word, and for an answer that is no acknowledgement."""

    conversation: int
    since: datetime
    any_at: datetime | None
    answer_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something odd, in one sentence."""

    sort: Sort
    conversation: int
    customer: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """A whole conversation. `marks` say what is remarkable about it, the gravest first."""

    conversation: int
    customer: str
    name: str
    channel: str
    language: str
    reference: str
    followers: int | None
    entries: tuple[Entry, ...]
    promises: tuple[Promise, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """What was said by itself in the quiet hours, by purpose."""

    purpose: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The invented people: how many, what they managed, and how long the queue was at its longest."""

    people: int
    answer_minutes: float
    answered: int
    longest_queue: int
    longest_queue_at: datetime | None
    empty_at: datetime | None
    left_waiting: int
    queue: tuple[tuple[datetime, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time, half-open."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """The period in figures; spans are in seconds, None where there was none."""

    messages: int
    customers: int
    results: dict[str, int]
    languages: dict[str, int]
    channels: dict[str, int]
    handed_over: int
    warnings: int
    drafts: int
    follow_ups: int
    person_answers: int
    promises: dict[str, int]
    first_word_median: float | None
    first_word_longest: float | None
    answer_median: float | None
    answer_longest: float | None
    longest_wait_of: str
    night: tuple[Night, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Report:
    """A rehearsal: times are on the brand's clock, with its offset."""

    brand: str
    version: str
    zone: str
    source: str
    since: datetime
    until: datetime
    answering: bool
    notes: tuple[str, ...]
    summary: Summary
    desk: Desk
    findings: tuple[Finding, ...]
    messages: tuple[Message, ...]
    talks: tuple[Talk, ...]
    closed: tuple[Span, ...] = field(default=())
    quiet: tuple[Span, ...] = field(default=())
