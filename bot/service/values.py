"""What passes between the service and its ports: batches, turns, sendings, and what the desk reads."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.case import CaseStatus, Priority
from bot.model.conversation import Conversation
from bot.model.cost import Cost
from bot.model.draft import WaitingDraft
from bot.model.message import Author, Inbound, Media, OutboundStatus, Purpose, Quarantine
from bot.model.standing import Fact
from bot.model.turn import DecisionRecord, TaskKind
from bot.service.spending import Quota, Spend


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What one poll or one request brought; stored whole in one commit.

    `cursor` is where the channel reads on (None: unchanged), stored with the rows; so is what reading cost.
    """

    channel: str
    account: str
    items: tuple[Inbound | Quarantine, ...]
    cursor: str | None = None
    costs: tuple[Cost, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What a batch became: which items were new, and the conversations that now have work."""

    new: int
    duplicates: int
    conversations: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Charged:
    """What a send or a look-up cost, whatever came of it; stored with how it ended."""

    costs: tuple[Cost, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Charged):
    """The platform has it; `id` is the platform's."""

    id: str
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused(Charged):
    """It was not taken; not permanent: worth another try.

    `contact_lost`: they blocked us. `of_place`: it is this conversation or post that refuses, and another
    would take it. `by_us`: the platform was not even asked.
    """

    reason: str
    permanent: bool
    contact_lost: bool = False
    of_place: bool = False
    by_us: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SameWords(Charged):
    """The platform takes the same words only once, and has had these: the same is to be said otherwise."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Later(Charged):
    """Not now: not before `after` from now, in this conversation or, if `whole_account`, anywhere."""

    after: timedelta
    reason: str
    whole_account: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown(Charged):
    """The call was made and nobody knows whether it took; `evidence` says what was seen."""

    evidence: str


SendOutcome = Sent | Refused | SameWords | Later | Unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class Absent(Charged):
    """Surely not there: it may be sent again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CannotTell(Charged):
    """The channel has no way to know; a person is asked."""

    reason: str


Reconciled = Sent | Absent | CannotTell


class Standing(StrEnum):
    """A channel's health in one word."""

    OK = "ok"
    WAITING = "waiting"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a channel is; `detail` is a plain sentence with what to do when it is not well.

    `spend` is None where nothing is charged; `quotas` are those the platform has told of.
    """

    standing: Standing
    detail: str = ""
    spend: Spend | None = None
    quotas: tuple[Quota, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelHealth:
    """A channel of this process, by name and account, and how it is."""

    channel: str
    account: str
    health: Health


class Revision(StrEnum):
    """What became of a message after it was sent."""

    NONE = ""
    CORRECTED = "corrected"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptLine:
    """One message as people read it: `n` rises with time over all; `sender` is customer, bot or agent.

    `written_at` is the place where a person wrote it, if its channel keeps one.
    `id` is the platform's name for it, `outbound` our number of it, where we sent it. `revision` says whether
    it was changed or taken back since, by whom, when, and what it said before. A line that `revises` another,
    by its number, only tells that: it is not a message of its own.
    """

    n: int
    sender: str
    text: str
    at: datetime
    author: str = ""
    buttons: tuple[str, ...] = ()
    written_at: str = ""
    media: tuple[Media, ...] = ()
    outbound: int = 0
    id: str = ""
    revision: Revision = Revision.NONE
    before: str = ""
    revised_by: str = ""
    revised_at: datetime | None = None
    revises: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A task as stored; `conversation_id` is 0 for what belongs to none (a quarantined item)."""

    id: int
    conversation_id: int
    kind: TaskKind
    text: str
    reason: str
    priority: Priority
    created_at: datetime
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingLetter:
    """An outbound message that has not been sent, or may not have been.

    `held_until` is until when a person may take it back (None: it leaves as soon as it can).
    """

    id: int
    status: OutboundStatus
    text: str
    note: str = ""
    purpose: Purpose = Purpose.AGENT
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredNote:
    """What a person wrote about a conversation for their colleagues; no customer ever sees it."""

    id: int
    author: str
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """A conversation that wants a person, or had one lately; `last_sender` (or "") wrote `last_text`.

    `place` and `facts` are its case's; `assigned` is whom the case was given to ("": nobody), `routed`
    are the people to whom a route leads while it was given to nobody. `elsewhere`: people have the case in
    the conversation where it began, and `agent_there` has that one.
    """

    conversation_id: int
    channel: str
    contact: Author
    reference: str
    status: CaseStatus
    topic: str
    reason: str
    priority: Priority
    language: str
    agent: str
    last_text: str
    last_at: datetime
    waiting_since: datetime | None
    promise_due: datetime | None
    tasks: tuple[Task, ...] = ()
    last_sender: str = ""
    place: datetime | None = None
    facts: tuple[Fact, ...] = ()
    assigned: str = ""
    routed: tuple[str, ...] = ()
    elsewhere: bool = False
    agent_there: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the matter is still being followed."""
        return self.status not in {CaseStatus.RESOLVED, CaseStatus.CLOSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """All that the desk shows of one conversation, and what can be done with the messages sent there.

    `follows` is the conversation of the case that this one's case follows, 0 where it is the same or none.
    `taken_off` are the bot's messages that the last take-over kept from being sent; `assigned` is whom the
    case was given to ("": nobody).
    """

    conversation: Conversation
    lines: tuple[TranscriptLine, ...]
    pending: tuple[PendingLetter, ...]
    decisions: tuple[DecisionRecord, ...]
    tasks: tuple[Task, ...]
    draft: WaitingDraft | None = None
    correctable: bool = False
    removable: bool = False
    follows: int = 0
    notes: tuple[StoredNote, ...] = ()
    taken_off: tuple[PendingLetter, ...] = ()
    assigned: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How long words are and may be, in the channel's own units."""

    length: int
    limit: int

    @property
    def over(self) -> int:
        """How much too long they are; 0 where they fit."""
        return max(0, self.length - self.limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskAsk:
    """An agent, by key, who is to be asked for the words in place of a draft."""

    draft: int
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskTopic:
    """A conversation's topic in a group of the people who answer, and what it shows by now.

    `thread` and `card` are the platform's numbers, 0 for none. `case` is the number of the case the card is
    of, `shown` the mark of the card's text; it tells the lines up to `card_line`, and up to `line` they were
    shown below it. `told` are the messages of which it was said that they did not arrive. `asks` are the
    people still to be asked for their words; `refusing` is the draft whose reasons for a refusal the card
    offers, 0 for none.
    """

    place: str
    conversation_id: int
    thread: int = 0
    name: str = ""
    closed: bool = False
    card: int = 0
    case: int = 0
    shown: str = ""
    card_line: int = 0
    line: int = 0
    told: tuple[int, ...] = ()
    asks: tuple[DeskAsk, ...] = ()
    refusing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskView:
    """A conversation as a group of people is to see it, and the topic that shows it.

    `lines` are the last ones up to the card's, or of all where there is no card; `fresh` the first ones that
    the topic does not show yet; `failed` the messages that did not arrive, or may not have.
    """

    conversation: Conversation
    topic: DeskTopic
    lines: tuple[TranscriptLine, ...]
    fresh: tuple[TranscriptLine, ...]
    failed: tuple[PendingLetter, ...]
    tasks: tuple[Task, ...]
    draft: WaitingDraft | None = None

    @property
    def wants_person(self) -> bool:
        """Whether a person has something to do here."""
        return self.conversation.case.is_for_people or bool(self.tasks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hooks:
    """Crash points by name, for simulations: called at each; does nothing in production."""

    reached: Callable[[str], None] = field(default=lambda _point: None)
