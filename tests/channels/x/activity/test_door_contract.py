"""X's webhook keeps the contract of every door."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from bot.channels.x.activity.door import HEADER
from bot.testing.x import FakeX
from tests.channels.x.activity.rig import URL, post, served
from tests.channels.x.rig import GIULIA, Waits, connector
from tests.contracts import door as contract
from tests.contracts.door import DoorContract
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake


@dataclass
class XDoor:
    """The door of a channel that does not run: nothing is polled."""

    fake: FakeX
    intake: MemoryIntake
    address: str
    proof: str = HEADER

    def body(self, text: str) -> bytes:
        world, registry = self.fake.world, self.fake.app.registry
        number = world.say(GIULIA, f"@volomobile {text}")
        about = {"user_id": str(world.brand)}
        registry.subscriptions = [{"event_type": "post.mention.create", "filter": about}]
        ((event, _),) = registry.events(world.timeline[number])
        registry.subscriptions = []
        return json.dumps(event).encode()

    def right(self, body: bytes) -> str:
        return self.fake.app.courier.signed(body)

    async def knock(self, body: bytes, *proofs: bytes) -> int:
        return (await post(self.address, body, *proofs)).status_code


class TestXDoor(DoorContract):
    @pytest.fixture
    async def door(
        self, fake: FakeX, intake: MemoryIntake, clock: StandingClock
    ) -> AsyncIterator[contract.Door]:
        channel = connector(fake, intake, Waits(), clock, webhook=URL)
        async with served(fake, channel) as address:
            yield XDoor(fake, intake, address)
        await channel.close()
