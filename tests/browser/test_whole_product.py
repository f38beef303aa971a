"""The program as it is started by a newcomer: a customer chats, a person answers, in two real browsers."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.patience import PAGE_PATIENCE, PROGRAM_PATIENCE

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
UNDO = 10_000  # a person’s answer waits so long before it leaves


@contextmanager
def running(project: Path, at: str, *words: str, cache: Path | None = None) -> Iterator[tuple[str, str]]:
    """Start the program on a copy of the example brand; gives the customers' address and the desk's link."""
    for name in ("settings.toml", "intents", "replies"):
        source = ROOT / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, project / name)
    settings = project / "settings.toml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(
        text.replace("[channels.web]", '[channels.web]\nburst_pause = "0s"'), encoding="utf-8"
    )
    with started(project, at, *words, cache=cache) as addresses:
        yield addresses


@contextmanager
def started(project: Path, at: str, *words: str, cache: Path | None = None) -> Iterator[tuple[str, str]]:
    """Start the program on the brand of a folder; gives the customers' address and the desk's link."""
    program = [sys.executable, "-m", "bot", "-C", str(project), "run", "--port", "0", "--at", at, *words]
    environ = os.environ | {"PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(cache or project / "cache")}
    with subprocess.Popen(program, stdout=subprocess.PIPE, text=True, env=environ) as process:
        try:
            yield _addresses(process)
        finally:
            process.terminate()
            process.wait(PROGRAM_PATIENCE)


def _addresses(process: subprocess.Popen[str]) -> tuple[str, str]:
    assert process.stdout is not None
    said: list[str] = []
    for line in process.stdout:
        said += re.findall(r"http://\S+", line)
        if line.startswith("Ready"):
            break
    desk = next(address for address in said if "token=" in address)
    return said[0], desk


@pytest.fixture
def agent_page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(locale="it-IT", timezone_id="Europe/Rome")
    context.set_default_timeout(PAGE_PATIENCE)
    yield context.new_page()
    context.close()


def _write(page: Page, text: str) -> None:
    page.get_by_role("textbox", name=re.compile("Scrivi|messaggio", re.IGNORECASE)).fill(text)
    page.keyboard.press("Enter")


def test_a_customer_is_answered_by_the_bot_then_by_a_person(
    page: Page, agent_page: Page, tmp_path: Path
) -> None:
    began = time.monotonic()
    with running(tmp_path, "2026-11-30T10:00") as (chat, link):
        page.goto(chat)
        _write(page, "come scarico la fattura?")
        answer = page.locator(".line.bot").first
        expect(answer).to_be_visible()
        print(f"first answer {time.monotonic() - began:.1f} s after the program was started")
        _write(page, "voglio parlare con un operatore")
        agent_page.goto(link)
        agent_page.get_by_label("Francesca B.").check()
        agent_page.get_by_role("button", name="Entra").click()
        agent_page.locator("a[href*='/desk/c/']").first.click()
        agent_page.get_by_role("button", name="Prendi in carico").click()
        expect(agent_page.get_by_role("button", name="Ridai al bot")).to_be_visible()
        expect(agent_page.locator("#status")).to_have_text("In diretta")
        agent_page.fill("#reply-text", "Eccomi, ti aiuto io.")
        agent_page.press("#reply-text", "Control+Enter")
        expect(page.get_by_text("Eccomi, ti aiuto io. ^FB")).to_be_visible(timeout=UNDO + PAGE_PATIENCE)
        _write(page, "come scarico la fattura?")
        expect(agent_page.locator(".line.customer").last).to_contain_text("come scarico la fattura?")
        answers = page.locator(".line.bot")
        seen = answers.count()
        agent_page.get_by_role("button", name="Ridai al bot").click()
        _write(page, "quali sono i vostri orari?")
        expect(answers).to_have_count(seen + 1)
