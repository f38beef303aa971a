"""The channels are asked how they are for people who look: at once, and not more often than needed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta

from bot.channels.terminal import TRAITS
from bot.model.message import Outbound
from bot.model.traits import Traits
from bot.service.values import Absent, Health, Reconciled, SendOutcome, Sent, Standing
from bot.service.watching import FRESH, Watching
from tests.fakes.clock import StandingClock

WELL = Health(standing=Standing.OK)


@dataclass
class Patient:
    """A channel that answers only how it is; `slow` keeps it from answering, `raises` makes it fail."""

    account: str = "main"
    says: Health = WELL
    slow: bool = False
    raises: bool = False
    asked: int = 0
    traits: Traits = field(default=TRAITS)

    async def health(self) -> Health:
        self.asked += 1
        if self.raises:
            raise KeyError("health")
        if self.slow:
            await asyncio.Event().wait()
        return self.says

    async def run(self) -> None:
        await asyncio.Event().wait()

    async def send(self, outbound: Outbound) -> SendOutcome:
        return Sent(id=str(outbound.id))

    async def reconcile(self, outbound: Outbound) -> Reconciled:
        del outbound
        return Absent()

    async def edit(self, outbound: Outbound, text: str) -> SendOutcome:
        del text
        return Sent(id=str(outbound.id))

    async def delete(self, outbound: Outbound) -> SendOutcome:
        return Sent(id=str(outbound.id))

    async def typing(self, conversation_key: str) -> None:
        del conversation_key

    def routes(self) -> tuple[object, ...]:
        return ()

    async def close(self) -> None:
        """Hold nothing."""


def watching(channel: Patient, clock: StandingClock, *, patience: float = 0.01) -> Watching:
    return Watching({("terminal", "main"): channel}, clock, patience=patience)


async def health(over: Watching) -> Health:
    (found,) = await over.channels()
    assert (found.channel, found.account) == ("terminal", "main")
    return found.health


async def test_a_fresh_answer_is_not_asked_for_again() -> None:
    clock, channel = StandingClock(), Patient()
    over = watching(channel, clock)
    assert [await health(over) for _ in range(3)] == [WELL] * 3
    assert channel.asked == 1
    clock.move(FRESH)
    channel.says = Health(standing=Standing.STOPPED, detail="the key is refused")
    assert await health(over) == channel.says


async def test_a_channel_that_is_slow_or_fails_holds_nobody_up() -> None:
    clock, channel = StandingClock(), Patient(slow=True)
    over = watching(channel, clock)
    assert (await health(over)).standing is Standing.WAITING
    channel.slow = False
    assert await health(over) == WELL
    clock.move(FRESH + timedelta(seconds=1))
    channel.raises = True
    assert await health(over) == WELL
