"""Who may do what: a row for every route, each role and nobody, and forms from our own pages only."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from bot.desk.ports import Desk
from bot.desk.routes import desk_routes, routes
from bot.desk.site import build_site
from bot.model.role import Role
from tests.desk.visiting import HOST, OURS, enter, visiting
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_busy_desk, a_desk
from tests.fakes.clock import StandingClock

VIEWER, AGENT, EDITOR, ADMIN = Role
ENDLESS = 0
OPEN = {
    # to everybody, method and path: what is answered, and where it leads
    ("GET", "/desk/enter"): (200, ""),
    ("POST", "/desk/enter"): (400, ""),
}
MATRIX = {
    # method and path: the least role, and what is answered to it and to all above it: a status, and where
    # it leads. Who has less is answered 403; who is not signed in is sent to the door.
    ("GET", "/desk/"): (VIEWER, 200, ""),
    ("POST", "/desk/leave"): (VIEWER, 303, "/desk/enter"),
    ("POST", "/desk/stop"): (ADMIN, 400, ""),
    ("POST", "/desk/resume"): (ADMIN, 400, ""),
    ("POST", "/desk/breakers/close"): (ADMIN, 404, ""),
    ("GET", "/desk/replies"): (VIEWER, 200, ""),
    ("GET", "/desk/replies/it/orari"): (VIEWER, 200, ""),
    ("POST", "/desk/replies/it/orari"): (EDITOR, 200, ""),
    ("GET", "/desk/rows"): (VIEWER, 200, ""),
    ("GET", "/desk/c/1"): (VIEWER, 200, ""),
    ("GET", "/desk/c/1/talk"): (VIEWER, 200, ""),
    ("GET", "/desk/c/1/prepared"): (AGENT, 200, ""),
    ("POST", "/desk/c/2/letters/71/undo"): (AGENT, 409, ""),
    ("POST", "/desk/c/2/letters/71/look"): (AGENT, 200, ""),
    ("POST", "/desk/c/2/letters/71/arrived"): (AGENT, 303, "/desk/c/2"),
    ("POST", "/desk/c/1/note"): (AGENT, 400, ""),
    ("POST", "/desk/c/1/assign"): (AGENT, 400, ""),
    ("POST", "/desk/c/1/promise"): (AGENT, 422, ""),
    ("POST", "/desk/c/1/take"): (AGENT, 303, "/desk/c/1"),
    ("POST", "/desk/c/1/reply"): (AGENT, 400, ""),
    ("POST", "/desk/c/1/typing"): (AGENT, 204, ""),
    ("POST", "/desk/c/1/check"): (AGENT, 200, ""),
    ("POST", "/desk/c/1/hand-back"): (AGENT, 303, "/desk/c/1"),
    ("POST", "/desk/c/1/close"): (AGENT, 303, "/desk/c/1"),
    ("POST", "/desk/c/1/mute"): (AGENT, 400, ""),
    ("POST", "/desk/c/1/unmute"): (AGENT, 303, "/desk/c/1"),
    ("POST", "/desk/c/1/tasks/1/done"): (AGENT, 303, "/desk/c/1"),
    ("POST", "/desk/c/2/letters/71/resend"): (AGENT, 303, "/desk/c/2"),
    ("POST", "/desk/c/1/count"): (AGENT, 200, ""),
    ("POST", "/desk/c/1/drafts/1/approve"): (AGENT, 409, ""),
    ("POST", "/desk/c/1/drafts/1/edit"): (AGENT, 400, ""),
    ("POST", "/desk/c/1/drafts/1/refuse"): (AGENT, 400, ""),
    ("GET", "/desk/listening"): (VIEWER, 200, ""),
    ("GET", "/desk/incidents"): (VIEWER, 200, ""),
    ("POST", "/desk/incidents"): (EDITOR, 200, ""),
    ("GET", "/desk/incidents/1"): (VIEWER, 404, ""),
    ("POST", "/desk/incidents/1/open"): (EDITOR, 404, ""),
    ("POST", "/desk/incidents/1/update"): (EDITOR, 404, ""),
    ("POST", "/desk/incidents/1/close"): (EDITOR, 404, ""),
    ("POST", "/desk/incidents/1/dismiss"): (EDITOR, 404, ""),
    ("GET", "/desk/unanswered"): (VIEWER, 200, ""),
    ("GET", "/desk/unanswered/g/1"): (VIEWER, 404, ""),
    ("POST", "/desk/unanswered/g/1/dismiss"): (EDITOR, 404, ""),
    ("GET", "/desk/unanswered/teach"): (EDITOR, 200, ""),
    ("POST", "/desk/unanswered/teach"): (EDITOR, 409, ""),
    ("GET", "/desk/unanswered/draft"): (EDITOR, 200, ""),
    ("POST", "/desk/unanswered/draft/drop"): (EDITOR, 303, "/desk/unanswered/draft"),
    ("POST", "/desk/unanswered/draft/publish"): (EDITOR, 409, ""),
    ("GET", "/desk/try"): (VIEWER, 200, ""),
    ("GET", "/desk/calendar"): (VIEWER, 200, ""),
    ("GET", "/desk/calendar/week"): (EDITOR, 200, ""),
    ("POST", "/desk/calendar/week"): (EDITOR, 409, ""),
    ("GET", "/desk/calendar/exceptions/1"): (EDITOR, 404, ""),
    ("POST", "/desk/calendar/exceptions/1"): (EDITOR, 404, ""),
    ("GET", "/desk/follow-ups"): (VIEWER, 200, ""),
    ("GET", "/desk/report"): (VIEWER, 200, ""),
    ("GET", "/desk/report.csv"): (VIEWER, 200, ""),
    ("GET", "/desk/report.json"): (VIEWER, 200, ""),
    ("POST", "/desk/c/1/lines/1/correct"): (AGENT, 400, ""),
    ("POST", "/desk/c/1/lines/1/take-back"): (AGENT, 404, ""),
    ("GET", "/desk/audit"): (ADMIN, 200, ""),
    ("GET", "/desk/users"): (ADMIN, 200, ""),
    ("POST", "/desk/users"): (ADMIN, 400, ""),
    ("POST", "/desk/users/FB/role"): (ADMIN, 400, ""),
    ("POST", "/desk/users/FB/link"): (ADMIN, 200, ""),
    ("POST", "/desk/users/FB/remove"): (ADMIN, 422, ""),
    ("GET", "/desk/me"): (VIEWER, 200, ""),
    ("POST", "/desk/me"): (VIEWER, 422, ""),
    ("GET", "/desk/events"): (VIEWER, ENDLESS, ""),  # it never ends: see test_live.py
}


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def agents() -> MemoryAgents:
    return a_busy_desk()


@pytest.fixture
def desk(agents: MemoryAgents, clock: StandingClock) -> Desk:
    return a_desk(agents, clock)


@pytest.fixture
def site(desk: Desk) -> Starlette:
    return build_site(chat_routes=[], desk_routes=routes(desk))


@pytest.fixture
async def client(site: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url=HOST) as opened:
        yield opened


def served_routes(desk: Desk) -> Iterator[tuple[str, str]]:
    for route in routes(desk):
        assert isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}:
            yield method, f"/desk{route.path}"


def shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}|\d+|(?<=/)it(?=/)|(?<=/)orari$|(?<=/)(?:FB|MR)(?=/)", "#", path)


def test_every_route_has_a_row_and_every_row_has_the_routes_role(desk: Desk) -> None:
    asked = {(route.method, shape(f"/desk{route.path}")): route.role for route in desk_routes()}
    assert {(method, shape(path)): row[0] for (method, path), row in MATRIX.items()} == asked
    opened = {(method, shape(path)) for method, path in OPEN}
    assert {(method, shape(path)) for method, path in served_routes(desk)} == opened | asked.keys()


@pytest.mark.parametrize(("method", "path"), [*OPEN, *MATRIX])
async def test_without_a_session_nothing_is_shown_or_changed(
    client: httpx.AsyncClient, agents: MemoryAgents, method: str, path: str
) -> None:
    before = agents.dossiers.copy()
    answer = await client.request(method, path, headers=OURS)
    expected = OPEN.get((method, path), (303, "/desk/enter"))
    assert (answer.status_code, answer.headers.get("location", "")) == expected
    assert agents.dossiers == before
    assert "Luca" not in answer.text


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize(("method", "path"), [key for key, row in MATRIX.items() if row[1] != ENDLESS])
async def test_each_role_does_what_is_its_own_and_nothing_beyond(
    agents: MemoryAgents, desk: Desk, role: Role, method: str, path: str
) -> None:
    least, status, location = MATRIX[method, path]
    before = agents.dossiers.copy()
    async with visiting(desk, role=role, headers=OURS) as client:
        answer = await client.request(method, path)
    if role.allows(least):
        assert (answer.status_code, answer.headers.get("location", "")) == (status, location)
    else:
        assert (answer.status_code, agents.dossiers) == (403, before)
        assert "Luca" not in answer.text


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("path", [path for (method, path), row in MATRIX.items() if row[1] == 200])
async def test_no_page_shows_a_button_that_is_not_the_readers(desk: Desk, role: Role, path: str) -> None:
    asked = {shape(f"/desk{route.path}"): route.role for route in desk_routes() if route.method == "POST"}
    async with visiting(desk, role=role) as client:
        html = (await client.get(path)).text
    for action in re.findall(r'<form method="post" action="([^"]*)"', html):
        assert role.allows(asked[shape(action)]), action


@pytest.mark.parametrize("path", [path for method, path in [*OPEN, *MATRIX] if method == "POST"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "http://evil.test"},
        {"Origin": "null"},
        {"Origin": "http://desk.test.evil.test"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://evil.test", "Sec-Fetch-Site": "same-origin"},
    ],
)
async def test_a_form_from_elsewhere_changes_nothing(
    client: httpx.AsyncClient, desk: Desk, agents: MemoryAgents, path: str, headers: dict[str, str]
) -> None:
    await enter(client, desk)
    before = agents.dossiers.copy()
    assert (await client.post(path, headers=headers)).status_code == 403
    assert agents.dossiers == before
