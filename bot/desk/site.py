"""Puts the chat's and the desk's routes into one site: headers, limits, error pages, health."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Lifespan

from bot.desk.door import BoundedBody, SafeHeaders, safe_headers
from bot.desk.faults import fault, on_http_fault

_STATIC = Path(__file__).parent / "static"


async def _always() -> bool:
    return True


def build_site(
    *,
    chat_routes: Sequence[BaseRoute],
    desk_routes: Sequence[BaseRoute],
    healthy: Callable[[], Awaitable[bool]] = _always,
    secure: bool = False,
    body_seconds: float = 10.0,
    lifespan: Lifespan[Starlette] | None = None,
) -> Starlette:
    """Make the site.

    `chat_routes` are those of channels (at the root), `desk_routes` the desk's (below /desk). `healthy` is
    asked by /healthz. `secure`: the site is reached by https. Without chat routes the root leads to the desk,
    and so do the pages on which a brand is begun where nothing else is there in their place.
    """
    return Starlette(
        routes=[
            Route("/healthz", _health(healthy), methods=["GET"]),
            Mount("/static", StaticFiles(directory=_STATIC)),
            Mount("/desk", routes=list(desk_routes)),
            *(chat_routes or [Route("/", _to_desk)]),
            Route("/setup/{rest:path}", _to_desk, methods=["GET"]),
        ],
        middleware=[
            Middleware(SafeHeaders, secure=secure),
            Middleware(BoundedBody, seconds=body_seconds),
        ],
        exception_handlers={HTTPException: on_http_fault, Exception: _on_crash(secure=secure)},
        lifespan=lifespan,
    )


async def _to_desk(_request: Request) -> Response:
    return RedirectResponse("/desk/", status_code=307)


def _health(healthy: Callable[[], Awaitable[bool]]) -> Callable[[Request], Awaitable[Response]]:
    async def answer(_request: Request) -> Response:
        if await healthy():
            return PlainTextResponse("ok\n")
        return PlainTextResponse("not well\n", status_code=503)

    return answer


def _on_crash(*, secure: bool) -> Callable[[Request, Exception], Awaitable[Response]]:
    """Answer after a mistake of ours, outside every middleware; the server logs the mistake."""

    async def answer(request: Request, _error: Exception) -> Response:
        response = fault(request.scope, 500)
        response.headers.update({**safe_headers(secure=secure), "Cache-Control": "no-store"})
        return response

    return answer
