"""What the tests of the connector share: a connector on a fake server, and waits that take no time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from math import inf
from typing import Any

from bot.channels.x.connector import X
from bot.channels.x.options import read_options
from bot.model.message import Letter, Outbound, Purpose, Surface
from bot.service.ports import Link
from bot.testing.x import FakeX
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake
from tests.fakes.link import make_link
from tests.support.patience import PATIENCE

GIULIA, MARCO = 501, 502
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
POST, TIMELINE = "POST /2/tweets", "GET /2/users/:id/tweets"
MENTIONS, MESSAGES = "GET /2/users/:id/mentions", "GET /2/dm_events"
TELL = "POST /2/dm_conversations/with/:id/messages"


@dataclass(slots=True)
class Waits:
    """Stands in for sleeping: notes the seconds, lets `then` change the world, and goes on at once."""

    seconds: list[float] = field(default_factory=list)
    then: Callable[[float], object] = lambda _seconds: None

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.then(seconds)
        await asyncio.sleep(0.002)


def on_clock(fake: FakeX, clock: StandingClock) -> None:
    """Let the fake live by a clock that the test moves."""
    fake.world.now = lambda: clock.now().timestamp()
    fake.world.most_skew = inf


def linked(fake: FakeX, intake: MemoryIntake, clock: StandingClock | None = None, **options: Any) -> Link:
    """Make the link to a fake, with its own keys."""
    world = fake.world
    keys = {
        "consumer_key": world.consumer_key,
        "consumer_secret": world.consumer_secret,
        "access_token": world.token,
        "access_token_secret": world.token_secret,
        "base_url": fake.base_url,
    }
    return make_link("x", intake, clock=clock, **{**keys, **options})


def connector(
    fake: FakeX,
    intake: MemoryIntake,
    waits: Waits | None = None,
    clock: StandingClock | None = None,
    **options: Any,
) -> X:
    """Make a connector whose waits take no time."""
    link = linked(fake, intake, clock, **options)
    return X(link, read_options(link.settings), wait=waits or Waits())


def reply(target: int, text: str = "Ciao!", *, at: datetime = NOW, **fields: Any) -> Outbound:
    """Make a public reply on its way."""
    letter = {"purpose": Purpose.ANSWER, "surface": Surface.PUBLIC, "reply_to": str(target), "text": text}
    return _outbound(f"post:{GIULIA}", letter, at, fields)


def message(text: str = "Ciao!", *, to: int = GIULIA, at: datetime = NOW, **fields: Any) -> Outbound:
    """Make a direct message on its way."""
    letter = {"purpose": Purpose.ANSWER, "surface": Surface.PRIVATE, "text": text}
    return _outbound(f"dm:{to}", letter, at, fields)


def _outbound(key: str, letter: dict[str, Any], at: datetime, fields: dict[str, Any]) -> Outbound:
    outbound: dict[str, Any] = {
        "id": 1,
        "channel": "x",
        "account": "4242",
        "conversation_id": 1,
        "conversation_key": key,
        "letter": Letter(**letter),
        "attempt": 1,
        "queued_at": at,
        "first_attempt_at": at,
    }
    return Outbound(**{**outbound, **fields})


async def until(claim: Callable[[], bool]) -> None:
    """Wait until something holds; five seconds at most."""
    async with asyncio.timeout(PATIENCE):
        while not claim():
            await asyncio.sleep(0.002)
