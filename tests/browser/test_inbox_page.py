"""The shared inbox in a real browser: many tabs, rows that come in one by one, keys, second thoughts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, expect

from bot.desk.ports import Desk
from bot.desk.routes import routes
from bot.desk.signin import new_link
from bot.desk.site import build_site
from bot.model.case import CaseStatus
from bot.model.message import OutboundStatus
from bot.policy.prepared import Prepared
from bot.service.inbox_values import AnswerFate
from bot.service.values import PendingLetter
from tests.browser.conftest import Serve, Site
from tests.browser.test_chat_page import EVIL
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_busy_desk, a_conversation, a_desk
from tests.fakes.clock import NOON
from tests.fakes.team import MemoryTeam

pytestmark = pytest.mark.browser

HOURS = Prepared(name="orari", title="Orari", language="it", text="Siamo aperti 9-13 e 14-18.")


@dataclass
class Served:
    """The desk being served."""

    agents: MemoryAgents
    team: MemoryTeam
    desk: Desk
    site: Site

    def says(self, number: int, text: str) -> None:
        self.site.call(lambda: self.agents.say(number, "customer", text))

    def comes(self, number: int, name: str) -> None:
        """Let a new customer begin to wait."""
        dossier = a_conversation(
            number, name, ("customer", "aiuto!"), status=CaseStatus.WAITING_FOR_AGENT, reason="angry"
        )

        def come() -> None:
            self.agents.dossiers[number] = dossier
            self.agents.waiting[number] = NOON - timedelta(minutes=number)
            self.agents.live.listed(number)

        self.site.call(come)

    def path(self, path: str) -> str:
        return f"{self.site.address}{path}"


@pytest.fixture
def served(serve: Serve) -> Served:
    agents = a_busy_desk()
    team = MemoryTeam(agents, replies=(HOURS,))
    desk = a_desk(agents, team=team)
    return Served(agents, team, desk, serve(build_site(chat_routes=[], desk_routes=routes(desk))))


def enter(page: Page, served: Served) -> None:
    page.goto(served.site.wait(new_link(served.desk.users, base=served.site.address)))
    page.get_by_label("Francesca B.").check()
    page.get_by_role("button", name="Entra").click()
    live(page)


def live(page: Page) -> None:
    expect(page.locator("#status")).to_have_text("In diretta")


def test_eight_tabs_of_one_browser_are_all_live(page: Page, served: Served) -> None:
    enter(page, served)
    tabs = [page, *(page.context.new_page() for _ in range(7))]
    for tab in tabs[1:]:
        tab.goto(served.path("/desk/"))
    for tab in tabs:
        live(tab)
    served.comes(30, "Nadia")
    for tab in tabs:
        expect(tab.locator("#entry-30")).to_contain_text("Nadia")
    tabs[-1].locator("#entry-5").click()
    expect(tabs[-1].locator(".bubble").first).to_contain_text("a che ora")


def test_a_change_fetches_its_own_row_and_not_the_list(page: Page, served: Served) -> None:
    enter(page, served)
    page.goto(served.path("/desk/c/1"))
    live(page)
    page.wait_for_timeout(700)  # the first reading after the stream opened is over
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(served.site.address)))
    served.says(2, "novità?")
    expect(page.locator("#entry-2")).to_contain_text("novità?")
    served.says(1, "ci siete?")
    expect(page.locator(".line.customer .bubble").last).to_have_text("ci siete?")
    assert [url.replace("&show=now", "") for url in asked] == [
        "/desk/rows?id=2",
        "/desk/rows?id=1",
        "/desk/c/1/talk",
    ]


def test_nothing_moves_under_the_focus_until_it_leaves_the_list(page: Page, served: Served) -> None:
    enter(page, served)
    rows = page.locator("#rows [data-row]")
    before = rows.evaluate_all("rows => rows.map(row => row.dataset.row)")
    page.focus("#entry-2")
    served.comes(40, "Zoe")
    expect(page.locator("#news-show")).to_have_text("1 nuove o spostate")
    assert rows.evaluate_all("rows => rows.map(row => row.dataset.row)") == before
    expect(page.locator("#entry-2")).to_be_focused()
    page.get_by_role("link", name="Guasti").focus()
    expect(page.locator("#entry-40")).to_contain_text("Zoe")
    expect(page.locator("#news")).to_be_hidden()


def test_pressing_the_line_puts_what_waited_in_place(page: Page, served: Served) -> None:
    enter(page, served)
    page.focus("#entry-2")
    served.comes(40, "Zoe")
    page.locator("#news-show").click()
    expect(page.locator("#entry-40")).to_contain_text("Zoe")
    expect(page.locator("#count-waiting")).to_have_text("4")


def test_the_shelves_show_what_waits_what_is_mine_and_all(page: Page, served: Served) -> None:
    enter(page, served)
    page.locator("#shelf-waiting").click()
    expect(page.locator("#rows [data-row]")).to_have_count(3)
    page.locator("#entry-3").click()
    expect(page).to_have_url(served.path("/desk/c/3?show=waiting"))
    page.locator("#assign-open").click()
    page.select_option("#assign-person", "FB")
    page.locator("#assign-do").click()
    expect(page.locator("#live-head .facts")).to_contain_text("assegnata a Francesca B.")
    page.locator("#shelf-mine").click()
    expect(page.locator("#rows [data-row]")).to_have_count(1)
    page.locator("#shelf-all").click()
    expect(page.locator("#rows [data-row]")).to_have_count(5)


def test_a_case_is_found_answered_and_closed_by_keys_alone(page: Page, served: Served) -> None:
    enter(page, served)
    page.on("dialog", lambda dialog: dialog.accept())
    keys = page.keyboard
    keys.press("j")
    expect(page.locator("#entry-1")).to_be_focused()
    keys.press("j")
    keys.press("k")
    expect(page.locator("#entry-1")).to_be_focused()
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("Luca Ferri")
    live(page)
    keys.press("t")
    expect(page.locator(".holder")).to_contain_text("Segui tu")
    keys.press("/")
    expect(page.locator("#prepared-find")).to_be_focused()
    keys.type("orari")
    expect(page.locator("#prepared-found .text")).to_have_text(HOURS.text)
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("#reply-text")).to_have_value(HOURS.text)
    expect(page.locator("#reply-counted")).to_have_text("30 di 280")
    keys.type(" Teb?")
    keys.press("Control+Enter")
    expect(page.locator(".line.agent .bubble").last).to_have_text(f"{HOURS.text} Teb?")
    assert served.agents.replies == [("FB", f"{HOURS.text} Teb?")]
    expect(page.locator("#reply-text")).to_be_focused()
    keys.press("Escape")
    keys.press("n")
    keys.type("richiamare domani: te, b")
    keys.press("Tab")
    keys.press("Enter")
    expect(page.locator(".line.note .bubble")).to_have_text("richiamare domani: te, b")
    keys.press("e")
    expect(page.locator("#live-head .facts")).to_contain_text("chiusa")
    assert served.agents.dossiers[1].conversation.case.status is CaseStatus.CLOSED


def test_a_promise_is_made_by_f_and_one_that_cannot_be_is_said(page: Page, served: Served) -> None:
    enter(page, served)
    page.goto(served.path("/desk/c/1"))
    live(page)
    page.keyboard.press("f")
    expect(page.locator("#due-30m")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#act-told")).to_contain_text("Scrivilo così")
    served.team.told = replace(served.team.told, due=NOON, why="")
    page.fill("#due-at", "domani 9")
    page.locator("#due-do").click()
    expect(page.locator("#act-told")).to_be_empty()
    assert served.team.promised == ["30m", "domani 9"]


def test_an_answer_is_taken_back_and_its_words_return(page: Page, served: Served) -> None:
    letter = PendingLetter(
        id=9, status=OutboundStatus.QUEUED, text="Ecco ^FB", held_until=NOON + timedelta(seconds=10)
    )
    served.agents.dossiers[5] = replace(served.agents.dossiers[5], pending=(letter,))
    enter(page, served)
    page.goto(served.path("/desk/c/5"))
    live(page)
    expect(page.locator(".letter .by")).to_contain_text("parte alle 13:00:10")
    page.keyboard.press("u")
    expect(page.locator(".letter")).to_have_count(0)
    expect(page.locator("#reply-text")).to_have_value("Ecco ^FB")
    expect(page.locator("#told")).to_contain_text("non è partito niente")


def test_a_letter_in_doubt_is_checked_and_taken_for_arrived(page: Page, served: Served) -> None:
    enter(page, served)
    page.goto(served.path("/desk/c/2"))
    live(page)
    page.get_by_role("button", name="Controlla").click()
    expect(page.locator("#act-told")).to_contain_text("Il canale non sa dirlo")
    served.team.fate = AnswerFate.ABSENT
    page.get_by_role("button", name="Controlla").click()
    expect(page.locator("#act-told")).to_contain_text("Non è arrivato")
    page.get_by_role("button", name="È arrivato").click()
    expect(page.locator(".letter")).to_have_count(0)
    expect(page.locator(".line.agent .bubble").last).to_contain_text("la SIM parte")


def test_a_colleague_sees_who_is_answering(page: Page, served: Served) -> None:
    enter(page, served)
    page.goto(served.path("/desk/c/1"))
    live(page)
    served.site.call(lambda: served.team.writes(1, "MR"))
    expect(page.locator("#writing")).to_have_text("Marco R. sta rispondendo.")
    page.fill("#reply-text", "anche io")
    expect(page.locator("#reply-text")).to_have_value("anche io")
    served.site.call(served.team.writing.clear)
    served.says(1, "eccomi")
    expect(page.locator("#writing")).to_have_count(0)


def test_folds_scroll_notes_and_drafts_survive_what_comes_in(page: Page, served: Served) -> None:
    enter(page, served)
    page.goto(served.path("/desk/c/1"))
    live(page)
    page.locator("#note-open").click()
    page.fill("#note-text", "mezza nota")
    page.fill("#reply-text", "mezza risposta")
    page.locator("#due-open").click()
    page.fill("#due-at", "18:3")
    for n in range(4):
        served.says(1, f"messaggio {n}")
        expect(page.locator(".line.customer .bubble").last).to_have_text(f"messaggio {n}")
    expect(page.locator("#note-text")).to_have_value("mezza nota")
    expect(page.locator("#reply-text")).to_have_value("mezza risposta")
    expect(page.locator("#due-at")).to_have_value("18:3")
    expect(page.locator("#due-at")).to_be_focused()


def test_nothing_hostile_in_names_texts_and_notes_is_run_or_reported(page: Page, served: Served) -> None:
    enter(page, served)
    for n, evil in enumerate(EVIL):
        served.comes(50 + n, evil)
        served.site.wait(served.team.note(50 + n, "MR", evil))
    served.team.replies = tuple(
        Prepared(name=evil, title=evil, language="it", text=evil) for evil in EVIL[:4]
    )
    for n, evil in enumerate(EVIL):
        expect(page.locator(f"#entry-{50 + n} .name")).to_contain_text(evil[1:9])
    for n, evil in enumerate(EVIL):
        page.goto(served.path(f"/desk/c/{50 + n}"))
        live(page)
        served.says(50 + n, evil)
        expect(page.locator(".line")).to_have_count(3)
        assert page.locator("main script, main img, main svg, main iframe, main style").count() == 0
    page.keyboard.press("/")
    expect(page.locator("#prepared-found .text")).to_have_count(4)
    page.locator("#prepared-found a").first.click()
    expect(page.locator("#reply-text")).to_have_value(EVIL[0])
    assert page.title().endswith("Volo Mobile")


def test_without_scripts_every_act_of_the_team_still_works(browser: Browser, served: Served) -> None:
    letter = PendingLetter(
        id=9, status=OutboundStatus.QUEUED, text="Ecco", held_until=NOON + timedelta(seconds=10)
    )
    served.agents.dossiers[1] = replace(served.agents.dossiers[1], pending=(letter,))
    context = browser.new_context(locale="it-IT", java_script_enabled=False)
    page = context.new_page()
    page.goto(served.site.wait(new_link(served.desk.users, base=served.site.address)))
    page.get_by_label("Francesca B.").check()
    page.get_by_role("button", name="Entra").click()
    page.locator("#entry-1").click()
    page.get_by_role("button", name="Annulla").click()
    expect(page.locator("#reply-text")).to_have_value("Ecco")
    page.goto(served.path("/desk/c/1"))
    page.locator("#prepared-open").click()
    page.fill("#prepared-find", "orari")
    page.get_by_role("button", name="Cerca").click()
    page.get_by_role("link", name="Usa questo testo Orari").click()
    expect(page.locator("#reply-text")).to_have_value(HOURS.text)
    page.locator("#note-open").click()
    page.fill("#note-text", "tra noi")
    page.get_by_role("button", name="Salva la nota").click()
    expect(page.locator(".line.note .bubble")).to_have_text("tra noi")
    page.locator("#due-open").click()
    page.locator("#due-2h").click()
    expect(page.locator("#act-told")).to_contain_text("Scrivilo così")
    assert served.team.promised == ["2h"]
    page.goto(served.path("/desk/?show=waiting"))
    expect(page.locator("#rows [data-row]")).to_have_count(3)
    context.close()


def test_keys_are_shown_and_do_nothing_in_a_field(page: Page, served: Served) -> None:
    enter(page, served)
    page.goto(served.path("/desk/c/1"))
    live(page)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request))  # noqa: PLW0108 - Playwright marks it
    opened: list[Dialog] = []
    page.on("dialog", lambda dialog: opened.append(dialog))  # noqa: PLW0108 - Playwright marks it
    page.click("#reply-text")
    page.keyboard.type("te b /? fn")
    expect(page.locator("#reply-text")).to_have_value("te b /? fn")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_visible()
    page.keyboard.press("?")
    expect(page.locator("#keys dl")).to_be_hidden()
    posted = [request.url for request in asked if request.method == "POST"]
    acts = [url for url in posted if not url.endswith(("/typing", "/check", "/count"))]
    assert (acts, opened) == ([], [])
