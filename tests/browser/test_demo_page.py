"""A newcomer at the demo, as `make run` starts it, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_chat_page import EVIL
from tests.browser.test_whole_product import running
from tests.support.patience import PAGE_PATIENCE

pytestmark = pytest.mark.browser

WHETHER_BUSY = """() => new MutationObserver(() => {
  const [fault, panel] = [document.getElementById("fault"), document.getElementById("panel")];
  if (!fault.hidden) window.busyAtFault ??= panel.getAttribute("aria-busy");
}).observe(document.getElementById("fault"), { attributes: true })"""
SATURDAY = "2026-11-28T10:00"


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep what the example's sentences mean, so that the second start is quick."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def demo(tmp_path: Path, cache: Path) -> Iterator[str]:
    """Start the demo of the example brand on a Saturday; gives the customers' address."""
    with running(tmp_path, SATURDAY, "--demo", "--empty", cache=cache) as (chat, _desk):
        yield chat


def enter(page: Page, demo: str) -> None:
    page.set_default_timeout(PAGE_PATIENCE)
    page.goto(demo)
    expect(page.locator("#places label")).to_have_count(5)
    expect(page.locator("#status")).to_have_text("Collegato")


def say(page: Page, text: str) -> None:
    page.fill("#text", text)
    page.press("#text", "Enter")


def named(page: Page, name: str) -> None:
    page.fill("#who-name", name)
    page.press("#who-name", "Tab")


def answers(page: Page) -> Locator:
    return page.locator(".line.bot .bubble")


def test_a_saturday_is_acknowledged_and_monday_renews_the_promise(page: Page, demo: str) -> None:
    enter(page, demo)
    expect(page.locator("#clock-day")).to_have_text("sabato 28 novembre")
    expect(page.locator("#hours")).to_have_text("Chiuso (fine settimana), apre lunedì 30 novembre, 09:00")
    expect(page.locator("#next")).to_have_text("Da solo non succederà altro.")
    named(page, "Giulia")
    say(page, "la ricarica da 20€ non è arrivata!!")
    expect(answers(page)).to_contain_text("lunedì alle 9")
    expect(page.locator(".day")).to_have_text("Oggi")
    say(page, "???")
    expect(page.locator(".note")).to_contain_text("Il bot tace di proposito: ")
    page.locator(".why summary").first.click()
    expect(page.locator(".reasons")).to_contain_text("Regola answer: risposta")
    expect(page.locator(".candidates .intent").first).to_have_text("ricarica_mancata")
    expect(page.locator("#next")).to_contain_text(re.compile(r"lun 30 nov, .*avviso alle persone: Giulia"))
    page.click("#skip")
    expect(page.locator("#next")).to_contain_text(re.compile(r"lun 30 nov, .*promessa"))
    coming = page.locator("#next").inner_text()
    page.click("#skip")
    expect(answers(page)).to_have_count(2)
    expect(answers(page).last).to_contain_text(re.compile("oggi alle|nuovo termine|ritardo|ti scriv"))
    expect(page.locator("#happened")).to_contain_text(coming)
    expect(page.locator(".note").last).to_contain_text(coming)
    expect(page.locator("#clock-day")).to_have_text("lunedì 30 novembre")
    expect(page.locator(".day")).to_have_text(["sabato 28 novembre", "Oggi"])
    page.reload()
    expect(page.locator(".day")).to_have_text(["sabato 28 novembre", "Oggi"])
    expect(page.locator(".line.bot .extras .why")).to_have_count(2)


def test_the_clock_goes_where_it_is_sent_and_never_back(page: Page, demo: str) -> None:
    enter(page, demo)
    page.fill("#goto-text", "dom 22:00")
    page.press("#goto-text", "Enter")
    expect(page.locator("#clock-day")).to_have_text("domenica 29 novembre")
    expect(page.locator("#clock-time")).to_have_text(re.compile("^22:00:"))
    expect(page.locator(".note")).to_contain_text("L’orologio segna dom 29 nov, 22:00")
    expect(page.get_by_role("button", name="Stasera 22:00")).to_have_count(0)
    expect(page.get_by_role("button", name="Domani 22:00")).to_be_visible()
    page.evaluate(WHETHER_BUSY)
    page.fill("#goto-text", "2026-11-28T09:00")
    page.press("#goto-text", "Enter")
    expect(page.locator("#fault")).to_have_text("È passato: l’orologio va solo avanti.")
    assert page.evaluate("window.busyAtFault") == "false"
    page.fill("#goto-text", "prima o poi")
    page.press("#goto-text", "Enter")
    expect(page.locator("#fault")).to_contain_text("Non è un momento che capisco")
    page.get_by_role("button", name="Prossima apertura").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#clock-time")).to_have_text(re.compile("^09:00:"))
    expect(page.locator("#fault")).to_be_hidden()
    expect(page.get_by_role("button", name="Prossima apertura")).to_be_focused()
    expect(page.locator("#hours")).to_have_text("Aperto fino alle 13:00")


