"""The pages on which a brand is begun: open to everybody, in both languages, by day and by night."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from tests.browser.test_journeys import in_an_empty_folder
from tests.browser.walking.axe import violations
from tests.support.patience import PAGE_PATIENCE

pytestmark = pytest.mark.browser

DESK = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)


def _wrong_here(page: Page) -> list[str]:
    wrong = []
    for size in (DESK, PHONE):
        page.set_viewport_size(size)
        wrong += [f"{page.url}, {size['width']} px: {one}" for one in violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{page.url}: wider than {size['width']} px")
    return wrong


@pytest.mark.parametrize("language", ["it-IT", "en-GB"])
def test_axe_finds_nothing_wrong_from_the_door_to_the_last_question(
    browser: Browser, tmp_path: Path, language: str
) -> None:
    folder = tmp_path / "brand"
    folder.mkdir()
    context = browser.new_context(locale=language)
    context.set_default_timeout(PAGE_PATIENCE)
    page = context.new_page()
    wrong, seen = [], []
    with in_an_empty_folder(folder, tmp_path / "cache") as link:
        page.goto(link)
        for typed in (
            "",
            "#name=Panificio Rossi",
            "#hours=nove alle sei",
            "#hours=7-13, 16-19.30",
            "",
            "",
            "",
        ):
            wrong += _wrong_here(page)
            seen.append(page.locator("h1").inner_text())
            place, _, text = typed.partition("=")
            if place:
                page.fill(place, text)
            page.click("button.main >> nth=-1")
            page.wait_for_load_state()
        wrong += _wrong_here(page)
        seen.append(page.locator("h1").inner_text())
    context.close()
    assert len(set(seen)) >= 7, seen
    assert not wrong, "\n".join(wrong)
