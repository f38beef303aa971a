"""X keeps the channel contract, over a fake X API server: by polling, by a webhook and by streams."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, ClassVar

import pytest

from bot.channels.x import TRAITS
from bot.channels.x.messages import parse_messages
from bot.channels.x.parsing import Reader, parse_posts
from bot.model.message import Inbound, Outbound, Quarantine, Surface
from bot.service.ports import Channel
from bot.testing.x import FakeX, fake_x
from tests.channels.x.activity.rig import URL, served
from tests.channels.x.rig import GIULIA, MENTIONS, MESSAGES, POST, TELL, Waits, connector
from tests.contracts import channel as contract
from tests.contracts.channel import NOW, ChannelContract
from tests.fakes.intake import MemoryIntake

PAGES = Path(__file__).parent / "pages"
READER = Reader(account="4242", received_at=NOW, quiet_before=NOW - timedelta(days=400))


def pages(kind: str) -> list[object]:
    """Give the recorded answers of a kind: "posts" or "messages"."""
    return [json.loads(path.read_text(encoding="utf-8")) for path in sorted(PAGES.glob(f"{kind}_*.json"))]


def _posts(raw: object) -> Sequence[Inbound | Quarantine]:
    return parse_posts(raw, READER)


def _messages(raw: object) -> Sequence[Inbound | Quarantine]:
    return parse_messages(raw, READER)


class SlowPolls(Waits):
    """Waits that take no time but for those between two polls: what comes meanwhile came as an event."""

    async def __call__(self, seconds: float) -> None:
        if seconds >= 45.0:
            await asyncio.sleep(0.3)
        await Waits.__call__(self, seconds)


@dataclass(slots=True)
class XRig:
    """A customer who writes in public, or in private; `way` are the options by which messages come."""

    fake: FakeX
    intake: MemoryIntake
    channel: Channel
    private: bool = False
    way: Mapping[str, Any] = field(default_factory=dict)
    last: int = 0
    others: list[Channel] = field(default_factory=list)

    @property
    def conversation_key(self) -> str:
        return f"dm:{GIULIA}" if self.private else f"post:{GIULIA}"

    async def say(self, text: str) -> None:
        world = self.fake.world
        if self.private:
            self.last = world.tell(GIULIA, text)
        else:
            names = "" if self.last else "@volomobile "
            self.last = world.say(GIULIA, names + text, reply_to=self.last or None)

    async def posts(self) -> Sequence[str]:
        world = self.fake.world
        return [item.text for item in world.directs] if self.private else [item.words for item in world.posts]

    async def unacknowledged(self) -> int | None:
        return None  # what X repeats at a webhook is told in the contract of doors; it counts nothing else

    def fail(self, kind: str) -> bool:
        if kind == "refused":
            self.fake.world.blocking.add(GIULIA)
        else:
            self.fake.fault(TELL if self.private else POST, kind)
        return True

    def interrupt(self) -> bool:
        for kind in ("cut_before", "html", "cut_after"):
            self.fake.fault(MESSAGES if self.private else MENTIONS, kind)
        return True

    async def again(self) -> Channel:
        self.others.append(connector(self.fake, self.intake, SlowPolls(), **self.way))
        return self.others[-1]


class _Contract(ChannelContract):
    declared = TRAITS
    private = False
    way: ClassVar[Mapping[str, Any]] = {}

    @pytest.fixture
    async def rig(self, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[XRig]:
        async with fake_x() as fake, AsyncExitStack() as serving:
            for endpoint in fake.rates.limits:
                fake.rates.limits[endpoint] = 100_000
            intake = MemoryIntake()
            channel = connector(fake, intake, SlowPolls(), **self.way)
            if "webhook" in self.way:
                await serving.enter_async_context(served(fake, channel))
            rig = XRig(fake, intake, channel, private=self.private, way=self.way)
            plain = contract.outbound
            surface = Surface.PRIVATE if self.private else Surface.PUBLIC

            def outbound(rig: XRig, text: str = "Ciao, controllo subito.", **letter: object) -> Outbound:
                target = "" if self.private else str(rig.last)
                return plain(rig, text, **{"surface": surface, "reply_to": target, **letter})  # type: ignore[arg-type]

            monkeypatch.setattr(contract, "outbound", outbound)
            yield rig
            for made in (rig.channel, *rig.others):
                await made.close()


class TestPosts(_Contract):
    parser = staticmethod(_posts)
    samples = tuple(pages("posts"))


class TestMessages(_Contract):
    private = True
    parser = staticmethod(_messages)
    samples = tuple(pages("messages"))


class TestPostsByWebhook(_Contract):
    way: ClassVar[Mapping[str, Any]] = {"webhook": URL}


class TestMessagesByWebhook(_Contract):
    way: ClassVar[Mapping[str, Any]] = {"webhook": URL}
    private = True


class TestPostsByStream(_Contract):
    way: ClassVar[Mapping[str, Any]] = {"stream": True}


class TestMessagesByStream(_Contract):
    way: ClassVar[Mapping[str, Any]] = {"stream": True}
    private = True