def test_a_public_post_shows_its_count_and_each_customer_has_a_conversation(page: Page, demo: str) -> None:
    enter(page, demo)
    named(page, "Giulia")
    say(page, "la ricarica da 20€ non è arrivata!!")
    expect(answers(page)).to_have_count(1)
    page.get_by_role("radio", name="X · post").check()
    expect(page.locator("#whose")).to_have_text("Giulia · X · post · pubblico: lo leggono tutti")
    expect(page.locator(".line")).to_have_count(0)
    page.fill("#who-followers", "15200")
    named(page, "Marco")
    say(page, "@volomobile quanto costa una ricarica?")
    expect(answers(page)).to_have_count(1)
    expect(answers(page)).to_contain_text("^Bot")
    expect(page.locator(".length")).to_have_text(re.compile(r"^\d+/280"))
    expect(page.locator("#talks li")).to_have_count(2)
    page.click("#skip")  # people are warned first
    expect(page.locator("#next")).to_contain_text("promessa")
    page.click("#skip")  # the promise to Giulia, in the other conversation: the window goes there
    expect(page.locator("#whose")).to_have_text("Giulia · Web chat")
    expect(answers(page)).to_have_count(2)
    page.locator("#talks button", has_text="Marco").click()
    expect(page.locator(".line.mine .bubble")).to_have_text("@volomobile quanto costa una ricarica?")
    page.reload()
    expect(page.locator("#whose")).to_contain_text("Marco · X · post")
    expect(page.locator("#who-followers")).to_have_value("15200")


def test_nothing_that_is_typed_into_the_panel_or_the_chat_is_ever_run(page: Page, demo: str) -> None:
    enter(page, demo)
    title = page.title()
    page.get_by_role("radio", name="Telegram · messaggio privato").check()
    for evil in EVIL:
        named(page, evil[:80])
        say(page, evil)
        expect(page.locator(".line.mine .bubble")).to_have_text(evil, use_inner_text=True)
        expect(page.locator(".line.mine time")).to_be_visible()
    page.fill("#goto-text", EVIL[0][:40])
    page.press("#goto-text", "Enter")
    expect(page.locator("#fault")).to_be_visible()
    page.click("#skip")
    expect(page.locator("#happened li").first).to_be_visible()
    assert page.title() == title
    risky = page.locator(":is(main, #panel, #whose) :is(script, img, iframe, style, svg)")
    assert risky.count() == 0


def test_on_a_phone_the_panel_is_a_drawer_that_the_keyboard_opens(browser: Browser, demo: str) -> None:
    context = browser.new_context(locale="en-GB", viewport={"width": 360, "height": 640}, color_scheme="dark")
    page = context.new_page()
    page.set_default_timeout(PAGE_PATIENCE)
    page.goto(demo)
    expect(page.locator("#clock-short")).to_have_text(re.compile("^Sat 10:0"))
    expect(page.locator("#panel")).to_be_hidden()
    page.fill("#text", "my top-up has not arrived")
    page.press("#text", "Enter")
    expect(answers(page)).to_have_count(1)
    page.locator("#panel-open").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#panel-close")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#panel-open")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.get_by_role("button", name="Skip to the next thing that will happen").click()
    expect(page.locator("#clock-short")).to_have_text(re.compile("^Mon "))  # people were warned
    expect(page.locator("#panel")).to_be_hidden()
    page.locator("#panel-open").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Skip to the next thing that will happen").click()
    expect(answers(page)).to_have_count(2)
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#clock-short")).to_have_text(re.compile("^Mon "))
    context.close()
