"""The addresses that the whole program answers GET at, as the program itself puts them together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from bot.cli import serving
from bot.cli.context import Context
from bot.cli.plan import make_plan
from bot.stores import open_memory_store
from tests.support.brand import write_brand


def page_patterns(folder: Path) -> list[str]:
    """Give the paths, as routes write them, at which a demo may answer with a page.

    `folder` is an empty one. What is below /api/ is for programs, in JSON, and is left out.
    """
    return sorted({path for path in _gets("", _demo(folder).routes) if not path.startswith("/api/")})


def _demo(folder: Path) -> Starlette:
    project = write_brand(folder, "[channels.web]", store="unused")
    plan = make_plan(Context(project=project), port=0, only=None, at=None, demo=True)
    sportello = serving._sportello(plan, open_memory_store())
    return serving._site(plan, sportello, serving._desk(plan, sportello))


def _gets(prefix: str, routes: Iterable[BaseRoute]) -> Iterator[str]:
    for route in routes:
        if isinstance(route, Mount):
            if not isinstance(route.app, StaticFiles):
                yield from _gets(prefix + route.path, route.routes)
        elif isinstance(route, Route) and "GET" in (route.methods or {"GET"}):
            yield prefix + route.path
