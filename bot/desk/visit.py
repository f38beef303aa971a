"""A signed-in request, and the guard that lets only those through."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.desk.faults import fault_page
from bot.desk.pages import render
from bot.desk.ports import Desk
from bot.desk.signin import is_ours, signed_in
from bot.desk.words import language_of
from bot.errors import StoreError
from bot.settings.values import Person

_log = logging.getLogger(__name__)

_BIGGEST_ID = 2**63 - 1

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request of someone who is signed in."""

    desk: Desk
    request: Request
    person: Person
    language: str


Action = Callable[[Visit], Awaitable[Response]]


def language_wanted(request: Request) -> str:
    """Give the language the browser asks the desk for."""
    return language_of(request.headers.get("accept-language", ""))


async def fields(request: Request) -> Mapping[str, str]:
    """Read a form; what cannot be read is an empty form."""
    try:
        pairs = parse_qsl((await request.body()).decode(), keep_blank_values=True, max_num_fields=60)
    except ValueError:
        return {}
    return dict(pairs)


def page(request: Request, template: str, /, *, status: int = 200, **values: object) -> Response:
    """Answer with a page in the browser's language."""
    language = language_wanted(request)
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Language": language,
        "Vary": "Accept-Language, Cookie",
    }
    return Response(render(template, language, **values), status_code=status, headers=headers)


def refuse(request: Request, status: int) -> Response:
    """Answer with the page of a fault."""
    return fault_page(request.headers.get("accept-language", ""), status)


def open_to_all(endpoint: Endpoint) -> Endpoint:
    """Guard a page that needs no session: forms must be ours, and a failing store is said plainly."""

    async def guarded(request: Request) -> Response:
        if request.method == "POST" and not is_ours(request):
            _log.warning("refused a form that was not sent from this site")
            return refuse(request, 403)
        try:
            return await endpoint(request)
        except StoreError:
            return refuse(request, 503)

    return guarded


def signed_in_only(desk: Desk, action: Action) -> Endpoint:
    """Guard a page of the desk: without a session one is sent to the door."""

    async def endpoint(request: Request) -> Response:
        person = await signed_in(desk, request)
        if person is None:
            return RedirectResponse("/desk/enter", status_code=303)
        visit = Visit(desk=desk, request=request, person=person, language=language_wanted(request))
        return await action(visit)

    return open_to_all(endpoint)


def row_number(visit: Visit, name: str) -> int:
    """Give a row's number from the path; 0 for one that no row can have."""
    number: int = visit.request.path_params[name]
    return number if number <= _BIGGEST_ID else 0
