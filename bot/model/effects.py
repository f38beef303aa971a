"""What a decision wants done: a closed union, handled by `match` in policy/apply.py and nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.model.approval import ApprovalChange
from bot.model.case import CaseStatus, FollowUpKind, Priority
from bot.model.conversation import Filling, Offered, Post
from bot.model.draft import DraftState, Proposal, Refusal
from bot.model.hand_off import HandOffReason
from bot.model.incident import Announcement
from bot.model.matching import Match
from bot.model.message import Earlier, Letter, Media, Purpose
from bot.model.muting import Mute
from bot.model.promise import PromiseState
from bot.model.turn import TaskKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Say a template of the brand's: `template` is the file's name.

    `choices` are put below it as buttons before the template's own; `own_meanings` says what choosing
    the template's own buttons means, in order ("none", "yes", "no"; see `Offered`). `also` are the other
    questions of the same message, offered below. `may_promise`: a time that no standing promise names may be
    told, and is then owed. `agent`: a person says it, and signs. `incident` is what an incident's template
    speaks of. `to` is the post it answers, where that is not the latest. `fresh`: in no variant this customer
    has had of late. `prepared`: people are given the words, and nothing is said.
    """

    template: str
    purpose: Purpose
    slots: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Offered, ...] = ()
    own_meanings: tuple[str, ...] = ()
    also: tuple[Offered, ...] = ()
    may_promise: bool = True
    incident: Announcement | None = None
    agent: str = ""
    to: Post | None = None
    fresh: bool = False
    prepared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Invite:
    """The customer is asked in public to go on in private."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledInPrivate:
    """What began in public is settled here: the conversation in public is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Say a person's own words, signed with the agent's key; for so long (`hold`) they may be taken back."""

    text: str
    agent: str
    media: tuple[Media, ...] = ()
    written_at: str = ""
    hold: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SayDraft:
    """Say what the bot drafted, as it stands: a person approved it."""

    proposal: Proposal
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndDraft:
    """The draft that waits, if there is one, has ended like this; `said` are an editor's words."""

    state: DraftState
    by: str = ""
    refusal: Refusal | None = None
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise:
    """Change what a message that was sent says, at a person's word; without `text`, take it back."""

    earlier: Earlier
    agent: str
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reword:
    """Say the same in another variant of its template: the platform would not take these words."""

    letter: Letter


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Owe something at a time."""

    kind: FollowUpKind
    at: datetime
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MakePromise:
    """A time is told to the customer: owe it. `step` counts the renewals before it."""

    at: datetime
    step: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class EndPromise:
    """The open promise, if there is one, has ended like this."""

    state: PromiseState


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancel:
    """Owe these no longer."""

    kinds: frozenset[FollowUpKind]


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOff:
    """Ask a person to answer.

    `silenced` counts messages of an author who has had all that the bot may say: they become, or join, the
    one open task about that author.
    """

    reason: HandOffReason
    topic: str = ""
    priority: Priority = Priority.NORMAL
    silenced: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Tell the people of the desk something about this conversation.

    `reason` names it for programs (of a clock: "name:stage:due", due in seconds since 1970 UTC); `people`
    are the keys of those it is for, empty for everyone. Alerts `about` the same are one task while it is
    open, which counts `messages`.
    """

    text: str
    kind: TaskKind = TaskKind.ALERT
    reason: str = ""
    priority: Priority = Priority.NORMAL
    people: tuple[str, ...] = ()
    about: str = ""
    messages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockTold:
    """Remember which stages of which clocks people have been told of, and forget the others."""

    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PostsSettled:
    """These posts, by their ids, wait for no word of their own any more."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitOver:
    """What the customer said needs no answer: nobody waits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attach:
    """The conversation belongs to an incident and has been told this update of it.

    `repeated`: the update was said again, in short.
    """

    incident: int
    told: int
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskTie:
    """The customer is asked whether the case of this number, of another contact, is theirs."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TieContacts:
    """The customer says that they are the person the case of this number is of: remember it."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinCase:
    """The conversation is about the case of this number, which the same person has elsewhere: one case."""

    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCase:
    """Give the case another status."""

    status: CaseStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """The customer wrote about this intent; with `renames` the case is about it from now on."""

    intent: str
    topic: str
    renames: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """Ask for a slot with the brand's question for it, and remember what was asked."""

    filling: Filling


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose:
    """Draft a reply, or a question for a slot, that a person reads first; `reason` says why."""

    what: Reply | Fill
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountApproval:
    """A person approved, or found wrong, an answer of the bot's: count it for its intent."""

    change: ApprovalChange


@dataclass(frozen=True, slots=True, kw_only=True)
class AskFeedback:
    """It is asked whether the answer solved it: remember which answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveFeedback:
    """The customer says whether the answer solved it."""

    solved: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """Remember the opening that the acknowledgement named."""

    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOver:
    """An agent answers from here on; the bot is silent for `silence` after the agent's last word."""

    agent: str
    silence: timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class HandBack:
    """The bot may answer again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OptOut:
    """The customer wants no automatic messages (`out`), or wants them again."""

    out: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """The contact blocked us (`blocked`), or let us write again."""

    blocked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteContact:
    """The bot says nothing to this contact for a while, at a person's word."""

    mute: Mute


@dataclass(frozen=True, slots=True, kw_only=True)
class LiftMute:
    """The bot may speak to this contact again, at a person's word."""

    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw:
    """Take back queued automatic messages that have not left: all, or only follow-ups."""

    follow_ups_only: bool = False


Effect = (
    Reply
    | Say
    | SayDraft
    | EndDraft
    | Propose
    | CountApproval
    | AskFeedback
    | GiveFeedback
    | Revise
    | Reword
    | Schedule
    | MakePromise
    | EndPromise
    | Cancel
    | HandOff
    | Alert
    | ClockTold
    | PostsSettled
    | WaitOver
    | Attach
    | AskTie
    | TieContacts
    | JoinCase
    | MoveCase
    | Understood
    | Fill
    | Acknowledged
    | TakeOver
    | HandBack
    | OptOut
    | Block
    | MuteContact
    | LiftMute
    | Withdraw
    | Invite
    | SettledInPrivate
)


class Outcome(StrEnum):
    """What the customer sees of a decision, in the words of `ask --json`."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    HAND_OFF = "hand_off"
    ACKNOWLEDGE = "acknowledge"
    SILENT = "silent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer to "what now?": which rule spoke, what it wants done, and why, in plain sentences.

    `by_itself`: people approved such answers so often that this one waits for nobody.
    `tones` are what the customer's words sound like, the gravest first.
    """

    rule: str
    outcome: Outcome
    effects: tuple[Effect, ...] = ()
    why: tuple[str, ...] = ()
    match: Match | None = None
    language: str = ""
    by_itself: bool = False
    tones: tuple[str, ...] = ()
