"""Watches a browser for what must never happen: words that run, a refused policy, a request to elsewhere."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request

_REPORTS = """() => {
  window.policyReports = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.policyReports.push(`${event.effectiveDirective} refused ${event.blockedURI || "inline"}`));
}"""
_HOLES = (Path(__file__).parent / "holes.js").read_text(encoding="utf-8")


class Watch:
    """Watches every page of a browser; ask `found` before a page is left."""

    def __init__(self, context: BrowserContext) -> None:
        self._heard: list[str] = []
        context.add_init_script(f"({_REPORTS})()")
        context.on("page", self._see)

    def _see(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self._heard.append(f"an error: {error}"))
        page.on("request", self._request)

    def _console(self, said: ConsoleMessage) -> None:
        if "Content Security Policy" in said.text or "Content-Security-Policy" in said.text:
            self._heard.append(said.text)

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss", "ftp"} and parts.hostname != "127.0.0.1":
            self._heard.append(f"a request to {request.url}")

    def found(self, page: Page) -> list[str]:
        """Give what was found since it was asked last."""
        heard, self._heard = self._heard, []
        ran = ["a title that was set by a script"] if page.title() in {"run", "1"} else []
        return [*heard, *ran, *page.evaluate(_HOLES)]
