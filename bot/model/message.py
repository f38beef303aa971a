"""Messages as every channel sees them: what came in, what goes out, and who wrote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum

from bot.model.incident import Announcement


class Surface(StrEnum):
    """Who can read a message."""

    PUBLIC = "public"
    PRIVATE = "private"
    DESK = "desk"


class InboundKind(StrEnum):
    """What happened. The first group comes from channels, the second from ourselves."""

    MESSAGE = "message"
    BUTTON = "button"
    EDIT = "edit"
    DELETE = "delete"
    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"

    FOLLOW_UP = "follow_up"
    AGENT_REPLY = "agent_reply"
    TAKE_OVER = "take_over"
    HAND_BACK = "hand_back"
    CLOSE = "close"
    INCIDENT = "incident"
    PROMISE = "promise"
    APPROVE = "approve"
    REFUSE = "refuse"
    CORRECT = "correct"
    TAKE_BACK = "take_back"
    REWORD = "reword"
    MUTE = "mute"
    UNMUTE = "unmute"
    SETTLED = "settled"
    SPREAD = "spread"
    SHARED = "shared"


FROM_CUSTOMER = frozenset({InboundKind.MESSAGE, InboundKind.BUTTON})
"""Kinds that are owed an outcome: the customer said something."""


OLD_BUTTON = "old_button"
"""In the payload of a press: the button stands below an older question than the last one asked."""


STARTED_BY = "start"
"""In the payload of a message: the word in the link by which the customer came, as a case's reference."""

DUE = "due"
"""In the payload of a person's promise: the time told to the customer, in ISO 8601 with its offset."""

FILE = "file_sent"
"""In the payload of a person's answer: a file with it, as "photo:" and the channel's name for it."""

WRITTEN_AT = "written_at"
"""In the payload of a person's answer: the place where it was written, if the channel keeps one."""

DRAFT = "draft"
"""In the payload of an approval or a refusal: the draft's number; the text, if any, is said in its place."""

REFUSED_FOR = "refused_for"
"""In the payload of a refusal: why, as a Refusal's name."""

UNTIL = "until"
"""In the payload of a mute: its end, in ISO 8601 with its offset; the reason is the text."""

REACTIONS = "reactions"
"""In the payload of a spread: how often the post was reposted, quoted and liked by then, all together."""

DELETED = "deleted"
"""In the payload of a deletion: which messages, their ids with commas between; without it, the last one."""


def settled_event(number: int) -> str:
    """Name the event by which a public conversation hears that a private case, by its number, is settled."""
    return f"settled:{number}"


WHAT = "what"
"""In the payload of what happened to a shared case in another conversation: a Shared's name."""

CASE = "case"
"""In the payload of our own events about a case: its number."""


class Shared(StrEnum):
    """What happened to a case in one of its conversations, for the others."""

    ANSWERED = "answered"  # a person answered
    CLOSED = "closed"  # it is closed, and the customer is told
    OVER = "over"  # it is solved, or closed without a word


MASKED = "masked"
"""In the payload of what was said in public: the kinds of personal data that were masked in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """A person as one channel knows them; a contact is an author we have met.

    `language_hint` is the platform's guess (BCP 47); `followers` is None where unknown.
    """

    id: str
    name: str = ""
    handle: str = ""
    language_hint: str = ""
    followers: int | None = None
    is_bot: bool = False
    is_brand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbound:
    """One thing that happened in a conversation, in the form every channel is parsed to.

    `event_key` is unique for the channel and account: the same key twice is the same event.
    `conversation_key` names the place and the person (and the business connection, where there is one).
    `thread` names the posts around it that answer one another, "" where the channel knows none.
    `elsewhere` is the key of the conversation that the same person, as the platform itself knows them, has in
    public, where this one is private. `overheard`: it speaks about the brand, not to it. `silence_because`
    gives the channel's reason when the platform forbids an automatic answer. Times are aware, UTC. `payload`
    carries the details of our own events, `letter` what is to be reworded.
    """

    channel: str
    account: str
    event_key: str
    conversation_key: str
    author: Author
    kind: InboundKind = InboundKind.MESSAGE
    surface: Surface = Surface.PRIVATE
    text: str = ""
    button: str = ""
    message_id: str = ""
    reply_to: str = ""
    thread: str = ""
    elsewhere: str = ""
    silence_because: str = ""
    overheard: bool = False
    occurred_at: datetime
    received_at: datetime
    payload: Mapping[str, str] = field(default_factory=dict)
    letter: Letter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quarantine:
    """An item of the platform's that could not be read: set aside with the reason, never dropped."""

    channel: str
    account: str
    event_key: str
    reason: str
    raw: str


