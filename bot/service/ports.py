"""What the service needs from the world, as Protocols; stores, channels and engines supply it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from bot.clock import Clock
from bot.model.message import Inbound, Outbound
from bot.model.promise import Promise
from bot.model.response import Response
from bot.model.traits import Rate, Traits
from bot.model.turn import TurnResult, Work
from bot.model.unanswered import Unanswered
from bot.service.incident_ports import IncidentStore
from bot.service.values import (
    Accepted,
    Batch,
    Dossier,
    Health,
    InboxRow,
    Reconciled,
    SendOutcome,
    Task,
    TranscriptLine,
)
from bot.settings.values import Brand, ChannelSettings

R = TypeVar("R")


class Intake(Protocol):
    """Where a channel brings what it read; returns once it is on disk."""

    async def accept(self, batch: Batch) -> Accepted:
        """Store a batch; the same event twice is stored once. Raises StoreError when it cannot be stored."""
        ...

    async def cursor(self, channel: str, account: str) -> str | None:
        """Give where the channel reads on; None at the very first start."""
        ...

    async def lines_after(
        self, channel: str, account: str, key: str, n: int, *, wait: float = 0.0
    ) -> tuple[TranscriptLine, ...]:
        """Give a conversation's messages after number `n`; if none, wait up to `wait` seconds for some."""
        ...


class Engine(Protocol):
    """Who is told that a conversation has work."""

    def notify(self, conversation_id: int, pause: timedelta, /) -> None:
        """Have the conversation's turn taken, after a pause in which the rest of a burst may come."""
        ...

    def nudge(self) -> None:
        """Have the outbox looked at: something may be sent now."""
        ...


