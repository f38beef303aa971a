"""The desk's stream of changes: told once each, ended with the session and with the server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from starlette.types import Message

from bot.desk.ports import Desk
from bot.desk.routes import routes
from bot.desk.site import build_site
from bot.service.live import INBOX
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_busy_desk, a_desk
from tests.support.patience import PATIENCE


@dataclass
class Listening:
    """What an open page has been told."""

    changes: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    opened: asyncio.Event = field(default_factory=asyncio.Event)
    ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def send(self, message: Message) -> None:
        if message["type"] != "http.response.body":
            return
        self.opened.set()
        if b"event: changed" in message["body"]:
            self.changes.put_nowait(message["body"].decode())
        if not message.get("more_body"):
            self.ended.set()


@asynccontextmanager
async def listening(desk: Desk, cookie: str) -> AsyncIterator[Listening]:
    site = build_site(chat_routes=[], desk_routes=routes(desk))
    heard, gone = Listening(), asyncio.Event()
    headers = [(b"cookie", f"desk={cookie}".encode())]
    scope = {"type": "http", "method": "GET", "path": "/desk/events", "query_string": b"", "headers": headers}

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    serving = asyncio.create_task(site(scope, receive, heard.send))
    await asyncio.wait_for(heard.opened.wait(), PATIENCE)
    await asyncio.sleep(0.01)
    yield heard
    gone.set()
    await asyncio.wait_for(serving, PATIENCE)


async def a_session(desk: Desk) -> str:
    """Sign Francesca in, the first of all."""
    return (await desk.users.begin(await desk.users.new_link(), "FB", "Francesca B.")).session


@pytest.fixture
def agents() -> MemoryAgents:
    return a_busy_desk()


async def test_a_change_is_told_and_calm_is_not(agents: MemoryAgents) -> None:
    desk = a_desk(agents)
    async with listening(desk, await a_session(desk)) as heard:
        assert heard.changes.empty()
        agents.say(1, "customer", "ci siete?")
        await asyncio.wait_for(heard.changes.get(), PATIENCE)
        assert heard.changes.empty()


async def test_the_stream_ends_with_the_session(agents: MemoryAgents) -> None:
    desk = a_desk(agents)
    cookie = await a_session(desk)
    async with listening(desk, cookie) as heard:
        await desk.users.leave(cookie)
        agents.live.changed(INBOX)
        await asyncio.wait_for(heard.ended.wait(), PATIENCE)


async def test_the_stream_ends_when_the_server_closes(agents: MemoryAgents) -> None:
    desk = a_desk(agents)
    async with listening(desk, await a_session(desk)) as heard:
        desk.closing.set()
        await asyncio.wait_for(heard.ended.wait(), PATIENCE)
