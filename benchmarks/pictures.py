"""Takes the pictures of docs/pictures: the demo with its weekend, in the machine's own Chromium.

Run it as `make pictures`. The weekend and its clock are the same every time, so a picture changes when its
page does, or the machine's fonts. It prints each file with its size in bytes.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.test_whole_product import running
from tests.browser.walking.stops import announce, ask, enter, furnish, mistype
from tests.support.patience import PAGE_PATIENCE

OUT = Path(__file__).parent.parent / "docs" / "pictures"
SATURDAY = "2026-11-28T10:00"
DESK = (1120, 700)
PHONE = (390, 760)


def _as_it_comes(_page: Page) -> None:
    """Leave the page as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture: its file, the page, what is done there first, and how it is looked at."""

    name: str
    path: str
    then: Callable[[Page], None] = _as_it_comes
    size: tuple[int, int] = DESK
    dark: bool = False
    language: str = "en-GB"


def _first_waiting(page: Page) -> None:
    """Open the conversation that has waited longest."""
    page.locator(".entry").first.click()
    page.wait_for_url("**/desk/c/*")
    page.locator("#reply-text").wait_for()


def _teach(page: Page) -> None:
    page.locator(".list .entry").nth(1).click()
    page.locator(".teaching").wait_for()


def _fill_in(page: Page) -> None:
    announce(page)
    page.locator("[name=intents]").first.fill("internet_lento")  # about the other one is told already
    page.locator("button[value=preview]").first.click()
    page.locator("button[value=send]").wait_for()


PICTURES = (
    Picture(name="chat", path="/", then=ask),
    Picture(name="chat-phone", path="/", then=ask, size=PHONE),
    Picture(name="inbox", path="/desk/"),
    Picture(name="conversation", path="/desk/", then=_first_waiting),
    Picture(name="conversation-dark", path="/desk/", then=_first_waiting, dark=True, language="it-IT"),
    Picture(name="inbox-phone", path="/desk/", size=PHONE, language="it-IT"),
    Picture(name="conversation-phone", path="/desk/", then=_first_waiting, size=PHONE, language="it-IT"),
    Picture(name="incident", path="/desk/incidents", then=_fill_in),
    Picture(name="replies", path="/desk/replies"),
    Picture(name="reply", path="/desk/replies/it/orari"),
    Picture(name="reply-wrong", path="/desk/replies/it/saluto", then=mistype, dark=True),
    Picture(name="unanswered", path="/desk/unanswered", then=_teach),
    Picture(name="try", path="/desk/try?text=la+ricarica+non+%C3%A8+arrivata"),
    Picture(name="calendar", path="/desk/calendar"),
    Picture(name="follow-ups", path="/desk/follow-ups"),
    Picture(name="report", path="/desk/report"),
    Picture(name="audit", path="/desk/audit?before=240"),
)


def main() -> None:
    """Take them all."""
    OUT.mkdir(exist_ok=True)
    flags = ["--no-sandbox", "--disable-gpu", "--font-render-hinting=none"]
    with (
        TemporaryDirectory() as folder,
        running(Path(folder), SATURDAY, "--demo") as (chat, link),
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
        _take_all(browser, chat.rstrip("/"), link)
        browser.close()


def _take_all(browser: Browser, base: str, link: str) -> None:
    context = browser.new_context(locale="it-IT")
    context.set_default_timeout(PAGE_PATIENCE)
    page = context.new_page()
    enter(page, link)
    _shoot_door(browser, base)
    furnish(page, base)
    state = context.storage_state()
    context.close()
    for picture in PICTURES:
        context = browser.new_context(
            locale=picture.language,
            timezone_id="Europe/Rome",
            storage_state=state,
            viewport={"width": picture.size[0], "height": picture.size[1]},
            color_scheme="dark" if picture.dark else "light",
            reduced_motion="reduce",
        )
        context.set_default_timeout(PAGE_PATIENCE)
        page = context.new_page()
        page.goto(base + picture.path)
        picture.then(page)
        _shoot(page, picture.name)
        context.close()


def _shoot_door(browser: Browser, base: str) -> None:
    page = browser.new_page(locale="en-GB", viewport={"width": DESK[0], "height": DESK[1]})
    page.goto(f"{base}/desk/enter")
    _shoot(page, "door")
    page.close()


def _shoot(page: Page, name: str) -> None:
    page.evaluate("document.activeElement?.blur()")
    page.wait_for_timeout(1200)  # the page has drawn what it draws, and says that it is live
    file = OUT / f"{name}.png"
    page.screenshot(path=file, caret="hide")
    print(f"{file.name} {file.stat().st_size}")


if __name__ == "__main__":
    main()
