"""What truly happened in a simulated week, in one order: the only thing the oracle believes."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256

from bot.model.message import Inbound, Letter
from bot.model.stopping import StopScope
from bot.model.turn import TurnResult
from bot.service.values import SendOutcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A customer's (or a robot's) message as the platform has it; `sort` is why the simulation sent it."""

    inbound: Inbound
    language: str
    sort: str

    @property
    def key(self) -> str:
        """The event's key."""
        return self.inbound.event_key

    @property
    def place(self) -> tuple[str, str]:
        """Channel and conversation."""
        return self.inbound.channel, self.inbound.conversation_key


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """An event that was committed: `n` orders all facts, `at` is the virtual moment."""

    n: int
    at: datetime
    inbound: Inbound


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A turn that was committed, with the numbers its letters were given."""

    n: int
    at: datetime
    result: TurnResult
    letters: tuple[int, ...]


@dataclass(slots=True, kw_only=True)
class Attempt:
    """One call of the platform. `claimed` orders the commit before it; `landed` is when the post appeared."""

    n: int
    at: datetime
    channel: str
    conversation_key: str
    conversation_id: int
    outbound_id: int
    number: int
    letter: Letter
    claimed: int
    landed: datetime | None = None
    landed_n: int = 0
    answered: datetime | None = None
    wait: timedelta | None = None
    told: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """How a send ended, as committed."""

    n: int
    at: datetime
    channel: str
    outbound_id: int
    attempt: int
    conversation_id: int
    outcome: SendOutcome


@dataclass(slots=True, kw_only=True)
class Held:
    """What somebody was told is stopped: since when, and until the release began.

    `starts` is how often the program had been started by then.
    """

    scope: StopScope
    since: datetime
    starts: int
    until: datetime | None = None


@dataclass
class Ledger:
    """The facts of a week, and their hash."""

    said: list[Said] = field(default_factory=list)
    stored: list[Stored] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)
    attempts: list[Attempt] = field(default_factory=list)
    settled: list[Settled] = field(default_factory=list)
    claimed: dict[int, int] = field(default_factory=dict)
    agent_words: dict[str, tuple[int, str]] = field(default_factory=dict)
    finished: Counter[tuple[int, str]] = field(default_factory=Counter)
    resent: Counter[int] = field(default_factory=Counter)
    cursors: list[tuple[str, int]] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    starts: list[datetime] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    happened: Counter[str] = field(default_factory=Counter)
    n: int = 0
    trace: list[str] = field(default_factory=list)

    def next(self, what: str) -> int:
        """Write a line of the trace and give its number."""
        self.n += 1
        self.trace.append(what)
        return self.n

    def digest(self) -> str:
        """Give the trace's hash: the same for the same seed, on every run."""
        return sha256("\n".join(self.trace).encode("utf-8", "surrogatepass")).hexdigest()
