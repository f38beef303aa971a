"""The editor of replies in a real browser: lint and preview follow the keys, and nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect

from bot.desk.ports import Desk
from bot.desk.routes import routes
from bot.desk.signin import new_link
from bot.desk.site import build_site
from bot.service.brand import Brand
from bot.service.replies import Replies
from bot.stores import open_memory_store
from tests.browser.conftest import Serve, Site
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_desk
from tests.fakes.clock import StandingClock
from tests.support.brand import TRAITS, write_brand

pytestmark = pytest.mark.browser

OLD = "=== any\nSiamo aperti dalle 9 alle 18.\n=== any\nEcco: Siamo aperti dalle 9 alle 18.\n"


@dataclass
class Served:
    """The desk over a brand's folder, being served."""

    file: Path
    desk: Desk
    site: Site

    def enter(self, page: Page) -> None:
        page.goto(self.site.wait(new_link(self.desk.users, base=self.site.address)))
        page.get_by_label("Francesca B.").check()
        page.get_by_role("button", name="Entra").click()
        page.goto(f"{self.site.address}/desk/replies/it/orari")


@pytest.fixture
def served(serve: Serve, tmp_path: Path) -> Served:
    folder = write_brand(tmp_path, '[channels.chat]\n[channels.wall]\nmode = "answer"', store="a")
    brand = Brand(folder, environ={}, traits=TRAITS, encoder=None)
    brand.load()
    replies = Replies(store=open_memory_store(), brand=brand, clock=StandingClock())
    desk = a_desk(MemoryAgents(), replies=replies)
    site = serve(build_site(chat_routes=[], desk_routes=routes(desk)))
    return Served(folder / "replies/it/orari.j2", desk, site)


def test_lint_and_preview_follow_the_keys(page: Page, served: Served) -> None:
    served.enter(page)
    expect(page.locator("#check")).to_be_hidden()
    page.fill("#text", "=== any\nCiao {{ custmer.name }}.\n=== any\nEcco.\n")
    expect(page.locator("#findings")).to_contain_text("did you mean “customer”?")
    expect(page.locator("#mirror div.error")).to_have_text("Ciao {{ custmer.name }}.")
    page.locator("#findings a").first.click()
    page.keyboard.type("la mia ")
    expect(page.locator("#text")).to_have_value("=== any\nCiao {{ la mia custmer.name }}.\n=== any\nEcco.\n")
    page.fill("#text", "=== any\nCiao {{ customer.name }}.\n=== any\nEcco.\n")
    expect(page.locator("#findings")).to_contain_text("Niente da dire.")
    expect(page.locator("#tried")).to_contain_text("Ciao Massimilianella. ^Bot")
    page.get_by_label("senza nome").check()
    expect(page.locator("#tried")).to_contain_text("Ciao. ^Bot")
    expect(page.locator("#mirror div")).to_have_count(5)


def test_what_is_typed_before_the_script_is_there_is_read_too(page: Page, served: Served) -> None:
    served.enter(page)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/static/replies.js", hold)
    page.reload(wait_until="commit")
    page.fill("#text", "=== any\nCiao {{ custmer.name }}.\n")
    while not held:
        page.wait_for_timeout(10)
    held[0].continue_()
    page.unroute("**/static/replies.js")
    expect(page.locator("#mirror div.error")).to_have_text("Ciao {{ custmer.name }}.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#text")).to_have_value("=== any\nCiao {{ custmer.name }}.\n")
    expect(page.locator("#mirror div.error")).to_have_text("Ciao {{ custmer.name }}.")


def test_a_name_is_put_where_the_cursor_stands(page: Page, served: Served) -> None:
    served.enter(page)
    page.get_by_text("Nomi che puoi usare").click()
    page.click("#text")
    page.keyboard.press("Control+Home")
    page.keyboard.press("ArrowDown")
    page.get_by_role("button", name="{{ customer.name }}").click()
    page.keyboard.type(", ")
    page.get_by_role("button", name="{{ hours.next_open|when }}").click()
    expect(page.locator("#text")).to_have_value(
        OLD.replace("any\nSiamo", "any\n{{ customer.name }}, {{ hours.next_open|when }}Siamo")
    )


