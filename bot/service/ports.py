"""What the service needs from the world, as Protocols; stores, channels and engines supply it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from bot.clock import Clock
from bot.model.cost import Cost
from bot.model.message import Outbound
from bot.model.traits import Traits
from bot.service.group_port import DeskGroup
from bot.service.values import (
    Accepted,
    Batch,
    Health,
    Reconciled,
    SendOutcome,
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

    async def costs(self, channel: str, account: str, day: str) -> tuple[Cost, ...]:
        """List what the account was charged on a day of UTC, written as 2026-11-21."""
        ...

    async def lines_after(
        self, channel: str, account: str, key: str, n: int, *, wait: float = 0.0
    ) -> tuple[TranscriptLine, ...]:
        """Give a conversation's messages after number `n`; if none, wait up to `wait` seconds for some."""
        ...

    async def spoken(self, channel: str, account: str, key: str, since: datetime) -> tuple[str, ...]:
        """Give the texts this program has said in a conversation since a moment, or may have said."""
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
    """A connector to one account on one platform: one file, no policy, no store.

    Reading is `run`: it fetches from the stored cursor on, which is also how a pause is caught up, and brings
    in what `parse`, a pure function of its module's, makes of each raw item. A door that the platform calls
    is in `routes`; whether a request is the platform's own is judged first, by a pure `verify`.
    """

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

    async def edit(self, outbound: Outbound, text: str) -> SendOutcome:
        """Let the earlier message that `outbound.letter.revises` names say `text`; never raises.

        Asked for where the traits have `edits`. Changing it to what it says already is success.
        """
        ...

    async def delete(self, outbound: Outbound) -> SendOutcome:
        """Take back the earlier message that `outbound.letter.revises` names; never raises.

        Asked for where the traits have `deletes`. One that is gone already is success.
        """
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


def hears_nothing(text: str) -> bool:
    """Take nothing in that is not said to the brand."""
    del text
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a channel is made with: `connect(link) -> Channel` in its module, beside its `TRAITS`.

    `folder` is the brand's: where the files are that messages are sent with. `pictures` gives those that
    replies name now, by their paths below it: these, and no others, may be shown to anybody. `desk` is there
    where people may answer from a group. `hears` tells whether a text names the brand, or complains or asks
    about one of the `topics` of its trade: where a channel reads what is not said to it, that alone is taken
    in, as overheard.
    """

    settings: ChannelSettings
    brand: Brand
    intake: Intake
    clock: Clock
    folder: Path = Path()
    desk: DeskGroup | None = None
    pictures: Callable[[], frozenset[str]] = frozenset
    hears: Callable[[str], bool] = hears_nothing
    topics: tuple[str, ...] = ()


class Compute(Protocol):
    """Runs a pure function where it does not hold up the event loop; inline in simulations."""

    async def __call__(self, work: Callable[[], R], /) -> R:
        """Give what `work()` gives."""
        ...
