"""A real Chromium for the browser tests, and a site on a free port; without a browser the set is skipped."""

from __future__ import annotations

import asyncio
import os
import shutil
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect, sync_playwright
from starlette.applications import Starlette

from tests.support.patience import PAGE_PATIENCE, PATIENCE

R = TypeVar("R")

_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _executable() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return next((found for found in map(shutil.which, names) if found), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Without a browser, skip the whole set in one line, unless SPORTELLO_REQUIRE_BROWSER wants it run."""
    wanting = [item for item in items if item.get_closest_marker("browser")]
    if not wanting or _executable() or os.environ.get("SPORTELLO_REQUIRE_BROWSER"):
        return
    reason = f"no Chromium on this machine: {len(wanting)} browser tests not run"
    wanting[0].add_marker(pytest.mark.skip(reason=reason))
    config.hook.pytest_deselected(items=wanting[1:])
    items[:] = [item for item in items if item not in wanting[1:]]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium a file: Playwright holds this thread's event loop, so it must not outlive its tests."""
    executable = _executable()
    if executable is None:
        pytest.fail("no Chromium on this machine, and the browser tests must run")
    expect.set_options(timeout=PAGE_PATIENCE)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(_FLAGS))
        yield chromium
        chromium.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site being served: its address, and a way to do something on its event loop."""

    address: str
    loop: asyncio.AbstractEventLoop

    def call(self, work: Callable[[], R]) -> R:
        """Do something where the site's own code runs, and give its result."""

        async def run() -> R:
            return work()

        return self.wait(run())

    def wait(self, work: Coroutine[Any, Any, R]) -> R:
        """Run a coroutine on the site's loop, and give its result."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(5)


Serve = Callable[[Starlette], Site]


@contextmanager
def served(app: Starlette) -> Iterator[Site]:
    """Serve an app on a free port of this machine, in a thread with its own loop."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_level="error", timeout_graceful_shutdown=1, ws="none"
    )
    server = uvicorn.Server(config)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=_run, args=(loop, server), daemon=True)
    thread.start()
    ready = threading.Event()
    while not server.started and thread.is_alive():
        ready.wait(0.01)
    assert server.started, "the server did not start"
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield Site(address=f"http://127.0.0.1:{port}", loop=loop)
    finally:
        server.should_exit = True
        thread.join(PATIENCE)


def _run(loop: asyncio.AbstractEventLoop, server: uvicorn.Server) -> None:
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(server.serve())


@pytest.fixture
def serve() -> Iterator[Serve]:
    """Serve apps until the test is over: `site = serve(app)`."""
    with ExitStack() as stack:
        yield lambda app: stack.enter_context(served(app))


@pytest.fixture
def page(browser: Browser, serve: Serve) -> Iterator[Page]:  # noqa: ARG001 - gone before the sites are
    """A fresh Italian visitor; a script error or a refused policy fails the test."""
    context = browser.new_context(locale="it-IT", timezone_id="Europe/Rome")
    context.set_default_timeout(PAGE_PATIENCE)
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.on("console", lambda said: wrong.append(said.text) if _is_refusal(said.text) else None)
    yield opened
    context.close()
    assert wrong == []


def _is_refusal(text: str) -> bool:
    return "Content Security Policy" in text or "Content-Security-Policy" in text
