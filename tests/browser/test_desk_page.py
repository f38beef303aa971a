"""An agent at the desk, in a real browser."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from bot.desk.ports import Desk
from bot.desk.routes import routes
from bot.desk.signin import new_link
from bot.desk.site import build_site
from bot.model.draft import Refusal
from bot.model.role import Role
from bot.model.stopping import StopScope
from tests.browser.conftest import Serve, Site
from tests.browser.test_chat_page import EVIL
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_busy_desk, a_conversation, a_desk, a_drafted

pytestmark = pytest.mark.browser


@dataclass
class Served:
    """The desk being served."""

    agents: MemoryAgents
    desk: Desk
    site: Site

    def link(self) -> str:
        return self.site.wait(new_link(self.desk.users, base=self.site.address))

    def customer_says(self, number: int, text: str) -> None:
        self.site.call(lambda: self.agents.say(number, "customer", text))


@pytest.fixture
def served(serve: Serve) -> Served:
    agents = a_busy_desk()
    desk = a_desk(agents)
    return Served(agents, desk, serve(build_site(chat_routes=[], desk_routes=routes(desk))))


def enter(page: Page, served: Served) -> None:
    page.goto(served.link())
    page.get_by_label("Francesca B.").check()
    page.get_by_role("button", name="Entra").click()
    expect(page.locator("#status")).to_have_text("In diretta")


def test_one_enters_by_the_link_answers_and_leaves(page: Page, served: Served) -> None:
    enter(page, served)
    page.get_by_role("link", name="Luca Ferri").click()
    expect(page.locator("h1")).to_have_text("Luca Ferri")
    expect(page.locator("#status")).to_have_text("In diretta")
    page.get_by_role("button", name="Prendi in carico").click()
    expect(page.locator(".holder")).to_contain_text("Segui tu")
    page.fill("#reply-text", "Ciao Luca, ti rimborso subito.")
    page.press("#reply-text", "Control+Enter")
    expect(page.locator(".line.agent .bubble")).to_have_text("Ciao Luca, ti rimborso subito.")
    expect(page.locator("#reply-text")).to_have_value("")
    expect(page.locator("#told")).to_have_text("Inviata.")
    assert served.agents.replies == [("FB", "Ciao Luca, ti rimborso subito.")]
    page.fill("#reply-text", "Altro?")
    page.get_by_role("button", name="Rispondi").click()
    expect(page.locator(".line.agent")).to_have_count(2)
    page.get_by_role("button", name="Esci").click()
    expect(page.get_by_role("heading", name="Entra al banco")).to_be_visible()
    page.goto(f"{served.site.address}/desk/c/1")
    expect(page.get_by_role("heading", name="Entra al banco")).to_be_visible()


def test_news_comes_in_without_touching_the_draft_or_the_focus(page: Page, served: Served) -> None:
    enter(page, served)
    page.goto(f"{served.site.address}/desk/c/1")
    expect(page.locator("#status")).to_have_text("In diretta")
    page.click("#reply-text")
    page.keyboard.type("Sto scriv")
    served.customer_says(1, "allora?")
    expect(page.locator(".line.customer .bubble").last).to_have_text("allora?")
    expect(page.locator("#entry-1")).to_contain_text("allora?")
    page.keyboard.type("endo")
    expect(page.locator("#reply-text")).to_have_value("Sto scrivendo")
    page.get_by_role("link", name="Sara").click()
    expect(page.locator("h1")).to_have_text("Sara")
    page.go_back()
    expect(page.locator("#reply-text")).to_have_value("Sto scrivendo")


def test_focus_in_the_list_and_open_reasons_survive_news(page: Page, served: Served) -> None:
    enter(page, served)
    page.goto(f"{served.site.address}/desk/c/1")
    expect(page.locator("#status")).to_have_text("In diretta")
    page.locator("#why-1 > summary").click()
    page.focus("#entry-2")
    served.customer_says(2, "novità?")
    expect(page.locator("#entry-2")).to_contain_text("novità?")
    expect(page.locator("#entry-2")).to_be_focused()
    served.customer_says(1, "ci siete?")
    expect(page.locator(".line.customer .bubble").last).to_have_text("ci siete?")
    expect(page.locator("#why-1")).to_have_attribute("open", "")


def test_a_reply_that_fails_keeps_its_words_and_is_answered_once(page: Page, served: Served) -> None:
    enter(page, served)
    page.goto(f"{served.site.address}/desk/c/1")
    served.agents.broken = True
    page.fill("#reply-text", "Eccomi")
    page.press("#reply-text", "Control+Enter")
    expect(page.locator("#told")).to_contain_text("Non inviata")
    expect(page.locator("#reply-text")).to_have_value("Eccomi")
    served.agents.broken = False
    page.press("#reply-text", "Control+Enter")
    expect(page.locator("#told")).to_have_text("Inviata.")
    assert served.agents.replies == [("FB", "Eccomi")]


def test_words_that_send_customers_elsewhere_are_told_while_typing_and_asked_about_once(
    page: Page, served: Served
) -> None:
    enter(page, served)
    page.goto(f"{served.site.address}/desk/c/1")
    page.fill("#reply-text", "Chiama il call center")
    expect(page.locator("#warned")).to_contain_text("Manda il cliente altrove: “Chiama il call center”")
    page.press("#reply-text", "Control+Enter")
    expect(page.locator("#reply-send")).to_have_text("Invia lo stesso")
    assert served.agents.replies == []
    page.fill("#reply-text", "Chiama il call center!")
    expect(page.locator("#reply-send")).to_have_text("Rispondi")
    page.press("#reply-text", "Control+Enter")
    expect(page.locator("#reply-send")).to_have_text("Invia lo stesso")
    page.locator("#reply-send").click()
    expect(page.locator("#told")).to_have_text("Inviata.")
    assert served.agents.replies == [("FB", "Chiama il call center!")]


def test_closing_asks_first(page: Page, served: Served) -> None:
    enter(page, served)
    page.goto(f"{served.site.address}/desk/c/1")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Chiudi la pratica").click()
    expect(page.get_by_role("button", name="Chiudi la pratica")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Chiudi la pratica").click()
    expect(page.get_by_role("button", name="Chiudi la pratica")).to_have_count(0)


def test_a_doubtful_message_and_a_stray_task_are_dealt_with(page: Page, served: Served) -> None:
    enter(page, served)
    page.locator(".stray").get_by_role("button", name="Fatto").click()
    expect(page.locator(".stray")).to_have_count(0)
    page.get_by_role("link", name="Sara").click()
    page.get_by_role("button", name="Invia di nuovo").click()
    expect(page.locator(".letter")).to_contain_text("in coda")


def test_when_the_session_ends_the_page_goes_to_the_door(page: Page, served: Served) -> None:
    enter(page, served)
    cookie = next(one["value"] for one in page.context.cookies() if one["name"] == "desk")
    served.site.wait(served.desk.users.leave(str(cookie)))
    served.customer_says(1, "ci siete?")
    expect(page.get_by_role("heading", name="Entra al banco")).to_be_visible()


def test_a_viewer_signs_in_by_password_and_has_no_button_to_press(page: Page, served: Served) -> None:
    password = "tre civette sul comò"
    served.site.wait(served.desk.users.add("MR", "Marco R.", Role.VIEWER, by="test", password=password))
    page.goto(f"{served.site.address}/desk/")
    page.get_by_label("Nome utente").fill("mr")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Entra").click()
    page.get_by_role("link", name="Sara").click()
    expect(page.locator(".lines")).to_be_visible()
    expect(page.locator("form:not([action='/desk/leave'])")).to_have_count(0)
    served.customer_says(2, "qualcuno mi legge?")
    expect(page.locator("#live-lines")).to_contain_text("qualcuno mi legge?")


def test_the_desk_works_without_scripts(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="it-IT", java_script_enabled=False)
    page = context.new_page()
    page.goto(served.link())
    page.get_by_label("Marco R.").check()
    page.get_by_role("button", name="Entra").click()
    page.get_by_role("link", name="Giulia").click()
    page.fill("#reply-text", "Eccomi, Giulia")
    page.get_by_role("button", name="Rispondi").click()
    expect(page.locator(".line.agent .bubble")).to_have_text("Eccomi, Giulia")
    context.close()
    assert served.agents.replies == [("MR", "Eccomi, Giulia")]


def test_nothing_a_customer_writes_is_ever_run_at_the_desk(page: Page, served: Served) -> None:
    for number, evil in enumerate(EVIL, 20):
        dossier = a_conversation(number, evil, ("customer", evil), reason=evil, topic=evil)
        notes = tuple(replace(task, text=evil) for task in served.agents.strays)
        served.agents.add(replace(dossier, tasks=notes))
    enter(page, served)
    for number, evil in enumerate(EVIL, 20):
        page.goto(f"{served.site.address}/desk/c/{number}")
        expect(page.locator(".line.customer .bubble")).to_contain_text(evil.strip("\u202e\u2066")[:20])
        assert page.locator("main script, main img, main svg, main iframe, main style").count() == 0
        assert page.title() != "run"
    served.customer_says(number, EVIL[1])
    expect(page.locator(".line.customer")).to_have_count(2)
    assert page.locator("main img").count() == 0


def test_list_and_conversation_are_apart_on_a_phone(browser: Browser, served: Served) -> None:
    context = browser.new_context(locale="it-IT", viewport={"width": 360, "height": 700})
    page = context.new_page()
    enter(page, served)
    expect(page.locator(".list")).to_be_visible()
    expect(page.locator(".talk")).to_be_hidden()
    page.get_by_role("link", name="Luca Ferri").click()
    expect(page.locator(".list")).to_be_hidden()
    expect(page.locator("#reply-text")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("link", name="Tutte le conversazioni").click()
    expect(page.locator(".list")).to_be_visible()
    context.close()


def test_the_button_stops_sending_on_every_page_until_it_is_let_go(page: Page, served: Served) -> None:
    enter(page, served)
    page.get_by_role("link", name="Luca Ferri").click()
    expect(page.locator("#status")).to_have_text("In diretta")
    page.fill("#reply-text", "Sto scrivendo")
    page.get_by_text("Ferma gli invii").click()
    page.get_by_label("Perché (lo leggono i colleghi)").fill("prezzi sbagliati")
    page.get_by_role("button", name="Ferma adesso").click()
    banner = page.get_by_role("alert")
    expect(banner).to_contain_text("Tutti gli invii sono fermi. Li hai fermati tu")
    expect(banner).to_contain_text("prezzi sbagliati")
    expect(page.get_by_role("button", name="Ferma adesso")).to_be_hidden()
    expect(page.locator("#reply-text")).to_have_value("Sto scrivendo")
    page.goto(f"{served.site.address}/desk/")
    expect(banner).to_contain_text("Tutti gli invii sono fermi.")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Riprendi gli invii").click()
    expect(banner).to_be_visible()
    page.get_by_role("button", name="Lascia scrivere le persone").click()
    expect(banner).to_contain_text("Il bot è fermo: le persone possono scrivere.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Riprendi gli invii").click()
    expect(banner).to_have_count(0)
    assert served.agents.held == []


def test_a_stop_that_another_pulled_shows_without_a_reload(page: Page, served: Served) -> None:
    enter(page, served)
    served.site.wait(served.agents.stop_sending("MR", StopScope.AUTOMATIC, ""))
    expect(page.get_by_role("alert")).to_contain_text("Li ha fermati Marco R.")


def test_a_stop_that_failed_is_said(page: Page, served: Served) -> None:
    enter(page, served)
    page.get_by_text("Ferma gli invii").click()
    served.agents.broken = True
    said: list[str] = []

    def heard(dialog: Dialog) -> None:
        said.append(dialog.message)
        dialog.accept()

    page.once("dialog", heard)
    page.get_by_role("button", name="Ferma adesso").click()
    expect(page.get_by_role("button", name="Ferma adesso")).to_be_enabled()
    assert said == ["Non è riuscito: riprova."]


def test_a_message_is_corrected_from_its_menu_and_the_words_survive_a_refresh(
    page: Page, served: Served
) -> None:
    dossier = a_conversation(9, "Ada", ("customer", "a che ora?"), ("bot", "Alle 9."))
    first, second = dossier.lines
    lines = (first, replace(second, id="m2", outbound=2))
    served.site.call(
        lambda: served.agents.add(replace(dossier, lines=lines, correctable=True, removable=True))
    )
    enter(page, served)
    page.get_by_role("link", name="Ada").click()
    page.locator("#menu-2 summary").click()
    page.fill("#correct-2", "Alle 10.")
    served.customer_says(9, "allora?")
    expect(page.locator(".line.customer .bubble").last).to_have_text("allora?")
    expect(page.locator("#correct-2")).to_have_value("Alle 10.")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Correggi").click()
    expect(page.locator(".line.bot .bubble")).to_have_text("Alle 10.")
    expect(page.locator(".revised")).to_contain_text("prima: “Alle 9.”")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Ritira").click()
    expect(page.locator(".line.bot .bubble.gone")).to_have_text("Alle 10.")
    expect(page.locator("#menu-2")).to_have_count(0)


def test_a_draft_is_approved_from_the_keyboard(page: Page, served: Served) -> None:
    served.site.call(lambda: served.agents.add(a_drafted(9, "Apriamo alle 9. ^Bot")))
    enter(page, served)
    page.get_by_role("link", name="Ada").click()
    expect(page.locator("#draft .bubble")).to_have_text("Apriamo alle 9. ^Bot")
    page.focus("#draft-approve")
    page.keyboard.press("Enter")
    expect(page.locator(".line.agent .bubble")).to_have_text("Apriamo alle 9. ^Bot")
    expect(page.locator("#draft")).to_have_count(0)


def test_a_draft_is_edited_counted_as_the_channel_does_and_sent(page: Page, served: Served) -> None:
    served.site.call(lambda: served.agents.add(a_drafted(9, "Apriamo alle 9. ^Bot")))
    enter(page, served)
    page.get_by_role("link", name="Ada").click()
    page.click("#draft-edit-open")
    expect(page.locator("#draft-words")).to_have_value("Apriamo alle 9.")
    page.fill("#draft-words", "a" * 277)
    expect(page.locator("#draft-counted.over")).to_have_text("281 di 280")
    page.fill("#draft-words", "Alle 10.")
    expect(page.locator("#draft-counted")).to_have_text("12 di 280")
    served.customer_says(9, "allora?")
    expect(page.locator(".line.customer .bubble").last).to_have_text("allora?")
    expect(page.locator("#draft-words")).to_have_value("Alle 10.")
    page.click("#draft-edit-send")
    expect(page.locator(".line.agent .bubble")).to_have_text("Alle 10. ^FB")


def test_words_for_a_draft_that_is_gone_are_kept_for_the_reply(page: Page, served: Served) -> None:
    served.site.call(lambda: served.agents.add(a_drafted(9, "Apriamo alle 9. ^Bot")))
    enter(page, served)
    page.get_by_role("link", name="Ada").click()
    page.click("#draft-edit-open")
    page.fill("#draft-words", "Alle 10.")
    served.site.wait(served.agents.approve(9, 7, "MR"))
    expect(page.locator("#draft")).to_have_count(0)
    expect(page.locator("#reply-text")).to_have_value("Alle 10.")


def test_a_draft_is_refused_with_a_reason(page: Page, served: Served) -> None:
    served.site.call(lambda: served.agents.add(a_drafted(9, "Apriamo alle 9. ^Bot")))
    enter(page, served)
    page.get_by_role("link", name="Ada").click()
    page.click("#draft-refuse-open")
    page.get_by_label("La domanda è stata capita male").check()
    page.click("#draft-refuse-send")
    expect(page.locator("#draft")).to_have_count(0)
    assert served.agents.refused == [("FB", "Apriamo alle 9. ^Bot", Refusal.MISUNDERSTOOD)]
