"""A turn as values: what waits in a conversation, and everything that was decided about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.model.approval import ApprovalChange
from bot.model.case import FollowUp, FollowUpKind, Priority
from bot.model.conversation import Conversation
from bot.model.draft import DraftChange, WaitingDraft
from bot.model.feedback import FeedbackChange
from bot.model.incident import Attached, Incident, Reading
from bot.model.message import Inbound, Letter
from bot.model.muting import Mute
from bot.model.promise import PromiseChange


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A stored inbound message that has not had its outcome yet; `id` is its row, rising with arrival."""

    id: int
    inbound: Inbound


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A conversation as it stands, with everything that waits in it, oldest first, and a draft for people.

    `incidents` are the open and the suspected ones and those that waiting events speak of; `revision` rises
    whenever a person changes one.
    """

    conversation: Conversation
    waiting: tuple[Waiting, ...]
    draft: WaitingDraft | None = None
    incidents: tuple[Incident, ...] = ()
    revision: int = 0


class TaskKind(StrEnum):
    """Why a person should look at a conversation."""

    HAND_OFF = "hand_off"
    MAYBE_SENT = "maybe_sent"
    NOT_SENT = "not_sent"
    POISON = "poison"
    QUARANTINE = "quarantine"
    SLA = "sla"
    ALERT = "alert"
    INCIDENT = "incident"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTask:
    """Something a person should do, in one plain sentence. `reason` is a HandOffReason for hand-offs.

    `people` are the keys of those it is for, empty for everyone. Of a draft `text` is what the bot would have
    said. `author` names one, or a crowd, whose messages are all one task, whichever conversation they are in;
    `messages` is how many there are now.
    """

    kind: TaskKind
    text: str
    reason: str = ""
    priority: Priority = Priority.NORMAL
    people: tuple[str, ...] = ()
    author: str = ""
    messages: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionRecord:
    """Why the bot did what it did: one a decision, kept for ever. `detail` is JSON (candidates, language)."""

    rule: str
    outcome: str
    why: tuple[str, ...]
    inbound: tuple[int, ...]
    detail: str = "{}"
    at: datetime


class WithdrawScope(StrEnum):
    """Which queued automatic messages a turn takes back."""

    NOTHING = "nothing"
    FOLLOW_UPS = "follow_ups"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnResult:
    """All that a turn decided; committed whole or not at all.

    `conversation` is how it stands afterwards, its `version` still the one that was read.
    `done` are the inbound rows that have now had their outcome. `withdraw` is applied before `letters`
    are queued. `close_tasks`: the hand-off tasks of the conversation are done with. `wait_over`: what the
    customer said needs no answer. `revision` is that of the incidents that were read, `attach` the incidents
    it belongs to from now on, `readings` what the messages were about. `ties` are the numbers of cases whose
    contact is the same person; `left` is the number of the case it had until it was put with another, 0 for
    none. `mute` is a mute that a person set, `lifted_by` who lifted one ("" for
    nobody). `tell` are events for other conversations.
    """

    conversation: Conversation
    done: tuple[int, ...]
    letters: tuple[Letter, ...] = ()
    schedule: tuple[FollowUp, ...] = ()
    cancel: frozenset[FollowUpKind] = frozenset()
    withdraw: WithdrawScope = WithdrawScope.NOTHING
    promises: tuple[PromiseChange, ...] = ()
    drafts: tuple[DraftChange, ...] = ()
    feedback: tuple[FeedbackChange, ...] = ()
    approvals: tuple[ApprovalChange, ...] = ()
    tasks: tuple[NewTask, ...] = ()
    close_tasks: bool = False
    wait_over: bool = False
    ties: tuple[int, ...] = ()
    left: int = 0
    mute: Mute | None = None
    lifted_by: str = ""
    decisions: tuple[DecisionRecord, ...] = ()
    tell: tuple[Inbound, ...] = ()
    revision: int = 0
    attach: tuple[Attached, ...] = ()
    readings: tuple[Reading, ...] = ()
    now: datetime
