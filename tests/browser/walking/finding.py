"""Finds an address for every page the program serves, by following links as a reader would."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Mapping
from html import unescape
from urllib.parse import urljoin, urlsplit

import httpx
from starlette.routing import compile_path

from tests.support.patience import PROGRAM_PATIENCE

NO_PAGES: Mapping[str, str] = {
    "/chat/files/{path:path}": "pictures that replies name, served as they are",
    "/desk/c/{id:int}/talk": "a part of a conversation's page, asked for by its script",
    "/desk/c/{id:int}/prepared": "the same",
    "/setup/{rest:path}": "once a brand is served, its set-up leads to the desk",
}
"""Patterns no link leads to, at which no page is ever given; what else is no page is found out by asking."""

_PAGE = "<!doctype html"
_WORKING = 'http-equiv="refresh"'  # a page that shows how far it is, and asks for itself again


def found_pages(client: httpx.Client, patterns: Iterable[str], *, most: int = 1) -> dict[str, list[str]]:
    """Give up to `most` addresses for each pattern that answers with a page; none for one no link leads to.

    `client` is signed in. The walk begins at the patterns without parameters.
    """
    wanted = [pattern for pattern in patterns if pattern not in NO_PAGES]
    shapes = {pattern: compile_path(pattern)[0] for pattern in wanted}
    found: dict[str, list[str]] = {pattern: [] for pattern in wanted}
    waiting = [pattern for pattern in wanted if "{" not in pattern]
    seen: set[str] = set()
    while waiting:
        address = waiting.pop(0)
        pattern = next((p for p, shape in shapes.items() if shape.match(urlsplit(address).path)), None)
        if address in seen or pattern is None or len(found.get(pattern, ())) >= most:
            continue
        seen.add(address)
        html = _page(client, address)
        if html is None:
            found.pop(pattern, None) if "{" not in pattern else None
            continue
        found[pattern].append(address)
        waiting += _links(html, address)
    return found


def _page(client: httpx.Client, address: str) -> str | None:
    """Read what is at an address when it is a page, once it has what it was working on."""
    end = time.monotonic() + PROGRAM_PATIENCE
    while (html := _read(client, address)) is not None and _WORKING in html:
        assert time.monotonic() < end, f"{address} goes on saying that it is being worked on"
    return html


def _read(client: httpx.Client, address: str) -> str | None:
    """Read what is at an address when it is a page; a stream is left after its headers."""
    with client.stream("GET", address) as answer:
        if answer.status_code != httpx.codes.OK or "text/html" not in answer.headers.get("content-type", ""):
            return None
        html = answer.read().decode()
        return html if html.lstrip().startswith(_PAGE) else None


def _links(html: str, here: str) -> list[str]:
    hrefs = (unescape(href) for href in re.findall(r'<a\b[^>]*?\bhref="([^"]*)"', html))
    return [urljoin(here, href).partition("#")[0] for href in hrefs if not href.startswith(("#", "mailto:"))]
