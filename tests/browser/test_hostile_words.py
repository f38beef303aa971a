"""Words of customers, of the brand and of the desk's own people are words on every page: none is run."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.desk.site import build_site
from tests.browser.conftest import Serve
from tests.browser.test_chat_page import EVIL
from tests.browser.test_whole_product import started
from tests.browser.walking.hostile import (
    act_with_hostile_words,
    hostile_stops,
    write_as_customers,
    write_hostile_brand,
)
from tests.browser.walking.routes import page_patterns
from tests.browser.walking.stops import enter, linked_stops
from tests.browser.walking.watching import Watch
from tests.support.patience import PAGE_PATIENCE

pytestmark = pytest.mark.browser


def test_no_words_run_anywhere_and_no_page_asks_another_host(browser: Browser, tmp_path: Path) -> None:
    patterns = page_patterns(tmp_path / "patterns")
    project = write_hostile_brand(tmp_path / "hostile")
    wrong: list[str] = []
    with started(project, "2026-11-28T10:00", "--demo", "--empty") as (chat, link):
        base = chat.rstrip("/")
        write_as_customers(base)
        context = browser.new_context(locale="it-IT")
        context.set_default_timeout(PAGE_PATIENCE)
        watch = Watch(context)
        page = context.new_page()
        enter(page, link)
        act_with_hostile_words(page, base)
        for stop in (*linked_stops(base, context, patterns, most=len(EVIL)), *hostile_stops(base)):
            stop.reach(page)
            wrong += [f"{stop.name}: {one}" for one in watch.found(page)]
        context.close()
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    "hole",
    [
        "<script>document.title='run'</script>",
        "<img src=x onerror=document.title='run'>",
        "<a href='https://elsewhere.test/'>x</a>",
        "<img src='https://elsewhere.test/x.png'>",
        "<p style='color: red'>x</p>",
        "<iframe srcdoc='x'></iframe>",
    ],
)
def test_the_watch_sees_a_page_with_a_hole(browser: Browser, serve: Serve, hole: str) -> None:
    async def show(_request: Request) -> Response:
        return HTMLResponse(f"<!doctype html><title>x</title>{hole}")

    site = serve(build_site(chat_routes=[Route("/", show)], desk_routes=[]))
    context = browser.new_context()
    watch = Watch(context)
    page = context.new_page()
    page.goto(site.address)
    found = watch.found(page)
    context.close()
    assert found
