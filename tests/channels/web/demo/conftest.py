"""A whole product as a demo: a small brand, emulated channels, the real engine, a clock that stands."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.app import Sportello, inline
from bot.channels import emulated, web
from bot.channels.web.demo import HOME
from bot.channels.web.demo.routes import Demo, demo_routes
from bot.channels.web.demo.state import spots
from bot.channels.web.demo.travel import INVENTED, Travel
from bot.channels.web.page import Panel
from bot.clock import MovableClock
from bot.desk.site import build_site
from bot.engines.local import LocalEngine
from bot.settings.moments import read_moment
from bot.stores import open_memory_store
from bot.testing import FakeClock
from tests.support.brand import ROME, SATURDAY, TRAITS, small_brand

Json = dict[str, Any]

PANEL = Panel(home=HOME, zone="Europe/Rome", run="a-run")
GIULIA = "giulia-0001"


@dataclass(kw_only=True)
class Rig:
    """The demo being served; `real` is the machine's clock, which stands still."""

    sportello: Sportello
    travel: Travel
    demo: Demo
    site: Starlette
    http: httpx.AsyncClient
    clock: MovableClock
    real: FakeClock

    async def say(self, text: str, *, address: str = "phone", customer: str = GIULIA, **more: object) -> None:
        """Write as a customer; the bot has answered when this returns."""
        path = f"/api/demo/as/{address}/{customer}/messages"
        body = {"id": secrets.token_hex(8), "text": text, "name": "Giulia", **more}
        answer = await self.http.post(path, json=body)
        assert answer.status_code == 202
        await self.travel.settle()

    async def lines(self, address: str = "phone", customer: str = GIULIA) -> list[Json]:
        """Read a conversation."""
        answer = await self.http.get(f"/api/demo/as/{address}/{customer}/messages")
        found: list[Json] = answer.json()["messages"]
        return found

    async def get(self, path: str) -> Json:
        """Read something that must be there."""
        answer = await self.http.get(f"/api/demo{path}")
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found

    async def post(self, path: str, **body: object) -> Json:
        """Ask for something that must work."""
        answer = await self.http.post(f"/api/demo{path}", json=body)
        assert answer.status_code == 200, answer.text
        found: Json = answer.json()
        return found


@pytest.fixture
async def rig() -> AsyncIterator[Rig]:
    knowledge, _matcher = small_brand()
    traits = {name: replace(item, burst_pause=timedelta(0)) for name, item in TRAITS.items()}
    real = FakeClock(SATURDAY)
    clock = MovableClock(real=real)
    engine = LocalEngine(clock)
    store = open_memory_store()
    sportello = Sportello(
        store=store,
        knowledge=lambda: knowledge,
        clock=clock,
        engine=engine,
        connect={
            "web": partial(web.connect, panel=PANEL),
            **{name: partial(emulated.connect, traits[name]) for name in ("phone", "wall")},
        },
        traits=traits | {"web": web.TRAITS},
        compute=inline,
    )
    travel = Travel(
        store=sportello.store,
        engine=engine,
        outbox=sportello.outbox,
        channels=tuple(sportello.channels),
        live=sportello.live,
        clock=clock,
    )
    places = [place for channel in sportello.channels.values() for place in channel.places]  # type: ignore[attr-defined]
    demo = Demo(
        run=PANEL.run,
        travel=travel,
        clock=clock,
        live=sportello.live,
        knowledge=lambda: knowledge,
        moments=moments,
        places=spots(places, traits | {"web": web.TRAITS}),
        closing=asyncio.Event(),
        clear=partial(store.clear, INVENTED),
    )
    routes = [route for channel in sportello.channels.values() for route in channel.routes()]
    site = build_site(chat_routes=[*routes, *demo_routes(demo)], desk_routes=[])  # type: ignore[list-item]
    await sportello.start()
    transport = httpx.ASGITransport(site, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as http:
        yield Rig(sportello=sportello, travel=travel, demo=demo, site=site, http=http, clock=clock, real=real)
    demo.closing.set()
    await sportello.stop()


def moments(text: str, now: datetime) -> datetime:
    """Read a time in words."""
    return read_moment(text, ROME, now)
