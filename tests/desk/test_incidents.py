"""The desk's incident pages: previewed, then sent once; what is wrong is said on the page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest

from bot.desk.ports import Desk
from bot.model.incident import Evidence
from bot.service.incident_values import Burst
from bot.service.incidents import Incidents
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.desk.visiting import OURS, visiting
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_desk
from tests.fakes.clock import NOON, StandingClock
from tests.support.brand import TRAITS, small_brand

NEXT = "2026-12-09T15:30"  # the brand's clock: NOON is 13:00 there
WORDS = {"text_it": "La rete non va.", "text_en": "The network is down.", "next": NEXT}
BURST = Burst(
    key="intent:pacco",
    title="pacco",
    evidence=Evidence(people=43, minutes=20, usual=2.0, place="Torino"),
    intents=("pacco",),
)


@pytest.fixture
def store() -> SqlStore:
    return open_memory_store()


@pytest.fixture
def incidents(store: SqlStore) -> Incidents:
    return Incidents(store=store, knowledge=lambda: small_brand()[0], traits=TRAITS, clock=StandingClock())


@pytest.fixture
def desk(incidents: Incidents) -> Desk:
    return a_desk(MemoryAgents(), incidents=incidents)


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with visiting(desk) as opened:
        yield opened


async def post(client: httpx.AsyncClient, path: str, **form: str) -> httpx.Response:
    return await client.post(f"/desk/incidents{path}", data=form, headers=OURS)


async def test_an_incident_is_previewed_then_opened(client: httpx.AsyncClient, incidents: Incidents) -> None:
    form = {**WORDS, "intents": "pacco", "title": "Rete"}
    page = await post(client, "", **form, go="preview")
    assert "La rete non va. Novità oggi alle 15:30." in page.text
    assert 'value="send"' in page.text
    assert await incidents.every() == ()
    sent = await post(client, "", **form, go="send")
    assert (sent.status_code, sent.headers["location"]) == (303, "/desk/incidents/1")
    (item,) = await incidents.every()
    assert (item.title, item.said.next_update) == ("Rete", NOON + timedelta(hours=2, minutes=30))


async def test_what_is_wrong_is_on_the_page_and_nothing_can_be_sent(
    client: httpx.AsyncClient, incidents: Incidents
) -> None:
    page = await post(client, "", intents="pacco", text_it="Guasto <b>", next="domani", go="preview")
    assert "the text in “en” is missing" in page.text
    assert 'value="send"' not in page.text
    assert "Guasto &lt;b&gt;" in page.text
    assert (await post(client, "", intents="pacco", go="send")).status_code == 409
    assert await incidents.every() == ()


async def test_a_suggestion_is_shown_with_its_evidence_and_opened(
    client: httpx.AsyncClient, store: SqlStore, incidents: Incidents
) -> None:
    (number,) = await store.suggest([BURST], [], NOON)
    page = await client.get(f"/desk/incidents/{number}")
    assert "43 persone in 20 min, di solito 2.0 · Torino" in page.text
    assert 'name="intents" value="pacco"' in page.text
    opened = await post(client, f"/{number}/open", **WORDS, intents="pacco", title="Rete", go="send")
    assert opened.status_code == 303
    (item,) = await incidents.every()
    assert (item.id, item.is_open, item.title) == (number, True, "Rete")


async def test_sending_can_be_stopped_from_the_page_too(client: httpx.AsyncClient) -> None:
    assert 'action="/desk/stop"' in (await client.get("/desk/incidents")).text


async def test_a_suggestion_is_dismissed_once(client: httpx.AsyncClient, store: SqlStore) -> None:
    (number,) = await store.suggest([BURST], [], NOON)
    assert (await post(client, f"/{number}/dismiss")).status_code == 303
    assert (await post(client, f"/{number}/dismiss")).status_code == 404
    assert await store.tasks() == ()


async def test_an_update_sent_twice_is_one(client: httpx.AsyncClient, incidents: Incidents) -> None:
    await post(client, "", **WORDS, intents="pacco", go="send")
    more = {**WORDS, "text_it": "Ci lavoriamo.", "seen": "1"}
    assert (await post(client, "/1/update", **more, go="send")).status_code == 303
    again = await post(client, "/1/update", **more, go="send")
    assert again.status_code == 409
    assert "somebody has said more about incident 1 meanwhile" in again.text
    (item,) = await incidents.every()
    assert item.update == 2


async def test_what_was_said_so_far_is_shown_newest_first_with_who_and_when(
    client: httpx.AsyncClient,
) -> None:
    await post(client, "", **WORDS, intents="pacco", go="send")
    more = {"text_it": "Ci lavoriamo <b>.", "text_en": "We are on it.", "next": NEXT, "seen": "1"}
    await post(client, "/1/update", **more, go="send")
    end = {"text_it": "Tutto a posto.", "text_en": "All is well.", "seen": "2"}
    await post(client, "/1/close", **end, go="send")
    page = (await client.get("/desk/incidents/1")).text
    said = page.split('<section class="said"')[1].split("</section>")[0]
    found = [said.find(words) for words in ("Tutto a posto.", "Ci lavoriamo &lt;b&gt;.", "La rete non va.")]
    assert found == sorted(found)
    assert -1 not in found
    assert said.count("Francesca B.") == 3
    assert "Detto prima (2)" in said
    assert [deed in said for deed in ("ha aperto", "ha aggiornato", "ha chiuso")] == [True] * 3
    assert said.count("aggiornare entro 15:30") == 2


async def test_closing_needs_no_next_time(client: httpx.AsyncClient, incidents: Incidents) -> None:
    await post(client, "", **WORDS, intents="pacco", go="send")
    end = {"text_it": "Tutto a posto.", "text_en": "All is well.", "seen": "1"}
    preview = await post(client, "/1/close", **end, go="preview")
    assert "Chiudi e avvisa tutti" in preview.text
    assert (await post(client, "/1/close", **end, go="send")).status_code == 303
    (item,) = await incidents.every()
    assert item.status == "closed"
    assert (await post(client, "/1/update", **WORDS, go="send")).status_code == 409
