"""The web chat's event stream: resumed by number, told of typing, ended in an orderly way."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field

import pytest
from starlette.types import Message

from bot.channels.web.connector import WebChannel
from bot.desk.site import build_site
from tests.fakes.brand import a_channel
from tests.fakes.chat import MemoryIntake
from tests.support.patience import PATIENCE

KEY = "giulia-0001"


@dataclass
class Listening:
    """What a client has received: the status and the events, as (event, id, data)."""

    status: int = 0
    events: asyncio.Queue[tuple[str, str, str]] = field(default_factory=asyncio.Queue)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            return
        for block in message["body"].decode().split("\r\n\r\n"):
            fields = dict(line.split(": ", 1) for line in block.split("\r\n") if line and line[0] != ":")
            if "event" in fields:
                self.events.put_nowait((fields["event"], fields.get("id", ""), fields["data"]))
        if not message.get("more_body"):
            self.ended.set()

    async def next(self) -> tuple[str, str, str]:
        return await asyncio.wait_for(self.events.get(), PATIENCE)


@asynccontextmanager
async def listening(channel: WebChannel, *, after: str = "", last_id: str = "") -> AsyncIterator[Listening]:
    """Open the stream as an ASGI server does; leaving the block hangs up."""
    site = build_site(chat_routes=channel.routes(), desk_routes=[])
    heard, gone = Listening(), asyncio.Event()
    scope = {
        "type": "http",
        "method": "GET",
        "path": f"/api/chat/{KEY}/events",
        "query_string": f"after={after}".encode() if after else b"",
        "headers": [(b"last-event-id", last_id.encode())] if last_id else [],
    }

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    serving = asyncio.create_task(site(scope, receive, heard.send))
    yield heard
    gone.set()
    await asyncio.wait_for(serving, PATIENCE)


@pytest.fixture
def intake() -> MemoryIntake:
    return MemoryIntake()


@pytest.fixture
def channel(intake: MemoryIntake) -> WebChannel:
    return a_channel(intake)


async def test_what_was_said_before_and_what_is_said_next_both_come(
    channel: WebChannel, intake: MemoryIntake
) -> None:
    intake.answer(KEY, "primo")
    async with listening(channel) as heard:
        event, number, data = await heard.next()
        assert (event, number, json.loads(data)["text"]) == ("message", "1", "primo")
        intake.answer(KEY, "secondo\ncon due righe", buttons=("Sì",))
        _event, number, data = await heard.next()
        assert (number, json.loads(data)["text"], json.loads(data)["buttons"]) == (
            "2",
            "secondo\ncon due righe",
            ["Sì"],
        )


@pytest.mark.parametrize(("after", "last_id"), [("1", ""), ("", "1"), ("0", "1")])
async def test_a_stream_resumes_after_the_last_number_seen(
    channel: WebChannel, intake: MemoryIntake, after: str, last_id: str
) -> None:
    intake.answer(KEY, "visto")
    intake.answer(KEY, "nuovo")
    async with listening(channel, after=after, last_id=last_id) as heard:
        assert (await heard.next())[1] == "2"
        assert heard.events.empty()


async def test_typing_is_shown_to_that_customer_only(channel: WebChannel) -> None:
    async with listening(channel) as heard:
        await asyncio.sleep(0)
        while not channel._api._streams._open:
            await asyncio.sleep(0)
        await channel.typing("somebody-else")
        await channel.typing(KEY)
        assert (await heard.next())[0] == "typing"
        assert heard.events.empty()


async def test_streams_end_when_the_channel_closes(channel: WebChannel) -> None:
    async with listening(channel) as heard:
        while not channel._api._streams._open:
            await asyncio.sleep(0)
        await channel.close()
        await asyncio.wait_for(heard.ended.wait(), PATIENCE)
    assert channel._api._streams._open == {}
    async with listening(channel) as refused:
        await asyncio.wait_for(refused.ended.wait(), PATIENCE)
    assert refused.status == 503


async def test_a_stream_ends_when_the_store_fails_so_that_the_client_comes_back(
    channel: WebChannel, intake: MemoryIntake
) -> None:
    intake.broken = True
    async with listening(channel) as heard:
        await asyncio.wait_for(heard.ended.wait(), PATIENCE)
    assert heard.events.empty()


async def test_a_ninth_stream_of_one_customer_is_refused(channel: WebChannel) -> None:
    with ExitStack() as opened:
        for _ in range(8):
            opened.enter_context(channel._api._streams.joined(KEY))
        async with listening(channel) as heard:
            await asyncio.wait_for(heard.ended.wait(), PATIENCE)
        assert heard.status == 503
        assert not channel._api._streams.full("somebody-else")


async def test_who_hangs_up_is_forgotten(channel: WebChannel) -> None:
    async with listening(channel):
        while not channel._api._streams._open:
            await asyncio.sleep(0)
    assert channel._api._streams._open == {}
