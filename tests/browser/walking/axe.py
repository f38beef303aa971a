"""What axe-core finds wrong with a page, in lines that name the place and the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

_ALL: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
_COLOURS: dict[str, Any] = _ALL | {"runOnly": ["color-contrast", "link-in-text-block"]}


def violations(page: Page) -> list[str]:
    """Ask every rule, best practices included, in the light; in the dark those that depend on colours.

    axe-core is put into the page by the browser itself, so that the page's policy stays as strict as it is
    for people.
    """
    page.evaluate(AXE_SCRIPT)
    return [*_in(page, "light", _ALL), *_in(page, "dark", _COLOURS)]


def open_folds(page: Page) -> None:
    """Open every fold that is shut."""
    page.evaluate(_OPEN)


def shut_folds(page: Page) -> None:
    """Shut the folds that were opened by `open_folds`."""
    page.evaluate("for (const fold of document.querySelectorAll('[data-walked]')) fold.open = false")


_OPEN = """() => {
  for (const fold of document.querySelectorAll("details:not([open])")) {
    fold.dataset.walked = "";
    fold.open = true;
  }
}"""


def _in(page: Page, scheme: str, options: dict[str, Any]) -> Iterator[str]:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    results = page.evaluate("options => axe.run(document, options)", options)
    for rule in results["violations"]:
        for node in rule["nodes"]:
            checks = [*node["any"], *node["all"], *node["none"]]
            why = checks[0]["message"] if checks else rule["help"]
            yield f"{rule['id']} ({scheme}) at {' '.join(map(str, node['target']))}: {why}"
