"""The web chat keeps the contract of every channel, over its own HTTP API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.web import TRAITS, connect
from bot.channels.web.connector import WebChannel
from bot.model.message import Outbound
from bot.service.values import Sent, TranscriptLine
from tests.contracts.channel import NOW, ChannelContract
from tests.fakes.intake import MemoryIntake
from tests.fakes.link import make_link

CUSTOMER = "customer-0001"


class Settling(WebChannel):
    """The web chat beside a store: what was sent is settled, and that is what shows it to the customer."""

    settled: list[TranscriptLine]

    async def send(self, outbound: Outbound) -> Sent:
        sent = await super().send(outbound)
        line = TranscriptLine(n=len(self.settled) + 1, sender="bot", text=outbound.letter.text, at=NOW)
        self.settled.append(line)
        return sent


class _Rig:
    conversation_key = CUSTOMER

    def __init__(self) -> None:
        self.intake = MemoryIntake()
        self.channel = Settling(make_link("web", self.intake), TRAITS)
        self.channel.settled = self.intake.lines
        app = Starlette(routes=list(self.channel.routes()))
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://chat.test")
        self._said = 0

    async def say(self, text: str) -> None:
        self._said += 1
        body = {"id": f"message-{self._said}", "text": text}
        answer = await self.http.post(f"/api/chat/{CUSTOMER}/messages", json=body)
        assert answer.status_code == 202

    async def posts(self) -> Sequence[str]:
        answer = await self.http.get(f"/api/chat/{CUSTOMER}/messages?after=0")
        return [line["text"] for line in answer.json()["messages"] if line["from"] == "bot"]

    async def unacknowledged(self) -> int | None:
        return None  # the page repeats what was not acknowledged; tests/browser shows it

    def fail(self, kind: str) -> bool:
        del kind
        return False  # nothing leaves before it is settled

    async def again(self) -> WebChannel:
        return WebChannel(make_link("web", self.intake), TRAITS)


@pytest.fixture
async def rig() -> AsyncIterator[_Rig]:
    made = _Rig()
    yield made
    await made.http.aclose()


class TestWebChat(ChannelContract):
    declared = TRAITS

    async def test_the_same_message_twice_is_stored_once(self, rig: _Rig) -> None:
        body = {"id": "message-1", "text": "ciao"}
        answers = [await rig.http.post(f"/api/chat/{CUSTOMER}/messages", json=body) for _ in range(2)]
        assert [answer.json()["duplicate"] for answer in answers] == [False, True]
        assert len(rig.intake.rows) == 1


def test_it_is_made_without_settings() -> None:
    assert connect(make_link("web", MemoryIntake())).traits is TRAITS
