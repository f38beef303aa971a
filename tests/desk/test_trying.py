"""Trying a sentence at the desk: what the bot would say and why, and nothing is kept of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.app import inline
from bot.desk.ports import Desk
from bot.model.incident import Announcement
from bot.service.incident_values import Word
from bot.service.trials import Trials
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.desk.visiting import visiting
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_desk
from tests.fakes.clock import NOON, StandingClock
from tests.support.brand import TRAITS, small_brand


@pytest.fixture
def store() -> SqlStore:
    return open_memory_store()


@pytest.fixture
def desk(store: SqlStore) -> Desk:
    trials = Trials(
        store=store,
        knowledge=lambda: small_brand()[0],
        traits=TRAITS,
        clock=StandingClock(),
        compute=inline,
    )
    return a_desk(MemoryAgents(), trials=trials)


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with visiting(desk) as opened:
        yield opened


async def tried(client: httpx.AsyncClient, text: str, **more: str) -> str:
    answer = await client.get("/desk/try", params={"text": text, **more})
    assert answer.status_code == 200
    return answer.text


async def test_the_page_shows_what_would_be_said_how_sure_and_on_each_channel(
    client: httpx.AsyncClient, store: SqlStore
) -> None:
    page = await tried(client, "quando aprite?")
    assert "Risponderebbe" in page
    assert "95 %" in page
    assert "<code>orari</code>" in page
    assert page.count('<article class="said">') == 6  # each address of the five channels
    words = "Siamo aperti dalle 9 alle 18. ^Bot"
    assert words in page
    assert f"{len(words)} di 280" in page
    assert await store.heard(NOON - timedelta(days=1), NOON + timedelta(days=1)) == ()


async def test_one_channel_alone_is_asked_and_counted_as_it_counts(client: httpx.AsyncClient) -> None:
    page = await tried(client, "quando aprite?", channel="posts")
    assert page.count('<article class="said">') == 1
    assert "di 280" in page


async def test_the_hour_decides(client: httpx.AsyncClient) -> None:
    by_day = await tried(client, "boh", at="mer 10:00")
    assert "aperti, fino a" in by_day
    assert "Chiamerebbe una persona" in by_day
    on_sunday = await tried(client, "boh", at="dom 22:00")
    assert "chiusi, un giorno senza orari, si riapre" in on_sunday
    assert "Confermerebbe la ricezione" in on_sunday


async def test_a_moment_that_is_none_is_said_beside_the_form(client: httpx.AsyncClient) -> None:
    answer = await client.get("/desk/try", params={"text": "boh", "at": "<b>presto</b>"})
    assert answer.status_code == 400
    assert "&lt;b&gt;presto&lt;/b&gt;” non è un momento: scrivi dom 22:00" in answer.text
    assert ">boh</textarea>" in answer.text


async def test_an_open_incident_is_part_of_the_answer(client: httpx.AsyncClient, store: SqlStore) -> None:
    said = Announcement(intents=("orari",), texts={"it": "La rete non va.", "en": "The network is down."})
    await store.open_incident(Word(said=said, title="Rete", by="FB", at=NOON), (), 0)
    page = await tried(client, "quando aprite?", channel="chat")
    assert "La rete non va." in page


async def test_what_is_no_channel_or_language_of_the_brands_counts_as_none(client: httpx.AsyncClient) -> None:
    page = await tried(client, "quando aprite?", channel="../x", language="xx")
    assert page.count('<article class="said">') == 6


async def test_what_is_tried_is_never_markup(client: httpx.AsyncClient) -> None:
    page = await tried(client, "<script>alert(1)</script>")
    assert "<script>alert" not in page
