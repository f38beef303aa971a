"""The page of promises: late ones first, a page at a time, each leading to its conversation."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from html import unescape

import httpx
import pytest

from bot.desk.words import words
from bot.model.promise import PromiseEnded, PromiseMade, PromiseState
from bot.service.owed import PAGE, Promises
from bot.service.owed_values import Owed
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.contracts.store_helpers import GIULIA, HOUR, MINUTE, NOW, Teller
from tests.desk.visiting import visiting
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_desk
from tests.fakes.clock import StandingClock

IT = words("it")


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock(NOW + 2 * HOUR)


@pytest.fixture
def store() -> SqlStore:
    return open_memory_store()


@pytest.fixture
async def client(store: SqlStore, clock: StandingClock) -> AsyncIterator[httpx.AsyncClient]:
    desk = a_desk(MemoryAgents(), clock, promises=Promises(store=store, clock=clock))
    async with visiting(desk) as opened:
        yield opened


async def promise(store: SqlStore, key: str, due: timedelta, *, step: int = 0, name: str = "Giulia") -> int:
    teller = Teller(store)
    number = await teller.hear(key=key, author=replace(GIULIA, name=name))
    assert await teller.turn(number, promises=(PromiseMade(due_at=NOW + due, step=step),))
    return number


async def lines(client: httpx.AsyncClient, path: str = "/desk/follow-ups") -> list[str]:
    """Give each promise of a page as one text."""
    page = (await client.get(path)).text
    found = re.search(r'<ul class="promises">(.*?)</ul>', page, re.DOTALL)
    rows = re.findall(r"<li>(.*?)</li>", found[1], re.DOTALL) if found else []
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", row)).split()) for row in rows]


async def test_without_a_choice_what_is_late_is_shown_and_what_is_due_where_nothing_is(
    client: httpx.AsyncClient, store: SqlStore
) -> None:
    await promise(store, "a", 4 * HOUR)
    (due,) = await lines(client)
    assert due.startswith("Giulia fra 2 h Promesso per")
    await promise(store, "b", HOUR, step=2)
    (late,) = await lines(client)
    assert late.startswith("Giulia in ritardo di 60 min")
    assert "Chat del sito · TK-" in late
    assert late.endswith("rinviata 2×")
    assert await lines(client, "/desk/follow-ups?show=due") == [due]


async def test_each_promise_leads_to_its_conversation_and_names_are_text(
    client: httpx.AsyncClient, store: SqlStore
) -> None:
    number = await promise(store, "a", HOUR, name="<b>Eva</b>")
    page = (await client.get("/desk/follow-ups")).text
    assert f'href="/desk/c/{number}"><bdi dir="auto">&lt;b&gt;Eva&lt;/b&gt;</bdi>' in page


async def test_kept_and_broken_ones_say_when_they_ended(client: httpx.AsyncClient, store: SqlStore) -> None:
    for key, state in (("a", PromiseState.KEPT), ("b", PromiseState.BROKEN)):
        number = await promise(store, key, HOUR)
        await Teller(store).hear("allora?", key=key)
        ended = (PromiseEnded(state=state),)
        assert await Teller(store).turn(number, promises=ended, now=NOW + 30 * MINUTE)
    (kept,) = await lines(client, "/desk/follow-ups?show=kept")
    (broken,) = await lines(client, "/desk/follow-ups?show=broken")
    assert all("chiusa: 11:30" in line for line in (kept, broken))


async def test_a_page_has_so_many_rows_however_many_there_are_and_the_next_goes_on(
    client: httpx.AsyncClient, store: SqlStore
) -> None:
    for number in range(2 * PAGE + 3):
        await promise(store, f"c{number}", 3 * HOUR + number * MINUTE, name=f"N{number}-")
    seen: list[str] = []
    path, sizes = "/desk/follow-ups?show=due", []
    while path:
        page = (await client.get(path)).text
        assert len(page) < 100_000
        names = re.findall(r"N(\d+)-", page)
        sizes.append(len(names))
        seen += names
        further = re.search(r'rel="next" href="([^"]*)"', page)
        path = unescape(further[1]) if further else ""
    assert sizes == [PAGE, PAGE, 3]
    assert seen == [str(number) for number in range(2 * PAGE + 3)]


@pytest.mark.parametrize(
    "query", ["show=all", "show=", "after=x", "after=-1-1", f"after={'9' * 15}-1", "after=1-1&show=released"]
)
async def test_a_list_that_there_is_not_is_not_found(client: httpx.AsyncClient, query: str) -> None:
    assert (await client.get(f"/desk/follow-ups?{query}")).status_code == 404


@pytest.mark.parametrize("which", Owed)
async def test_an_empty_list_says_so(client: httpx.AsyncClient, which: Owed) -> None:
    page = await client.get(f"/desk/follow-ups?show={which.value}")
    assert IT[f"owed_none_{which.value}"] in unescape(page.text)