class Purpose(StrEnum):
    """Why an outbound message is sent; decides what may be repeated and what yields to a person."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    ASK_SLOT = "ask_slot"
    ACKNOWLEDGEMENT = "acknowledgement"
    HAND_OFF = "hand_off"
    FOLLOW_UP = "follow_up"
    STOP = "stop"
    CLOSED = "closed"
    INCIDENT = "incident"
    AGENT = "agent"
    PROMISE = "promise"
    CORRECTION = "correction"
    TAKE_BACK = "take_back"

    @property
    def automatic(self) -> bool:
        """Whether the bot, not a person, wrote it."""
        return self not in {Purpose.AGENT, Purpose.PROMISE, Purpose.CORRECTION, Purpose.TAKE_BACK}

    @property
    def answers(self) -> bool:
        """Whether it answers the customer, rather than only saying that an answer will come."""
        return self in {Purpose.ANSWER, Purpose.AGENT, Purpose.CLARIFY, Purpose.ASK_SLOT, Purpose.STOP}


class Urgency(IntEnum):
    """What is sent first where not everything may go at once, 0 before all others."""

    PERSON = 0
    PROMISE = 1
    ANSWER = 2
    REMINDER = 3


_OF_PROMISES = frozenset({"_late", "_overdue", "_reassure"})


class OutboundStatus(StrEnum):
    """Where an outbound message stands."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class MediaKind(StrEnum):
    """What a file is shown as."""

    PHOTO = "photo"
    VIDEO = "video"
    VOICE = "voice"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Media:
    """A file sent with a message: the brand's own, or one that the channel has already.

    `path` is a file's, below the brand's folder; `reference` is the channel's own name for a file it keeps
    (a Telegram file id). One of the two is set.
    """

    kind: MediaKind
    path: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Earlier:
    """A message that was sent before: our number of it and the platform's, and whether it had a file."""

    outbound: int
    id: str
    with_file: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What the words of a letter were made of, so that the same can be said in another variant.

    `before` and `after` stand around the template's words; `refused` are the variants that the platform
    would not take. `incident` is what an incident's template speaks of.
    """

    slots: Mapping[str, str] = field(default_factory=dict)
    options: tuple[str, ...] = ()
    before: str = ""
    after: str = ""
    may_promise: bool = True
    incident: Announcement | None = None
    refused: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A message ready to be sent: rendered, fitted and signed; only the outbox is still to come.

    `template` and `variant` say where the words come from ("" and 0 for a person's words); `source` is
    the file and line. `buttons` are labels. `author` is the agent's key for a person's message. `until` is
    when it must have been sent (None: no such time): a reassurance that was held up is not said at night.
    `written_at` is the place where a person wrote it ("" elsewhere): it is not shown there again.
    `revises` is the message that a correction changes, or that is taken back.
    `card` is a link to a private conversation, shown as a card below the text. `wording` is kept of what is
    said in public, where the same words may be taken only once.
    """

    purpose: Purpose
    text: str
    surface: Surface = Surface.PRIVATE
    reply_to: str = ""
    thread: str = ""
    buttons: tuple[str, ...] = ()
    template: str = ""
    variant: int = 0
    source: str = ""
    language: str = ""
    author: str = ""
    until: datetime | None = None
    media: tuple[Media, ...] = ()
    written_at: str = ""
    revises: Earlier | None = None
    card: str = ""
    wording: Wording | None = None

    @property
    def urgency(self) -> Urgency:
        """How urgent it is: a person's words, then a word about a promise, then answers to who waits."""
        if not self.purpose.automatic:
            return Urgency.PERSON
        if self.purpose is not Purpose.FOLLOW_UP:
            return Urgency.ANSWER
        return Urgency.PROMISE if self.template in _OF_PROMISES else Urgency.REMINDER


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbound:
    """A letter on its way through a channel, as `Channel.send` gets it.

    `id` is ours and unique for ever; channels with an idempotency key derive it from this.
    `queued_at` is when it was decided on. `attempt` counts from 1. `first_attempt_at` lets a look-up
    search far enough back. `automatic`: nobody but the bot wants it sent.
    """

    id: int
    channel: str
    account: str
    conversation_id: int
    conversation_key: str
    letter: Letter
    attempt: int
    queued_at: datetime
    first_attempt_at: datetime
    automatic: bool = True
