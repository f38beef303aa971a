"""An hour in which X fails: nothing lost, nothing twice, and hardly a call more than without it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from bot.channels.x.connector import X
from bot.model.message import Outbound
from bot.service.values import Absent, CannotTell, Later, Refused, SameWords, SendOutcome, Sent, Unknown
from bot.stores.units.settling import pause
from bot.testing.x import FakeX
from tests.channels.x.rig import POST, TIMELINE, connector, reply
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake

LOOK_UP = "GET /2/tweets"
MESSAGES = 120
HOUR = timedelta(hours=1)


@dataclass(slots=True)
class Office:
    """An outbox as the store keeps it, on a clock that jumps to whatever is due next."""

    channel: X
    clock: StandingClock
    due: dict[int, tuple[datetime, Outbound]] = field(default_factory=dict)
    shut: datetime | None = None
    sent: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)

    async def work(self, until: datetime) -> None:
        """Send what falls due before a moment."""
        while self.due and (at := self._next()) < until:
            self.clock.move(max(at - self.clock.now(), timedelta(0)))
            ready = [item for when, item in self.due.values() if when <= self.clock.now()]
            outcomes = await asyncio.gather(*(self.channel.send(item) for item in ready))
            for item, outcome in zip(ready, outcomes, strict=True):
                await self._settle(item, outcome)
        self.clock.move(max(until - self.clock.now(), timedelta(0)))

    def _next(self) -> datetime:
        first = min(when for when, _ in self.due.values())
        return first if self.shut is None else max(first, self.shut)

    async def _settle(self, item: Outbound, outcome: SendOutcome) -> None:
        now = self.clock.now()
        match outcome:
            case Sent():
                self.due.pop(item.id)
                self.sent.append(item.id)
            case Refused() | SameWords():
                self.due.pop(item.id)
                self.people.append(item.id)
            case Later(after=after, whole_account=whole):
                self._again(item, now + after)
                if whole:
                    self.shut = max(self.shut or now, now + after)
            case Unknown():
                match await self.channel.reconcile(item):
                    case Sent():
                        self.due.pop(item.id)
                        self.sent.append(item.id)
                    case Absent():
                        self._again(item, now + pause(item.id, item.attempt))
                    case CannotTell():
                        self.due.pop(item.id)
                        self.people.append(item.id)

    def _again(self, item: Outbound, at: datetime) -> None:
        self.due[item.id] = (at, replace(item, attempt=item.attempt + 1))


@pytest.mark.parametrize("kind", ["html", "error", "cut_before", "cut_after", "slow_down_bare"])
async def test_an_hour_of_failure_loses_and_doubles_nothing_and_costs_few_calls(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock, kind: str
) -> None:
    channel = connector(fake, intake, clock=clock)
    office = Office(channel, clock)
    for number in range(MESSAGES):
        target = fake.world.say(2000 + number, "@volomobile aiuto", age=60)
        channel._notebook.company.learn({"data": [{"id": str(target), "author_id": str(2000 + number)}]})
        outbound = reply(target, at=clock.now())
        office.due[number] = (clock.now() + timedelta(seconds=30 * number), replace(outbound, id=number))
    begun = clock.now()
    for endpoint in (POST, TIMELINE, LOOK_UP):
        fake.fault(endpoint, "cut_before" if kind == "cut_after" and endpoint != POST else kind, times=10**6)
    await office.work(begun + HOUR)
    during = len(fake.calls)
    fake.faults.clear()
    await office.work(begun + 3 * HOUR)
    await channel.close()
    assert sorted(office.sent) == list(range(MESSAGES))
    assert len(fake.world.posts) == len({post.replied_to for post in fake.world.posts}) == MESSAGES
    assert office.people == []
    calls = len(fake.calls) / MESSAGES
    print(f"{kind}: {during} calls in the storm, {calls:.2f} a delivered post, {fake.count(POST)} to post")
    assert fake.count(POST) / MESSAGES <= 1.5
    assert calls <= 1.5


async def test_what_is_refused_without_a_call_says_nothing_of_how_x_is(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    channel = connector(fake, intake, clock=clock)
    fake.fault(POST, "cut_before", times=2)
    unanswerable = reply(1, at=clock.now(), id=7)
    unanswerable = replace(unanswerable, letter=replace(unanswerable.letter, reply_to=""))
    for number, kind in ((1, Unknown), (7, Refused), (2, Unknown), (3, Later)):
        target = fake.world.say(1000 + number, "@volomobile aiuto", age=60)
        outbound = unanswerable if number == 7 else reply(target, f"Ciao {number}", at=clock.now(), id=number)
        assert isinstance(await channel.send(outbound), kind)
    assert fake.world.posts == []
    await channel.close()
