"""A conversation with one contact in one place, and what the bot must remember of it to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.case import Case, FollowUp
from bot.model.heard import Heard
from bot.model.incident import Attached
from bot.model.message import Author, Surface
from bot.model.muting import Mute
from bot.model.public_side import PublicSide


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """A variant that was sent to this customer."""

    template: str
    variant: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """Slots being asked for, one at a time, before an intent is answered.

    `also` are intents the customer asked about in the same message; they are answered after it.
    """

    intent: str
    asking: str
    values: Mapping[str, str] = field(default_factory=dict)
    failures: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """A choice put to the customer: its label and what choosing it means.

    `meaning` is an intent's name, or "none" (of these), "yes", "no", "enough" (no further answer is wanted)
    or "person". `asked`: the customer asked about it beside something else, and still waits for it.
    """

    label: str
    meaning: str
    asked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """What the customer wrote in public about the case of this number: `id` and `thread` are the platform's.

    `text` is plain, for comparing; `intent` is "" where the reading was not sure, and `values` are the slots
    that were found. `answered`: the bot has said something to it. `waits`: its word waits for room under the
    caps.
    """

    id: str
    thread: str = ""
    at: datetime
    case: int
    text: str
    intent: str = ""
    values: tuple[str, ...] = ()
    answered: bool = False
    waits: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What a conversation remembers between turns; stored as one JSON document.

    `acknowledged_until` is the opening the last acknowledgement named: one per closed period.
    `offered` are the choices of the last question, in order, `heard` the values given before it.
    `automatic` holds the times of the last hour's automatic messages, oldest first, and `used` the latest
    variants, oldest first. `heard_at` and `heard_id` are the time and the platform's id of the customer's
    latest message, `thread` the thread it is in, `spoken` how many automatic messages followed it;
    `answered_in` are the seconds in which the latest automatic messages were answered, oldest first; `told`
    names the stages of clocks that people have been told of. `apologised`: it was said that we do not write
    the customer's language. `asked_about` is the number of the case of which it was asked whether it is
    solved. `invited` is the number of the case in which the customer was asked to go on in
    private, 0 for none. `attached` are the incidents it belongs to, `posts` the latest public ones about
    the case, both oldest first. `tying` is the number of the case of which they were just asked whether it is
    theirs.
    """

    language: str = ""
    opted_out: bool = False
    blocked: bool = False
    agent: str = ""
    silent_until: datetime | None = None
    acknowledged_until: datetime | None = None
    offered: tuple[Offered, ...] = ()
    heard: Mapping[str, str] = field(default_factory=dict)
    clarified: int = 0
    filling: Filling | None = None
    last_text: str = ""
    repeats: int = 0
    automatic: tuple[datetime, ...] = ()
    used: tuple[Used, ...] = ()
    heard_at: datetime | None = None
    heard_id: str = ""
    thread: str = ""
    spoken: int = 0
    told: tuple[str, ...] = ()
    answered_in: tuple[float, ...] = ()
    apologised: bool = False
    asked_about: int = 0
    invited: int = 0
    attached: tuple[Attached, ...] = ()
    posts: tuple[Post, ...] = ()
    tying: int = 0

    @property
    def wants_quiet(self) -> bool:
        """Whether nothing automatic may be said: the customer opted out, or blocked us."""
        return self.opted_out or self.blocked


class Whose(StrEnum):
    """Whose a case is that a customer names."""

    OWN = "own"  # their own, here or where they said that they are the same person
    LINKED = "linked"  # they came by the link that its customer was given
    OTHERS = "others"  # another contact's


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """A case that a customer names, by its number."""

    number: int
    whose: Whose


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Another conversation of the same person in which the same case is followed.

    `promised` is the time that was promised there, None where none is open; `closing` is when silence there
    closes the case.
    """

    id: int
    version: int
    channel: str
    account: str
    key: str
    surface: Surface
    promised: datetime | None = None
    closing: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Elsewhere:
    """A case for people that this contact has in other conversations, and what they wrote there.

    `tied`: they said that they are the same person; otherwise they were just asked. `home` is where the case
    began, `last_text` the latest message there, plain; `posts` are those in public.
    """

    case: Case
    places: tuple[Place, ...]
    tied: bool
    home: int
    last_text: str = ""
    posts: tuple[Post, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A contact who wrote in public for the first time, and what they said first."""

    contact: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """Everything `decide` may look at besides the new messages.

    `version` rises by one with every committed turn. `follow_ups` are the live ones. `unanswered_since` is
    the time of the customer's first message that has had no answer but acknowledgements. `heard` is counted
    for a turn in public only; `graduated` are the intents, each with a band of confidence, that answer by
    themselves here; `quoted` are the cases that the messages of a turn name. `mute` is the contact's last one
    that nobody lifted; it may be over. `crowd` are the other newcomers of the last hour, where this contact
    is one. `public` is where a private conversation began. `places` are the other conversations of the same
    case, and `home` is the one in which it began, 0 for this one. `elsewhere` are the cases that this one
    might be put with.
    """

    id: int
    channel: str
    account: str
    key: str
    surface: Surface
    contact: Author
    case: Case
    version: int = 0
    state: State = field(default_factory=State)
    follow_ups: tuple[FollowUp, ...] = ()
    unanswered_since: datetime | None = None
    heard: Heard = field(default_factory=Heard)
    graduated: frozenset[tuple[str, int]] = frozenset()
    public: PublicSide | None = None
    quoted: tuple[Quoted, ...] = ()
    mute: Mute | None = None
    crowd: tuple[Newcomer, ...] = ()
    places: tuple[Place, ...] = ()
    home: int = 0
    elsewhere: tuple[Elsewhere, ...] = ()

    @property
    def guest(self) -> bool:
        """Whether its case began in another conversation, where people have it."""
        return self.home not in {0, self.id}