def test_by_keyboard_alone_a_draft_is_saved_looked_over_and_published(page: Page, served: Served) -> None:
    served.enter(page)
    page.focus("#text")
    page.keyboard.press("Control+End")
    page.keyboard.type("=== any\nDalle 9 siamo qui.\n")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("La bozza è salvata.")).to_be_visible()
    assert served.file.read_text(encoding="utf-8") == OLD
    page.focus("#look")
    page.keyboard.press("Enter")
    expect(page.locator("#looked .added")).to_have_text(["+=== any", "+Dalle 9 siamo qui."])
    page.focus("#publish")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Pubblicata: da adesso i clienti la leggono.")).to_be_visible()
    assert served.file.read_text(encoding="utf-8") == OLD + "=== any\nDalle 9 siamo qui.\n"


def test_whoever_leaves_with_unsaved_words_is_asked(page: Page, served: Served) -> None:
    served.enter(page)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.click("#text")
    page.keyboard.type("Bozza ")
    page.get_by_role("link", name="Guasti").click()
    expect(page.locator("#text")).to_be_visible()
    assert asked == ["beforeunload"]


def test_unsaved_words_come_back_in_the_tab_and_an_edit_on_disk_is_still_told(
    page: Page, served: Served
) -> None:
    served.enter(page)
    page.on("dialog", lambda dialog: dialog.accept())
    page.fill("#text", OLD.replace("Ecco", "Vedi"))
    page.get_by_role("link", name="Guasti").click()
    served.file.write_text(OLD.replace("18", "19"), encoding="utf-8")
    page.goto(f"{served.site.address}/desk/replies/it/orari")
    expect(page.locator("#text")).to_have_value(OLD.replace("Ecco", "Vedi"))
    page.click("#look")
    expect(page.get_by_role("alert")).to_contain_text("Nel frattempo il file è cambiato")
    expect(page.locator("#text")).to_have_value(OLD.replace("Ecco", "Vedi"))
    page.get_by_role("link", name="Lascia perdere le modifiche").click()
    expect(page.locator("#text")).to_have_value(OLD.replace("18", "19"))
    expect(page.locator("#drop")).to_be_hidden()


def test_the_numbers_stand_beside_their_lines_on_a_phone_too(page: Page, served: Served) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    served.enter(page)
    page.fill("#text", "=== any\n" + "parole lunghe che vanno a capo " * 6 + "\n\n=== any\nEcco.\n")
    expect(page.locator("#mirror div")).to_have_count(6)
    text, mirror = page.locator("#text"), page.locator("#mirror")
    assert text.evaluate("e => e.scrollHeight <= e.clientHeight"), "the page grows with the text"
    assert text.evaluate("e => e.clientWidth") == mirror.evaluate("e => e.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_scripts_the_same_is_done_by_a_button(browser: Browser, served: Served) -> None:
    context = browser.new_context(java_script_enabled=False, locale="it-IT")
    page = context.new_page()
    served.enter(page)
    page.fill("#text", "=== any\nCiao {{ custmer.name }}.\n")
    page.get_by_role("button", name="Controlla").click()
    expect(page.locator("#findings")).to_contain_text("did you mean “customer”?")
    expect(page.locator("#mirror div.error")).to_have_text("Ciao {{ custmer.name }}.")
    page.fill("#text", OLD.replace("Ecco: ", "Vedi: "))
    page.get_by_role("button", name="Rivedi").click()
    page.get_by_role("button", name="Pubblica").click()
    expect(page.get_by_text("Pubblicata: da adesso i clienti la leggono.")).to_be_visible()
    assert served.file.read_text(encoding="utf-8") == OLD.replace("Ecco: ", "Vedi: ")
    context.close()
