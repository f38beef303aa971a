"""The customer's page: one template in the browser's language, and the files it loads."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.model.accept import preferred
from bot.settings.values import Brand

_HERE = Path(__file__).parent


def page_routes(brand: Brand) -> list[BaseRoute]:
    """Give the routes of the page at `/` and `/chat`, and of its files."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined
    )
    words = json.loads((_HERE / "words.json").read_text("utf-8"))
    page = partial(_page, environment.get_template("chat.html"), words, brand)
    return [
        Route("/", _endpoint(page)),
        Route("/chat", _endpoint(page)),
        Mount("/chat/static", StaticFiles(directory=_HERE / "static")),
    ]


def _endpoint(page: Callable[[Request], Response]) -> Callable[[Request], Awaitable[Response]]:
    async def show(request: Request) -> Response:
        return page(request)

    return show


def _page(
    template: Template, words: Mapping[str, Mapping[str, str]], brand: Brand, request: Request
) -> Response:
    offered = [code for code in dict.fromkeys((*brand.languages, *words)) if code in words]
    language = preferred(request.headers.get("accept-language", ""), offered)
    html = template.render(brand=brand, language=language, words=words[language])
    return HTMLResponse(html, headers={"Content-Language": language, "Vary": "Accept-Language"})
