"""Someone at the desk teaches what the bot could not answer, and tries it, in a real browser."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.app import inline
from bot.desk.routes import routes
from bot.desk.signin import new_link
from bot.desk.site import build_site
from bot.service.trials import Trials
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.browser.conftest import Serve
from tests.contracts.store_helpers import Teller
from tests.contracts.store_teaching import decided
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import SMALL, a_desk, a_school, served
from tests.fakes.clock import NOON, StandingClock
from tests.support.brand import write_brand

pytestmark = pytest.mark.browser

FIBRE = ("avete la fibra ottica per casa?", "fibra ottica per casa, la vendete?")


async def _asked_in_vain(store: SqlStore) -> None:
    for n, text in enumerate(FIBRE):
        await decided(Teller(store), text, key=f"c{n}", now=NOON - timedelta(hours=2 + n))


@pytest.fixture
def address(page: Page, serve: Serve, tmp_path: Path) -> str:
    """The desk of a brand that was asked about fibre, entered."""
    store, clock, agents = open_memory_store(), StandingClock(), MemoryAgents()
    brand = served(write_brand(tmp_path, "[channels.chat]\n[channels.web]", store="unused"))
    trials = Trials(store=store, knowledge=lambda: brand.knowledge, traits=SMALL, clock=clock, compute=inline)
    desk = a_desk(agents, trials=trials, school=a_school(store, brand, clock))
    site = serve(build_site(chat_routes=[], desk_routes=routes(desk)))
    site.wait(_asked_in_vain(store))
    page.goto(site.wait(new_link(desk.users, base=site.address)))
    page.get_by_label("Francesca B.").check()
    page.get_by_role("button", name="Entra").click()
    return site.address


def test_a_new_intent_is_taught_published_and_tried(page: Page, address: str) -> None:
    page.get_by_role("link", name="Senza risposta").click()
    page.get_by_role("link", name=FIBRE[0]).click()
    page.get_by_label("Titolo, come in").fill("Fibra")
    page.get_by_label("Risposta in it").fill("La fibra arriva in primavera.")
    page.get_by_label("Risposta in en").fill("Fibre comes in spring.")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Aggiungi l’intento nuovo").click()
    page.get_by_role("link", name="Guarda che cosa cambia").click()
    expect(page.get_by_text("degli ultimi 2 messaggi")).to_be_visible()
    page.get_by_role("button", name="Pubblica").click()
    expect(page.get_by_text("Da adesso il bot risponde così")).to_be_visible()
    page.get_by_role("link", name="Prova", exact=True).click()
    page.get_by_label("Un cliente scrive").fill(FIBRE[1])
    page.get_by_role("button", name="Prova").click()
    expect(page.locator(".guesses li").first).to_contain_text("fibra")
    assert page.url.startswith(f"{address}/desk/try?text=")


def test_enter_in_a_field_teaches_nothing(page: Page, address: str) -> None:
    page.goto(f"{address}/desk/unanswered")
    page.get_by_role("link", name=FIBRE[0]).click()
    page.get_by_label("Titolo, come in").fill("Fibra")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Titolo, come in")).to_have_value("Fibra")
    page.goto(f"{address}/desk/unanswered/draft")
    expect(page.get_by_text("La tua bozza è vuota")).to_be_visible()


@pytest.mark.parametrize("path", ["/desk/unanswered", "/desk/unanswered/draft", "/desk/try?text=fibra"])
def test_nothing_is_wider_than_a_phone(page: Page, address: str, path: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}{path}")
    wide = page.locator("main").evaluate("main => main.scrollWidth > main.clientWidth")
    assert not wide
