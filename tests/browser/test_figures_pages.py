"""The calendar, the promises and the report in a real browser: nothing overflows, forms need no script."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.desk.ports import Desk
from bot.desk.routes import routes
from bot.desk.signin import new_link
from bot.desk.site import build_site
from bot.model.promise import PromiseMade
from bot.service.live import INBOX
from bot.service.owed import Promises
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.browser.conftest import Serve, Site
from tests.contracts.store_helpers import HOUR, NOW, Teller
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_desk, some_hours, some_reports
from tests.fakes.brand import served as brand_in
from tests.fakes.clock import StandingClock
from tests.support.brand import write_brand

pytestmark = pytest.mark.browser

PAGES = ("calendar", "calendar/week", "calendar/exceptions/new", "follow-ups?show=late", "report")


@dataclass
class Served:
    """The desk over a brand's folder and a store, being served."""

    file: Path
    store: SqlStore
    desk: Desk
    site: Site

    def enter(self, page: Page) -> None:
        page.goto(self.site.wait(new_link(self.desk.users, base=self.site.address)))
        page.get_by_label("Francesca B.").check()
        page.get_by_role("button", name="Entra").click()

    def go(self, page: Page, path: str) -> None:
        page.goto(f"{self.site.address}/desk/{path}")


@pytest.fixture
def served(serve: Serve, tmp_path: Path) -> Served:
    folder = write_brand(tmp_path, '[channels.chat]\n[channels.wall]\nmode = "answer"', store="a")
    clock, store = StandingClock(), open_memory_store()
    desk = a_desk(
        MemoryAgents(),
        clock,
        calendar=some_hours(brand_in(folder), clock),
        promises=Promises(store=store, clock=clock),
        reports=some_reports(clock, store),
    )
    site = serve(build_site(chat_routes=[], desk_routes=routes(desk)))
    return Served(folder / "settings.toml", store, desk, site)


async def promise(store: SqlStore) -> None:
    teller = Teller(store)
    number = await teller.hear("quando?")
    assert await teller.turn(number, promises=(PromiseMade(due_at=NOW + HOUR),))


@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_is_wider_than_the_screen(page: Page, served: Served, width: int) -> None:
    served.site.wait(promise(served.store))
    page.set_viewport_size({"width": width, "height": 800})
    served.enter(page)
    for path in PAGES:
        served.go(page, path)
        expect(page.locator("main h1")).to_be_visible()
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        inner = "document.querySelector('main').scrollWidth - document.querySelector('main').clientWidth"
        assert page.evaluate(wide) <= 0, path
        assert page.evaluate(inner) <= 0, path


def test_hours_are_changed_without_a_script(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="it-IT", java_script_enabled=False)
    page = context.new_page()
    served.enter(page)
    served.go(page, "calendar/week")
    page.fill("#sat", "10-12")
    page.get_by_role("button", name="Rivedi").click()
    expect(page.locator("#sat-wrong")).to_contain_text("“10” is not a time of day (write 10:00)")
    expect(page.get_by_role("button", name="Pubblica")).to_have_count(0)
    page.fill("#sat", "10:00-12:00")
    page.keyboard.press("Enter")
    expect(page.locator("#looked")).to_contain_text('+sat = ["10:00-12:00"]')
    page.get_by_role("button", name="Pubblica").click()
    expect(page.get_by_role("status").first).to_be_attached()
    expect(page.locator("main")).to_contain_text("Pubblicato: vale da adesso.")
    assert 'sat = ["10:00-12:00"]' in served.file.read_text(encoding="utf-8")
    context.close()


def test_a_new_promise_comes_onto_the_page_by_itself(page: Page, served: Served) -> None:
    served.enter(page)
    served.go(page, "follow-ups?show=late")
    expect(page.locator("#live-owed")).to_contain_text("Niente è in ritardo.")
    served.site.wait(promise(served.store))
    agents = served.desk.agents
    assert isinstance(agents, MemoryAgents)
    served.site.call(lambda: agents.live.changed(INBOX))
    expect(page.locator("#live-owed .who")).to_have_text("Giulia")
