"""Two journeys over the real program: a newcomer begins a brand from nothing, an owner changes a reply."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_whole_product import running
from tests.support.patience import PAGE_PATIENCE, PROGRAM_PATIENCE

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]


@contextmanager
def in_an_empty_folder(folder: Path, cache: Path) -> Iterator[str]:
    """Start the program where no brand is, on a Saturday evening; gives the link it shows."""
    words = ("-C", str(folder), "run", "--port", "0", "--at", "2026-11-28T22:00")
    environ = os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(
        [sys.executable, "-m", "bot", *words], stdout=subprocess.PIPE, text=True, env=environ
    ) as process:
        try:
            yield _link(process)
        finally:
            process.terminate()
            process.wait(PROGRAM_PATIENCE)


def _link(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    links = (re.search(r"http://\S+/setup/enter\S+", line) for line in process.stdout)
    return next(found[0] for found in links if found is not None)


def _next(page: Page) -> None:
    page.get_by_role("button", name="Avanti").click()


def _write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name=re.compile("Scrivi|messaggio", re.IGNORECASE)).fill(text)
    page.keyboard.press("Enter")


def test_a_newcomer_goes_from_an_empty_folder_to_customers_who_are_answered(
    page: Page, tmp_path: Path
) -> None:
    folder = tmp_path / "brand"
    folder.mkdir()
    page.set_default_timeout(PAGE_PATIENCE)
    with in_an_empty_folder(folder, tmp_path / "cache") as link:
        page.goto(link)
        page.get_by_role("button", name="Comincia").click()
        page.get_by_label("Nome del marchio").fill("Panificio Rossi")
        _next(page)
        page.get_by_label("Aperti dal lunedì al venerdì").fill("nove alle sei")
        _next(page)
        expect(page.locator("#hours-wrong")).to_contain_text("Scrivi gli orari come 9-13, 14-18")
        page.get_by_label("Aperti dal lunedì al venerdì").fill("7-13, 16-19.30")
        _next(page)
        expect(page.get_by_label("Zona")).to_have_value("MI")
        _next(page)
        expect(page.locator(".moments")).to_contain_text("torniamo lunedì alle 7")
        page.get_by_role("button", name="Indietro").click()
        page.get_by_role("link", name="Orari").click()
        expect(page.get_by_label("Aperti dal lunedì al venerdì")).to_have_value("7-13, 16-19.30")
        for _ in range(3):
            _next(page)
        page.get_by_role("button", name="Avanti con la sola chat web").click()
        assert list(folder.iterdir()) == []
        page.get_by_role("button", name="Crea il marchio").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Fatto: ecco Panificio Rossi")
        chat = page.context.new_page()
        chat.goto(link.partition("/setup/")[0], timeout=2 * PAGE_PATIENCE)  # waits while the brand is read
        expect(chat.get_by_text("Collegato")).to_be_visible()
        _write(chat, "quali sono i vostri orari?")
        expect(chat.locator(".line.bot")).to_have_count(1)
        expect(chat.locator(".line.bot").first).to_contain_text("lunedì")
        _write(chat, "il mio pappagallo canta l'opera")
        acknowledged = chat.locator(".line.bot").nth(1)
        expect(acknowledged).to_contain_text("lunedì alle 7")
        page.get_by_role("link", name="Vai al banco").click()
        page.locator("button[type=submit]").first.wait_for()
        if page.get_by_label("Francesca B.").count():
            page.get_by_label("Francesca B.").check()
        page.get_by_role("button", name="Entra").click()
        expect(page.locator("a[href*='/desk/c/']").first).to_contain_text("torniamo lunedì alle 7")
    assert (folder / "settings.toml").read_text(encoding="utf-8").count('name = "Panificio Rossi"') == 1


def test_an_owner_changes_a_reply_sees_it_live_and_goes_back(
    page: Page, browser: Browser, tmp_path: Path
) -> None:
    reply = tmp_path / "replies" / "it" / "orari.j2"
    with running(tmp_path, "2026-11-30T10:00") as (chat_address, link):
        before = reply.read_bytes()
        page.set_default_timeout(PAGE_PATIENCE)
        page.goto(link)
        page.get_by_label("Francesca B.").check()
        page.get_by_role("button", name="Entra").click()
        page.get_by_role("link", name="Risposte").click()
        page.get_by_label("Cerca").first.fill("orari")
        page.get_by_role("button", name="Cerca").click()
        page.locator("a[href$='/desk/replies/it/orari']").first.click()
        page.fill("#text", "=== any\nCi trovi qui {{ hours.week }}.\n")
        expect(page.locator("#tried")).to_contain_text("Ci trovi qui")
        _publish(page)
        assert b"Ci trovi qui" in reply.read_bytes()
        context = browser.new_context(locale="it-IT", timezone_id="Europe/Rome")
        try:
            assert "Ci trovi qui" in _answer(context.new_page(), chat_address)
            page.locator("details.past summary").click()
            page.locator("details.past a").last.click()
            expect(page.get_by_text("È un testo di prima.")).to_be_visible()
            _publish(page)
            assert reply.read_bytes() == before
            context.clear_cookies()
            assert "Ci trovi qui" not in _answer(context.new_page(), chat_address)
        finally:
            context.close()


def _publish(page: Page) -> None:
    page.click("#look")
    page.click("#publish")
    expect(page.get_by_text("Pubblicata: da adesso i clienti la leggono.")).to_be_visible()


def _answer(page: Page, address: str) -> str:
    """Ask as a new customer, and give what the bot says."""
    page.goto(address)
    page.evaluate("localStorage.clear()")
    page.goto(address)
    expect(page.get_by_text("Collegato")).to_be_visible()
    _write(page, "quali sono i vostri orari?")
    answer = page.locator(".line.bot").first
    expect(answer).to_be_visible()
    said = answer.inner_text()
    page.close()
    return said
