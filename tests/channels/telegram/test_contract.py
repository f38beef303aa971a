"""Telegram keeps the channel contract, over a fake Bot API server, by polling and by a webhook."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import httpx
import pytest

from bot.channels.telegram import TRAITS
from bot.channels.telegram.connection import Connection
from bot.channels.telegram.connector import Telegram
from bot.channels.telegram.parsing import parse
from bot.channels.telegram.webhook import HEADER, secret_of
from bot.model.message import Inbound, Quarantine
from bot.service.ports import Channel
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.rig import CHAT, connector, until
from tests.channels.telegram.site import served
from tests.channels.telegram.updates import read_updates
from tests.contracts.channel import NOW, ChannelContract, running
from tests.contracts.door import DoorContract
from tests.fakes.intake import MemoryIntake
from tests.support.patience import PATIENCE

URL = "https://volo.example:8443/bots/telegram"


def _parse(raw: object) -> Sequence[Inbound | Quarantine]:
    shop = Connection(id="bc1", owner="900", enabled=True, can_reply=True)
    return parse(raw, "4242", NOW, username="volo_bot", connection=shop)


@dataclass(slots=True)
class TelegramRig:
    fake: FakeTelegram
    intake: MemoryIntake
    channel: Telegram

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

    def interrupt(self) -> bool:
        for kind in ("cut_before", "html", "cut_after"):
            self.fake.fault("getUpdates", kind, value=502)
        return True

    async def again(self) -> Channel:
        return connector(self.fake, self.intake)


@dataclass(slots=True)
class WebhookRig(TelegramRig):
    """The same bot, to which Telegram comes by itself; each channel of it is served at the same address."""

    sites: AsyncExitStack = field(default_factory=AsyncExitStack)

    def interrupt(self) -> bool:
        self.fake.fault("setWebhook", "cut_before")
        return True

    async def again(self) -> Channel:
        channel = connector(self.fake, self.intake, webhook=URL)
        await self.sites.enter_async_context(served(self.fake, channel))
        return channel


class _Telegram(ChannelContract):
    declared = TRAITS
    parser = staticmethod(_parse)
    samples = tuple(read_updates().values())


class TestPolling(_Telegram):
    @pytest.fixture
    async def rig(self, fake: FakeTelegram, intake: MemoryIntake) -> AsyncIterator[TelegramRig]:
        rig = TelegramRig(fake, intake, connector(fake, intake))
        yield rig
        await rig.channel.close()


class TestWebhook(_Telegram):
    @pytest.fixture
    async def rig(self, fake: FakeTelegram, intake: MemoryIntake) -> AsyncIterator[WebhookRig]:
        async with AsyncExitStack() as sites:
            channel = connector(fake, intake, webhook=URL)
            await sites.enter_async_context(served(fake, channel))
            yield WebhookRig(fake, intake, channel, sites)
            intake.open.set()  # what a test held up is let go: the site waits for it
            await channel.close()


@dataclass(slots=True)
class _Door:
    """The webhook's door, on a site that is served."""

    intake: MemoryIntake
    address: str
    secret: str
    proof: str = HEADER
    said: int = 0

    def body(self, text: str) -> bytes:
        update = {**read_updates()["text"]}
        update["message"] = {**update["message"], "text": text}
        return json.dumps(update).encode()

    def right(self, body: bytes) -> str:  # noqa: ARG002 - one secret opens for every body
        return self.secret

    async def knock(self, body: bytes, *proofs: bytes) -> int:
        async with httpx.AsyncClient(timeout=PATIENCE) as client:
            headers = [(self.proof.encode(), proof) for proof in proofs]
            return (await client.post(self.address, content=body, headers=headers)).status_code


class TestDoor(DoorContract):
    @pytest.fixture
    async def door(self, fake: FakeTelegram, intake: MemoryIntake) -> AsyncIterator[_Door]:
        channel = connector(fake, intake, webhook=URL)
        async with served(fake, channel) as base, running(channel):
            await until(lambda: fake.world.webhook == URL)
            yield _Door(intake, f"{base}/bots/telegram", secret_of(fake.world.token))
        await channel.close()