class Channel(Protocol):
    """A connector to one account on one platform: one file, no policy, no store."""

    @property
    def traits(self) -> Traits:
        """What this channel can do."""
        ...

    @property
    def account(self) -> str:
        """Which account this is, stable over restarts."""
        ...

    async def run(self) -> None:
        """Bring in messages until cancelled. Raises ChannelError when a person must change something."""
        ...

    async def send(self, outbound: Outbound) -> SendOutcome:
        """Send one message, once; never raises for what the platform or the network does."""
        ...

    async def reconcile(self, outbound: Outbound) -> Reconciled:
        """Find out whether an earlier, interrupted `send` of this message got through."""
        ...

    async def typing(self, conversation_key: str) -> None:
        """Show that an answer is being written, where the channel can; never raises."""
        ...

    async def health(self) -> Health:
        """Say how the channel is, without touching any customer."""
        ...

    def routes(self) -> Sequence[object]:
        """Give the Starlette routes this channel serves; none for most."""
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class Store(IncidentStore, Protocol):
    """The truth. Every method is one transaction; each raises StoreError when the store cannot be used."""

    async def accept(self, batch: Batch, now: datetime) -> Accepted:
        """Commit 1: rows ON CONFLICT DO NOTHING, conversations and cases opened, cursor moved, together."""
        ...

    async def cursor(self, channel: str, account: str) -> str | None:
        """Give a channel's cursor."""
        ...

    async def work(self, conversation_id: int) -> Work | None:
        """Read a conversation and what waits in it; None when nothing waits."""
        ...

    async def commit_turn(self, result: TurnResult) -> bool:
        """Commit 2, if the conversation still has the version that was read; False: decide again."""
        ...

    async def set_aside(
        self, conversation_id: int, inbound: Sequence[int], reason: str, now: datetime
    ) -> None:
        """Take poisonous messages out of the way: done, and a person has a task with the reason."""
        ...

    async def with_work(self) -> tuple[int, ...]:
        """List the conversations in which something waits, oldest first."""
        ...

    async def claim(
        self, now: datetime, *, rates: Mapping[tuple[str, str], Sequence[Rate]], lease: timedelta, most: int
    ) -> tuple[Outbound, ...]:
        """Commit 3: mark due heads of conversations `sending`, within the rates of their (channel, account).

        Only accounts named in `rates` are served. Skips conversations with a message in flight or in doubt;
        an automatic message waits while its conversation has unheard inbound.
        """
        ...

    async def next_send(self, key: tuple[str, str], now: datetime) -> datetime | None:
        """Give when something queued for a (channel, account) may next be sent; None when nothing is."""
        ...

    async def settle(self, outbound: Outbound, outcome: SendOutcome, now: datetime) -> None:
        """Commit 4: write down how a send ended; Unknown leaves it in doubt, for `settle_doubt`."""
        ...

    async def in_doubt(self, now: datetime) -> tuple[Outbound, ...]:
        """List messages whose send was begun and never settled, and whose lease is over."""
        ...

    async def release_leases(self) -> None:
        """End every lease: called once at start-up, when no other sender can be alive."""
        ...

    async def settle_doubt(self, outbound: Outbound, found: Reconciled, now: datetime) -> None:
        """Write down what a look-up found: sent, to be sent again, or a task for a person."""
        ...

    async def wake_due(self, now: datetime) -> tuple[int, ...]:
        """Turn some due follow-ups into inbound events, the most urgent first; give their conversations.

        Each becomes the event `followup:<id>` in the commit that ends it. At most a batch at a time, and
        what was missed (the process was down) at a pace; none are given only when nothing more may be woken
        now, and then nothing was written and no lock was taken.
        """
        ...

    async def next_wake(self, now: datetime) -> datetime | None:
        """Give when `wake_due` next has something to wake: not after `now` if it has; None if never."""
        ...

    async def next_due(self) -> datetime | None:
        """Give when the next follow-up falls due."""
        ...

    async def lines_after(self, channel: str, account: str, key: str, n: int) -> tuple[TranscriptLine, ...]:
        """Give a conversation's messages after number `n`, as its customer sees them, oldest first."""
        ...

    async def inbox(self) -> tuple[InboxRow, ...]:
        """List open conversations that want a person first, then those answered lately (at most 200)."""
        ...

    async def dossier(self, conversation_id: int) -> Dossier | None:
        """Give everything about one conversation; None if there is none such."""
        ...

    async def finish_task(self, task_id: int, by: str, now: datetime) -> bool:
        """Mark a task done; False if it was."""
        ...

    async def resend(self, outbound_id: int, by: str, now: datetime) -> bool:
        """Queue again, at a person's word, a message that was refused or may not have been sent."""
        ...

    async def tasks(self) -> tuple[Task, ...]:
        """List what people still have to do, oldest first."""
        ...

    async def promises(self, since: datetime, until: datetime) -> tuple[Promise, ...]:
        """List the promises made to customers from `since` to before `until`, oldest first."""
        ...

    async def responses(self, since: datetime, until: datetime) -> tuple[Response, ...]:
        """List the customers' waits that began from `since` to before `until`, oldest first."""
        ...

    async def heard(self, since: datetime, until: datetime) -> tuple[Inbound, ...]:
        """List what customers wrote or pressed from `since` to before `until`, oldest first."""
        ...

    async def unanswered(self, since: datetime, until: datetime, most: int) -> tuple[Unanswered, ...]:
        """List what the bot left to people from `since` to before `until`, newest first, `most` at most.

        What it asked back about counts too, unless the customer's next word got an answer.
        """
        ...

    async def dismiss(self, digests: Sequence[str], now: datetime) -> None:
        """Remember that these texts, by their digests, are no questions for the brand."""
        ...

    async def dismissed(self) -> frozenset[str]:
        """Give the digests of every text that was dismissed."""
        ...

    async def save_token(self, digest: str, kind: str, expires_at: datetime) -> None:
        """Keep the digest of a sign-in link or session."""
        ...

    async def take_token(self, digest: str, kind: str, now: datetime) -> bool:
        """Use up a one-time token; False if unknown, used or expired."""
        ...

    async def has_token(self, digest: str, kind: str, now: datetime) -> bool:
        """Tell whether a token is known and valid, leaving it so."""
        ...

    async def close(self) -> None:
        """Finish what is written and let go of the file."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a channel is made with: `connect(link) -> Channel` in its module, beside its `TRAITS`.

    `folder` is the brand's: where the files are that messages are sent with.
    """

    settings: ChannelSettings
    brand: Brand
    intake: Intake
    clock: Clock
    folder: Path = Path()


class Compute(Protocol):
    """Runs a pure function where it does not hold up the event loop; inline in simulations."""

    async def __call__(self, work: Callable[[], R], /) -> R:
        """Give what `work()` gives."""
        ...
