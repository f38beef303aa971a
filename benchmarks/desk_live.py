"""From a customer's message to its row on the desk: a real Chromium over the real program, on loopback.

Run it as `python -m benchmarks.desk_live [--messages N] [--rate N] [--tabs N]`. New customers write in the
web chat, so many a second; an agent has the desk open in so many tabs, and the first of them is looked at.
The time is measured from the beginning of a customer's POST to the moment at which the page draws their row.
Prints p50 and p95, and the rows that never came. Needs Chromium.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

from benchmarks.throughput import TEXT, Client, percentile, project, running

BAR = 300.0
"""Milliseconds, for 95 of 100 rows."""

_LINK = r"(http://\S+/desk/enter\?token=\S+)"
_PATIENCE = 20.0
_FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]

_WATCH = """
() => {
  window.drawn = {};
  const look = () => {
    const now = Date.now();
    const names = document.querySelectorAll("#rows .name");
    for (const name of names) window.drawn[name.textContent.trim()] ??= now;
  };
  const how = { childList: true, subtree: true, characterData: true };
  new MutationObserver(() => requestAnimationFrame(look)).observe(document.getElementById("rows"), how);
}
"""


async def enter(browser: Browser, link: str, tabs: int) -> Page:
    """Sign in, open the desk in so many tabs, and give the one that is looked at."""
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(link)
    await page.locator("input[name=person]").first.check()
    await page.locator("button[type=submit]").first.click()
    base = link.partition("/desk/")[0]
    for _ in range(tabs - 1):
        other = await context.new_page()
        await other.goto(f"{base}/desk/")
        await other.wait_for_selector("#status.on")
    await page.bring_to_front()
    await page.wait_for_selector("#status.on")
    await asyncio.sleep(1)
    await page.evaluate(_WATCH)
    return page


async def write(port: int, count: int, rate: float) -> Mapping[str, float]:
    """Let new customers write, so many a second; give when each began, in milliseconds since 1970."""
    client = Client(*await asyncio.open_connection("127.0.0.1", port))
    begun: dict[str, float] = {}
    start = time.perf_counter()
    for number in range(count):
        await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
        name = f"Cliente {number:05d}"
        body = json.dumps({"id": f"live-{number:05d}", "text": TEXT, "name": name}).encode()
        begun[name] = time.time() * 1000
        status, answer = await client.ask("POST", f"/api/chat/live-{number:06d}/messages", body)
        assert status == 202, answer
    client.close()
    return begun


async def drawn(page: Page, wanted: int) -> Mapping[str, float]:
    """Give when each customer's row was drawn, once all were or none comes any more."""
    until = time.perf_counter() + _PATIENCE
    found: Mapping[str, float] = {}
    while time.perf_counter() < until and len(found) < wanted:
        await asyncio.sleep(0.2)
        found = await page.evaluate("window.drawn")
        found = {name: at for name, at in found.items() if name.startswith("Cliente ")}
    return found


async def measure(count: int, rate: float, tabs: int) -> bool:
    """Run it all and print what came of it; False over the bar, or with a row lost."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        raise SystemExit("no Chromium on this machine")
    with tempfile.TemporaryDirectory(prefix="desk-live-") as name:
        folder = Path(name)
        project(folder)
        async with running(folder, _LINK) as link, async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=chromium, args=_FLAGS)
            page = await enter(browser, link, tabs)
            port = int(link.partition("/desk/")[0].rpartition(":")[2])
            begun = await write(port, count, rate)
            seen = await drawn(page, count)
            await browser.close()
    took = [(seen[name] - at) / 1000 for name, at in begun.items() if name in seen]
    p50, p95 = percentile(took, 50), percentile(took, 95)
    lost = count - len(took)
    print(f"{count} messages at {rate:g} a second, {tabs} tab(s) open")
    print(f"POST to row drawn   p50 {p50:6.0f} ms   p95 {p95:6.0f} ms   slowest {max(took) * 1000:.0f} ms")
    print(f"rows lost           {lost}")
    well = p95 < BAR and not lost
    print("within" if well else f"OVER the bar of {BAR:g} ms")
    return well


def main() -> int:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--messages", type=int, default=600)
    parser.add_argument("--rate", type=float, default=20.0)
    parser.add_argument("--tabs", type=int, default=1)
    asked = parser.parse_args()
    return 0 if asyncio.run(measure(asked.messages, asked.rate, asked.tabs)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
