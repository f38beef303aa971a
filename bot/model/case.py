"""The matter being followed: its reference, its status and what was promised about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.model.reference import reference_of
from bot.model.standing import Fact, Signals


class CaseStatus(StrEnum):
    """Where a case stands; `TRANSITIONS` says what may come next."""

    NEW = "new"
    ANSWERED = "answered"
    WAITING_FOR_AGENT = "waiting_for_agent"
    WAITING_FOR_CUSTOMER = "waiting_for_customer"
    WITH_AGENT = "with_agent"
    RESOLVED = "resolved"
    REOPENED = "reopened"
    CLOSED = "closed"


_S = CaseStatus
_OPEN_NEXT = frozenset(
    {_S.ANSWERED, _S.WAITING_FOR_AGENT, _S.WAITING_FOR_CUSTOMER, _S.WITH_AGENT, _S.RESOLVED, _S.CLOSED}
)
TRANSITIONS: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    _S.NEW: _OPEN_NEXT,
    _S.ANSWERED: _OPEN_NEXT,
    _S.WAITING_FOR_AGENT: _OPEN_NEXT,
    _S.WAITING_FOR_CUSTOMER: _OPEN_NEXT,
    _S.WITH_AGENT: _OPEN_NEXT,
    _S.REOPENED: _OPEN_NEXT,
    _S.RESOLVED: frozenset({_S.REOPENED, _S.WITH_AGENT, _S.CLOSED}),
    _S.CLOSED: frozenset(),
}
"""What may follow each status. The customer's next message reopens a resolved case and opens a new one
after a closed one, which names the old; a person may write again about a resolved one."""


class Priority(StrEnum):
    """How soon a person should look."""

    NORMAL = "normal"
    HIGH = "high"


class FollowUpKind(StrEnum):
    """What is owed at a time."""

    PROMISE = "promise"  # we told the customer a time
    REASSURE = "reassure"  # the customer waits for a person: say so again
    CHECK = "check"  # did the answer solve it?
    REMIND = "remind"  # the customer was asked something and has not said it yet
    GIVE_UP = "give_up"  # nobody has written for long: close, with notice
    AGAIN = "again"  # a public post said the same again, and its answer waits for room under the caps
    CLOCK = "clock"  # a time we set ourselves is near or over: people are told, the customer is not


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """Something owed at a time. `id` is 0 until stored; `step` counts renewals or rungs of the ladder."""

    kind: FollowUpKind
    at: datetime
    step: int = 0
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The matter a conversation is about.

    `number` is the reference without its check digit; `intent` is what it is about ("" until known);
    `previous` is the number of the closed case before it (0: none). `answered_at` is when it first had an
    answer that is more than an acknowledgement. `place` is the moment since which it counts as waiting for a
    person, the earliest before all others (None: not placed yet); it rests on `facts` besides the wait.
    `key` is the word of a link by which its customer is known elsewhere; it is for the customer's eyes only.
    """

    number: int
    status: CaseStatus = CaseStatus.NEW
    opened_at: datetime
    intent: str = ""
    topic: str = ""
    priority: Priority = Priority.NORMAL
    reason: str = ""
    previous: int = 0
    answered_at: datetime | None = None
    signals: Signals = field(default_factory=Signals)
    place: datetime | None = None
    facts: tuple[Fact, ...] = ()
    key: str = field(default="", repr=False, compare=False)

    @property
    def reference(self) -> str:
        """The reference a customer can quote."""
        return reference_of(self.number)

    @property
    def is_open(self) -> bool:
        """Whether the matter is still being followed."""
        return self.status not in {CaseStatus.RESOLVED, CaseStatus.CLOSED}

    @property
    def is_for_people(self) -> bool:
        """Whether a person owes the next word."""
        return self.status in {CaseStatus.WAITING_FOR_AGENT, CaseStatus.WITH_AGENT}
