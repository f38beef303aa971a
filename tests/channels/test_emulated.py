"""An emulated channel keeps the contract of every channel, and its platform's count, buttons and surfaces."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels import telegram, x
from bot.channels.emulated import Emulated, connect
from bot.model.message import Outbound, Surface
from bot.model.traits import Idempotency, Traits
from bot.service.values import Sent, TranscriptLine
from tests.contracts.channel import NOW, ChannelContract
from tests.fakes.intake import MemoryIntake
from tests.fakes.link import make_link

CUSTOMER = "customer-0001"


class Settling(Emulated):
    """An emulated channel beside a store: what was sent is settled, and that is what shows it."""

    settled: list[TranscriptLine]

    async def send(self, outbound: Outbound) -> Sent:
        sent = await super().send(outbound)
        letter = outbound.letter
        line = TranscriptLine(
            n=len(self.settled) + 1, sender="bot", text=letter.text, at=NOW, buttons=letter.buttons
        )
        self.settled.append(line)
        return sent


class _Rig:
    def __init__(self, traits: Traits) -> None:
        self.intake = MemoryIntake()
        self._traits = traits
        self.channel = Settling(traits, make_link(traits.name, self.intake))
        self.channel.settled = self.intake.lines
        self.conversation_key = f"{traits.default_surface}:{CUSTOMER}"
        self.address = traits.address(traits.default_surface)
        app = Starlette(routes=list(self.channel.routes()))
        self.http = httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://demo.test")
        self._said = 0

    def messages(self, address: str = "") -> str:
        return f"/api/demo/as/{address or self.address}/{CUSTOMER}/messages"

    async def say(self, text: str) -> None:
        self._said += 1
        answer = await self.http.post(self.messages(), json={"id": f"message-{self._said}", "text": text})
        assert answer.status_code == 202

    async def posts(self) -> Sequence[str]:
        answer = await self.http.get(self.messages())
        return [line["text"] for line in answer.json()["messages"] if line["from"] == "bot"]

    async def unacknowledged(self) -> int | None:
        return None  # the page repeats what was not acknowledged

    def fail(self, kind: str) -> bool:
        del kind
        return False  # nothing leaves before it is settled

    def interrupt(self) -> bool:
        return False

    async def again(self) -> Emulated:
        return connect(self._traits, make_link(self._traits.name, self.intake))


class _EmulatedContract(ChannelContract):
    @pytest.fixture
    async def rig(self) -> AsyncIterator[_Rig]:
        made = _Rig(self.declared)
        yield made
        await made.http.aclose()


class TestEmulatedTelegram(_EmulatedContract):
    declared = telegram.TRAITS


class TestEmulatedX(_EmulatedContract):
    declared = x.TRAITS

    async def test_a_reply_comes_with_its_length_as_the_platform_counts_it(self, rig: _Rig) -> None:
        rig.intake.lines.append(
            TranscriptLine(n=1, sender="bot", text="20 €: ok 👍", at=NOW, buttons=("Sì", "No"))
        )
        (line,) = (await rig.http.get(rig.messages())).json()["messages"]
        assert (line["length"], line["limit"]) == (12, 280)  # the sign for euro and the emoji count 2 each
        assert line["buttons"] == []  # there are none on X
        (line,) = (await rig.http.get(rig.messages("x.dm"))).json()["messages"]
        assert line["limit"] == 10_000

    async def test_each_surface_has_its_own_conversations(self, rig: _Rig) -> None:
        for address in ("x.post", "x.dm"):
            await rig.http.post(rig.messages(address), json={"id": "m1", "text": "ciao"})
        places = [(item.conversation_key, item.surface) for item in rig.intake.messages]
        assert places == [
            (f"public:{CUSTOMER}", Surface.PUBLIC),
            (f"private:{CUSTOMER}", Surface.PRIVATE),
        ]

    async def test_who_writes_is_as_the_platform_would_tell(self, rig: _Rig) -> None:
        body = {"id": "m1", "text": "ciao", "name": "Giulia", "language": "en", "followers": 15200}
        assert (await rig.http.post(rig.messages(), json=body)).status_code == 202
        author = rig.intake.messages[0].author
        assert (author.name, author.language_hint, author.followers) == ("Giulia", "en", 15200)

    @pytest.mark.parametrize("followers", [-1, 1.5, "15200", True, 10**9 + 1, 10**400, [], {}])
    async def test_a_number_of_followers_that_cannot_be_is_refused(
        self, rig: _Rig, followers: object
    ) -> None:
        answer = await rig.http.post(
            rig.messages(), json={"id": "m1", "text": "ciao", "followers": followers}
        )
        assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_followers")
        assert not rig.intake.rows


def test_it_needs_no_secret_and_knows_what_became_of_a_message() -> None:
    channel = connect(telegram.TRAITS, make_link("telegram", MemoryIntake(), missing=("TELEGRAM_TOKEN",)))
    assert channel.traits.secrets == ()
    assert channel.traits.idempotency is Idempotency.KEY
    assert channel.traits.limits == telegram.TRAITS.limits
    assert channel.traits.rates == telegram.TRAITS.rates
