"""What else is asked of a page: no wider than a phone, all of it in reach of the keyboard, at rest."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_HERE = Path(__file__).parent
_SIDEWAYS, _KEYBOARD, _MOVING = (
    (_HERE / f"{name}.js").read_text(encoding="utf-8") for name in ("sideways", "keyboard", "moving")
)


def too_wide(page: Page) -> list[str]:
    """Give what is wider than the window or scrolls sideways."""
    return list(page.evaluate(_SIDEWAYS))


def moving(page: Page) -> list[str]:
    """Give what is animated."""
    return list(page.evaluate(_MOVING))


def out_of_the_keyboards_reach(page: Page) -> list[str]:
    """Go through the page with the tab key; give what it misses, and where one cannot see where one is.

    A part that was made anew meanwhile is gone through again, so there are two rounds.
    """
    page.evaluate("document.activeElement.blur()")
    stops = page.evaluate(_KEYBOARD) + 2
    for _ in range(2):
        for _ in range(stops):
            page.keyboard.press("Tab")
        walked = page.evaluate("window.walked()")
        if not walked["missed"]:
            break
    return [
        *(f"the tab key never reaches {one}" for one in walked["missed"]),
        *(f"nothing shows that the focus is at {one}" for one in walked["unseen"]),
        *(f"the focus is out of sight at {one}" for one in walked["hidden"]),
    ]
