"""How long after a keystroke the editor of replies shows lint and preview, in a browser over the program.

Each reply of the example brand is opened in turn, on every channel that is set up, and typed in. The time
runs from the browser's input event to the preview being on the page, with the pause in which keystrokes are
put together. Run it as `python -m benchmarks.reply_preview [--keys 200]`: one JSON object, in milliseconds
and bytes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

from tests.browser.test_whole_product import running

ROOT = Path(__file__).parent.parent
KEYS_A_REPLY = 5
_WATCH = """() => {
  window.waited = [];
  let typed = 0;
  document.getElementById("text").addEventListener("input", () => { typed = performance.now(); });
  new MutationObserver(() => window.waited.push(performance.now() - typed)).observe(
    document.getElementById("editor"), { attributes: true, attributeFilter: ["data-checked"] });
}"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--keys", type=int, default=200, help="keystrokes in all")
    keys = parser.parse_args(arguments).keys
    with TemporaryDirectory() as folder, running(Path(folder), "2026-11-30T10:00") as (_, link):
        print(json.dumps(_measured(link, keys)))


def _measured(link: str, keys: int) -> dict[str, float | int]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(locale="it-IT").new_page()
        _enter(page, link)
        waited, sizes = zip(*_typed(page, link.split("/desk/", maxsplit=1)[0], keys), strict=True)
        browser.close()
    times = sorted(time for some in waited for time in some)
    return {
        "keys": len(times),
        "p50": round(statistics.median(times)),
        "p95": round(times[int(len(times) * 0.95)]),
        "most": round(times[-1]),
        "biggest_page": max(sizes),
    }


def _enter(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_role("radio").first.check()
    page.get_by_role("button", name="Entra").click()
    page.wait_for_url("**/desk/")


def _typed(page: Page, base: str, keys: int) -> Iterator[tuple[list[float], int]]:
    """Type a few letters at the end of one reply after another; give their times, and the page's size."""
    files = sorted((ROOT / "replies/it").glob("*.j2"))
    page.on("dialog", lambda dialog: dialog.accept())
    for number in range(-(-keys // KEYS_A_REPLY)):
        answer = page.goto(f"{base}/desk/replies/it/{files[number % len(files)].stem}")
        size = len(answer.body()) if answer is not None else 0
        page.evaluate(_WATCH)
        page.focus("#text")
        page.keyboard.press("Control+End")
        for count in range(1, KEYS_A_REPLY + 1):
            page.keyboard.type("a")
            page.wait_for_function("count => window.waited.length >= count", arg=count)
        yield page.evaluate("window.waited"), size


if __name__ == "__main__":
    main()
