"""Telegram keeps the channel contract, over a fake Bot API server."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from bot.channels.telegram import TRAITS, connect
from bot.channels.telegram.connection import Connection
from bot.channels.telegram.parsing import parse
from bot.model.message import Inbound, Quarantine
from bot.service.ports import Channel
from bot.testing.telegram import FakeTelegram, fake_telegram
from tests.channels.telegram.updates import read_updates
from tests.contracts.channel import NOW, ChannelContract
from tests.fakes.intake import MemoryIntake
from tests.fakes.link import make_link

CHAT = 55501


def _parse(raw: object) -> Sequence[Inbound | Quarantine]:
    shop = Connection(id="bc1", owner="900", enabled=True, can_reply=True)
    return parse(raw, "4242", NOW, username="volo_bot", connection=shop)


@dataclass(slots=True)
class TelegramRig:
    fake: FakeTelegram
    intake: MemoryIntake
    channel: Channel

    @property
    def conversation_key(self) -> str:
        return str(CHAT)

    async def say(self, text: str) -> None:
        self.fake.world.say(CHAT, text)

    async def posts(self) -> Sequence[str]:
        return [post.text for post in self.fake.world.posts]

    async def unacknowledged(self) -> int | None:
        return len(self.fake.world.unconfirmed())

    def fail(self, kind: str) -> bool:
        if kind == "refused":
            self.fake.world.blocked.add(CHAT)
        else:
            self.fake.fault("sendMessage", kind)
        return True

    async def again(self) -> Channel:
        return connected(self.fake, self.intake)


def connected(fake: FakeTelegram, intake: MemoryIntake, **options: Any) -> Channel:
    settings = {"token": fake.world.token, "base_url": fake.base_url, **options}
    return connect(make_link("telegram", intake, **settings))


class TestTelegram(ChannelContract):
    declared = TRAITS
    parser = staticmethod(_parse)
    samples = tuple(read_updates().values())

    @pytest.fixture
    async def rig(self) -> AsyncIterator[TelegramRig]:
        async with fake_telegram() as fake:
            intake = MemoryIntake()
            rig = TelegramRig(fake, intake, connected(fake, intake))
            yield rig
            await rig.channel.close()
