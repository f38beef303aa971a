"""The pump: what it has claimed it sends, also when told to stop, and one mistake does not end it."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import cast

from bot.engines.pump import Pump
from bot.model.message import Letter, Outbound, Purpose
from bot.service.outbox import Key, Outbox
from bot.testing import FakeClock
from tests.support.brand import MONDAY

KEY = ("phone", "test")


class SlowOutbox:
    """Has one message to give; claiming it waits for `gate`, after raising what it was given."""

    def __init__(self, *errors: Exception) -> None:
        self.gate = asyncio.Event()
        self.claiming = asyncio.Event()
        self.errors = list(errors)
        self.queued = [_message()]
        self.sent: list[int] = []

    async def claim(self, _key: Key, _most: int) -> tuple[Outbound, ...]:
        if self.errors:
            raise self.errors.pop(0)
        claimed, self.queued = tuple(self.queued), []
        self.claiming.set()
        await self.gate.wait()
        return claimed

    async def next_send(self, _key: Key) -> datetime | None:
        return None

    async def deliver(self, outbound: Outbound) -> None:
        self.sent.append(outbound.id)


def _message() -> Outbound:
    return Outbound(
        id=1,
        channel=KEY[0],
        account=KEY[1],
        conversation_id=1,
        conversation_key="giulia",
        letter=Letter(purpose=Purpose.ANSWER, text="ciao"),
        attempt=1,
        queued_at=MONDAY,
        first_attempt_at=MONDAY,
    )


def _pump(outbox: SlowOutbox) -> Pump:
    return Pump(KEY, cast("Outbox", outbox), FakeClock(MONDAY))


async def test_a_message_being_claimed_as_the_pump_stops_is_sent() -> None:
    outbox = SlowOutbox()
    pump = _pump(outbox)
    pump.start()
    await outbox.claiming.wait()
    stopping = asyncio.create_task(pump.stop())
    await asyncio.sleep(0)
    outbox.gate.set()
    await stopping
    assert outbox.sent == [1]


async def test_a_claim_that_raises_does_not_end_the_pump() -> None:
    outbox = SlowOutbox(ValueError("a mistake of ours"))
    outbox.gate.set()
    pump = _pump(outbox)
    pump.start()
    await asyncio.sleep(0)
    pump.nudge()
    await outbox.claiming.wait()
    await pump.stop()
    assert outbox.sent == [1]
