"""What the tests of the connector share: a connector on a fake server, and waits that take no time."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from bot.channels.telegram.connector import Telegram
from bot.channels.telegram.options import read_options
from bot.channels.telegram.pace import Wait
from bot.model.message import Letter, Outbound, Purpose
from bot.testing.telegram import FakeTelegram
from tests.fakes.intake import MemoryIntake
from tests.fakes.link import make_link
from tests.support.patience import PATIENCE

CHAT = 55501
NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@dataclass(slots=True)
class Waits:
    """Stands in for sleeping: notes the seconds, lets `then` change the world, and goes on at once."""

    seconds: list[float] = field(default_factory=list)
    then: Callable[[int], object] = lambda _count: None

    async def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)
        self.then(len(self.seconds))
        await asyncio.sleep(0.001)


def connector(
    fake: FakeTelegram, intake: MemoryIntake, waits: Wait | None = None, **options: Any
) -> Telegram:
    """Make a connector whose waits take no time."""
    settings = {"token": fake.world.token, "base_url": fake.base_url, **options}
    link = make_link("telegram", intake, **settings)
    return Telegram(link, read_options(link.settings), wait=waits or Waits())


def outbound(text: str = "Ciao!", *, chat: str = str(CHAT), attempt: int = 1, **letter: Any) -> Outbound:
    """Make a message on its way."""
    return Outbound(
        id=1,
        channel="telegram",
        account="4242",
        conversation_id=1,
        conversation_key=chat,
        letter=Letter(purpose=Purpose.ANSWER, text=text, **letter),
        attempt=attempt,
        queued_at=NOW,
        first_attempt_at=NOW,
    )


async def until(claim: Callable[[], bool]) -> None:
    """Wait until something holds; five seconds at most."""
    async with asyncio.timeout(PATIENCE):
        while not claim():
            await asyncio.sleep(0.002)
