"""A signed-in request, the routes it can take, and the guard that lets only those through who may."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.desk.faults import fault_page
from bot.desk.pages import render
from bot.desk.ports import Desk
from bot.desk.signin import is_ours, signed_in
from bot.desk.words import language_of, words
from bot.errors import StoreError
from bot.model.role import Role
from bot.model.text import clean
from bot.model.user import SignedIn
from bot.settings.values import Person

_log = logging.getLogger(__name__)

_BIGGEST_ID = 2**63 - 1

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A request of someone who is signed in; `people` are all whom the settings or the users name, by key."""

    desk: Desk
    request: Request
    person: Person
    role: Role
    language: str
    people: Mapping[str, Person]

    def may(self, least: str) -> bool:
        """Tell whether the person's role is at least the one of this name; pages show no button beyond it."""
        return self.role.allows(Role(least))


Action = Callable[[Visit], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class DeskRoute:
    """A route of the desk: the least role it asks for, its method, its path below /desk, and what it does."""

    role: Role
    method: str
    path: str
    action: Action


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


def typed(text: str) -> str:
    """Give what a person typed into a field of many lines: without what cannot be sent, and trimmed."""
    return clean(text.replace("\r\n", "\n")).strip()


def to_talk(visit: Visit, *, done: bool, otherwise: int = 404) -> Response:
    """Go back to the conversation of the address after what was done in it; what was not is refused."""
    if not done:
        return refuse(visit.request, otherwise)
    return RedirectResponse(f"/desk/c/{row_number(visit, 'id')}", status_code=303)


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


def _people(desk: Desk, member: SignedIn) -> Mapping[str, Person]:
    """Join who is named in the settings with the users: a user's own name goes before."""
    users = {
        key: replace(desk.people.get(key) or Person(key=key, name=name), name=name)
        for key, name in member.names.items()
    }
    return {**desk.people, **users}


def _not_yours(request: Request, role: Role, needed: Role) -> Response:
    """Answer who may not do something: what it needs, and whom to ask."""
    w = words(language_wanted(request))
    advice = w["fault_role_advice"].format(mine=w[f"role_{role}"], needed=w[f"role_{needed}"])
    return page(request, "fault.html", status=403, title=w["fault_role"], advice=advice)


def open_to_all(endpoint: Endpoint) -> Endpoint:
    """Guard a page that needs no session: forms must be ours, and a failing store is said plainly."""

    async def careful(request: Request) -> Response:
        if request.method == "POST" and not is_ours(request):
            _log.warning("refused a form that was not sent from this site")
            return refuse(request, 403)
        try:
            return await endpoint(request)
        except StoreError:
            return refuse(request, 503)

    return careful


def guarded(desk: Desk, route: DeskRoute) -> Route:
    """Make a route that opens to its role; who has less is refused, who is not signed in sent to the door."""

    async def endpoint(request: Request) -> Response:
        member = await signed_in(desk, request)
        if member is None:
            return RedirectResponse("/desk/enter", status_code=303)
        user = member.user
        if not user.role.allows(route.role):
            _log.warning("refused %s what needs the role %s", user.key, route.role)
            return _not_yours(request, user.role, route.role)
        people = _people(desk, member)
        visit = Visit(
            desk=desk,
            request=request,
            person=people[user.key],
            role=user.role,
            language=language_wanted(request),
            people=people,
        )
        return await route.action(visit)

    return Route(route.path, open_to_all(endpoint), methods=[route.method])


def row_number(visit: Visit, name: str) -> int:
    """Give a row's number from the path; 0 for one that no row can have."""
    number: int = visit.request.path_params[name]
    return number if number <= _BIGGEST_ID else 0
