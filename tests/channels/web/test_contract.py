"""The web chat keeps the contract of every channel, over its own HTTP API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.web import TRAITS, connect
from bot.channels.web.connector import WebChannel
from bot.errors import SetupError
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

    def interrupt(self) -> bool:
        return False

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
    assert connect(make_link("web", MemoryIntake())).traits == TRAITS
    assert TRAITS.burst_pause == timedelta(seconds=1.2)


@pytest.mark.parametrize(("written", "seconds"), [("0s", 0), ("1.5s", 1.5), ("60 s", 60), (2, 2)])
def test_the_pause_for_a_burst_is_set_in_its_settings(written: object, seconds: float) -> None:
    channel = connect(make_link("web", MemoryIntake(), burst_pause=written))
    assert channel.traits.burst_pause == timedelta(seconds=seconds)


@pytest.mark.parametrize("written", ["", "soon", "61s", "-1s", "2m", True, None])
def test_a_pause_that_cannot_be_is_refused_with_an_example(written: object) -> None:
    with pytest.raises(SetupError, match=r"\[channels.web\] burst_pause must be seconds") as told:
        connect(make_link("web", MemoryIntake(), burst_pause=written))
    assert told.value.hint == 'For example burst_pause = "1.2s".'


def test_a_key_it_does_not_know_is_named() -> None:
    with pytest.raises(SetupError, match="“burst_pauze”"):
        connect(make_link("web", MemoryIntake(), burst_pauze="1s"))
