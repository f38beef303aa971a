"""The customer's page: one template in the browser's language, and the files it loads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.clock import Clock
from bot.model.accept import preferred
from bot.settings.values import Brand

_HERE = Path(__file__).parent

Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The demo's panel on the page: its folder, with words.json, a template and static files.

    `zone` is the brand's time zone, whose clock the page shows. `run` is new with every start: what a
    browser remembers of another run is gone.
    """

    home: Path
    zone: str
    run: str


def page_routes(brand: Brand, clock: Clock, panel: Panel | None = None) -> list[BaseRoute]:
    """Give the routes of the page at `/` and `/chat`, and of its files, the panel's own included."""
    homes = [_HERE] if panel is None else [_HERE, panel.home]
    environment = Environment(
        loader=FileSystemLoader([home / "templates" for home in homes]),
        autoescape=True,
        undefined=StrictUndefined,
    )
    page = _Page(
        template=environment.get_template("chat.html"),
        words=_words(homes),
        brand=brand,
        clock=clock,
        panel=panel,
    )
    own = [Mount("/demo/static", StaticFiles(directory=panel.home / "static"))] if panel is not None else []
    return [
        Route("/", page.show),
        Route("/chat", page.show),
        Mount("/chat/static", StaticFiles(directory=_HERE / "static")),
        *own,
    ]


def _words(homes: list[Path]) -> Words:
    files = [json.loads((home / "words.json").read_text("utf-8")) for home in homes]
    return {code: {key: word for file in files for key, word in file[code].items()} for code in files[0]}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    template: Template
    words: Words
    brand: Brand
    clock: Clock
    panel: Panel | None

    async def show(self, request: Request) -> Response:
        offered = [code for code in dict.fromkeys((*self.brand.languages, *self.words)) if code in self.words]
        language = preferred(request.headers.get("accept-language", ""), offered)
        html = self.template.render(
            brand=self.brand,
            language=language,
            words=self.words[language],
            now=self.clock.now().isoformat(),
            panel=self.panel,
        )
        return HTMLResponse(html, headers={"Content-Language": language, "Vary": "Accept-Language"})
