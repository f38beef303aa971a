"""Every page, as everybody may have it: both languages, light and dark, at a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from bot.evaluation.comparing import compare
from bot.evaluation.page import write_page
from tests.browser.test_evaluation_page import outcomes, report
from tests.browser.test_whole_product import running
from tests.browser.walking.axe import open_folds, shut_folds, violations
from tests.browser.walking.busy import busy_desk, busy_stops, link_of
from tests.browser.walking.finding import found_pages
from tests.browser.walking.looking import moving, out_of_the_keyboards_reach, too_wide
from tests.browser.walking.routes import page_patterns
from tests.browser.walking.stops import Stop, enter, furnish, linked_stops, stated_stops
from tests.browser.walking.watching import Watch
from tests.support.patience import PAGE_PATIENCE

pytestmark = pytest.mark.browser

SATURDAY = "2026-11-28T10:00"
DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
SMALL_PHONE = ViewportSize(width=360, height=640)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Somebody who is signed in at one site, and what there is to see there."""

    state: Any
    stops: tuple[Stop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """The sites, being served, each with its visitor."""

    browser: Browser
    program: str
    patterns: list[str]
    visitors: tuple[Visitor, ...]

    def pages(self, language: str, size: ViewportSize = DESK, **more: Any) -> Iterator[tuple[Stop, Page]]:
        """Reach one stop after the other, each visitor in a browser of their own."""
        for visitor in self.visitors:
            context = self.browser.new_context(
                locale=language, storage_state=visitor.state, viewport=size, **more
            )
            context.set_default_timeout(PAGE_PATIENCE)
            watch = Watch(context)
            page = context.new_page()
            page.on("dialog", lambda dialog: dialog.accept())
            for stop in visitor.stops:
                stop.reach(page)
                holes = watch.found(page)
                assert not holes or stop.address.startswith("file:"), (stop.name, holes)
                yield stop, page
            context.close()


@pytest.fixture(scope="module")
def walk(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """Serve the program with its weekend, and the busy desk; sign in, and find every page."""
    patterns = page_patterns(tmp_path_factory.mktemp("patterns"))
    project = tmp_path_factory.mktemp("program")
    with ExitStack() as stack:
        chat, link = stack.enter_context(running(project, SATURDAY, "--demo"))
        site, desk = stack.enter_context(busy_desk())
        yield Walk(
            browser=browser,
            program=chat.rstrip("/"),
            patterns=patterns,
            visitors=(
                _of_the_program(browser, chat.rstrip("/"), link, patterns),
                Visitor(state=None, stops=(_evaluation(tmp_path_factory.mktemp("evaluation")),)),
                Visitor(state=_signed_in(browser, link_of(site, desk)), stops=tuple(busy_stops(site, desk))),
            ),
        )


def _evaluation(folder: Path) -> Stop:
    now = outcomes()
    file = folder / "page.html"
    write_page(file, report(now), compare(report(now), report(now), against="HEAD~1"))
    return Stop(name="an evaluation", address=file.as_uri())


def _of_the_program(browser: Browser, base: str, link: str, patterns: list[str]) -> Visitor:
    context = browser.new_context(locale="it-IT")
    context.set_default_timeout(PAGE_PATIENCE)
    page = context.new_page()
    enter(page, link)
    furnish(page, base)
    stops = (*linked_stops(base, context, patterns), *stated_stops(base))
    state = context.storage_state()
    context.close()
    return Visitor(state=state, stops=stops)


def _signed_in(browser: Browser, link: str) -> Any:
    context = browser.new_context(locale="it-IT")
    enter(context.new_page(), link)
    state = context.storage_state()
    context.close()
    return state


@pytest.mark.parametrize("language", ["it-IT", "en-GB"])
def test_axe_finds_nothing_wrong_in_either_light_at_either_size(walk: Walk, language: str) -> None:
    wrong: list[str] = []
    for stop, page in walk.pages(language):
        open_folds(page)
        wrong += [f"{stop.name}, 1280 px: {one}" for one in violations(page)]
        shut_folds(page)
        page.set_viewport_size(PHONE)
        wrong += [f"{stop.name}, 390 px: {one}" for one in violations(page)]
        page.set_viewport_size(DESK)
    assert not wrong, "\n".join(wrong)


def test_nothing_is_wider_than_the_smallest_phone_or_moves_for_who_asked_for_rest(walk: Walk) -> None:
    wrong: list[str] = []
    for stop, page in walk.pages("it-IT", SMALL_PHONE, reduced_motion="reduce"):
        found = [*too_wide(page), *moving(page)]
        open_folds(page)
        found += too_wide(page)
        wrong += [f"{stop.name}: {one}" for one in dict.fromkeys(found)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_the_keyboard_reaches_everything_and_shows_where_it_is(walk: Walk, size: ViewportSize) -> None:
    wrong: list[str] = []
    for stop, page in walk.pages("it-IT", size):
        wrong += [f"{stop.name}: {one}" for one in out_of_the_keyboards_reach(page)]
    assert not wrong, "\n".join(wrong)


def test_no_page_weighs_more_than_100_kb(walk: Walk) -> None:
    cookies = {one["name"]: one["value"] for one in walk.visitors[0].state["cookies"]}
    italian = {"Accept-Language": "it"}
    with httpx.Client(base_url=walk.program, cookies=cookies, headers=italian, timeout=30) as client:
        found = found_pages(client, walk.patterns, most=40)
        sizes = {path: len(client.get(path).content) for paths in found.values() for path in paths}
    heaviest = max(sizes, key=lambda path: sizes[path])
    print(f"{len(sizes)} pages, the heaviest {heaviest} of {sizes[heaviest]} bytes")
    assert len(sizes) > 100, "there is much to weigh in a weekend"
    assert sizes[heaviest] < 100_000, heaviest
