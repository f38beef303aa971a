"""Telegram signs no time: what is posted to the webhook again and again is stored and answered once."""

from __future__ import annotations

import asyncio
import json

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.app import Sportello, inline
from bot.channels import catalogue
from bot.channels.telegram.webhook import HEADER, secret_of
from bot.settings.values import ChannelSettings
from bot.stores import open_memory_store
from bot.testing import FakeClock, StepEngine
from bot.testing.telegram import FakeTelegram, fake_telegram
from tests.support.brand import MONDAY, TRAITS, small_brand, with_settings

REPLAYS = 10_000
PATH = "/telegram"


def _product(fake: FakeTelegram) -> tuple[Sportello, StepEngine]:
    knowledge, _ = small_brand()
    options = {
        "token": fake.world.token,
        "base_url": fake.base_url,
        "webhook": f"https://prova.example{PATH}",
    }
    channels = {"telegram": ChannelSettings(name="telegram", options=options)}
    knowledge = with_settings(knowledge, channels={**knowledge.settings.channels, **channels})
    clock = FakeClock(MONDAY)
    engine = StepEngine(clock)
    sportello = Sportello(
        store=open_memory_store(),
        knowledge=lambda: knowledge,
        clock=clock,
        engine=engine,
        connect={"telegram": lambda link: catalogue.connect("telegram", link)},
        traits={**TRAITS, "telegram": catalogue.traits("telegram")},
        compute=inline,
    )
    return sportello, engine


@pytest.mark.slow
async def test_an_update_posted_ten_thousand_times_is_answered_once() -> None:
    async with fake_telegram() as fake:
        sportello, engine = _product(fake)
        (channel,) = sportello.channels.values()
        routes = [route for route in channel.routes() if isinstance(route, BaseRoute)]
        update = {"update_id": 7, "message": fake.world.message(55, text="quando aprite?")}
        headers = {HEADER: secret_of(fake.world.token)}
        await sportello.start()
        transport = httpx.ASGITransport(app=Starlette(routes=routes))
        async with httpx.AsyncClient(transport=transport, base_url="https://prova.example") as http:
            while not fake.world.webhook:
                await asyncio.sleep(0.01)
            body = json.dumps(update)
            statuses = set()
            for replay in range(REPLAYS):
                answer = await http.post(PATH, content=body, headers=headers)
                statuses.add(answer.status_code)
                if replay % 1000 == 0:
                    await engine.settle()
        await engine.settle()
        rows = await sportello.store.inbox()
        await sportello.stop()
        await sportello.store.close()
        assert statuses == {200}
        assert [post.chat for post in fake.world.posts] == [55]
        assert len(rows) == 1
