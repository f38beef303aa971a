"""Who gets in: one-time links, sessions, forms from our own pages only, and a row for every route."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from bot.desk.ports import Desk
from bot.desk.routes import desk_routes, routes
from bot.desk.signin import LINK, Attempts, digest, new_link
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
    ("POST", "/desk/c/1/lines/1/correct"): (AGENT, 400, ""),
    ("POST", "/desk/c/1/lines/1/take-back"): (AGENT, 404, ""),
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


async def a_token(desk: Desk) -> str:
    link = await new_link(desk.agents, base=HOST, now=desk.clock.now())
    return link.partition("token=")[2]


def served_routes(desk: Desk) -> Iterator[tuple[str, str]]:
    for route in routes(desk):
        assert isinstance(route, Route)
        for method in (route.methods or set()) - {"HEAD"}:
            yield method, f"/desk{route.path}"


def shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}|\d+|(?<=/)it(?=/)|(?<=/)orari$", "#", path)


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


async def test_opening_a_link_changes_nothing_and_entering_uses_it_up(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    token = await a_token(desk)
    for _ in range(3):
        page = await client.get("/desk/enter", params={"token": token}, headers={"Accept-Language": "it"})
        assert page.status_code == 200
        assert ">Entra</button>" in page.text
        assert "set-cookie" not in page.headers
    form = {"token": token, "person": "FB"}
    assert (await client.post("/desk/enter", data=form, headers=OURS)).headers["location"] == "/desk/"
    assert "Francesca B." in (await client.get("/desk/")).text
    again = await client.post("/desk/enter", data=form, headers=OURS)
    assert (again.status_code, "set-cookie" in again.headers) == (410, False)
    assert (await client.get("/desk/enter", params={"token": token})).status_code == 410


async def test_a_link_expires(client: httpx.AsyncClient, desk: Desk, clock: StandingClock) -> None:
    token = await a_token(desk)
    clock.move(timedelta(minutes=31))
    answer = await client.post("/desk/enter", data={"token": token, "person": "FB"}, headers=OURS)
    assert answer.status_code == 410


async def test_nobody_enters_as_a_person_the_brand_does_not_name(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    answer = await enter(client, desk, person="XX")
    assert (answer.status_code, "set-cookie" in answer.headers) == (400, False)


async def test_a_session_ends_after_twelve_hours(
    client: httpx.AsyncClient, desk: Desk, clock: StandingClock
) -> None:
    await enter(client, desk)
    clock.move(timedelta(hours=11, minutes=59))
    assert (await client.get("/desk/")).status_code == 200
    clock.move(timedelta(minutes=1))
    assert (await client.get("/desk/")).status_code == 303


async def test_signing_out_ends_the_session_even_for_who_kept_the_cookie(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await enter(client, desk)
    kept = client.cookies["desk"]
    left = await client.post("/desk/leave", headers=OURS)
    assert 'desk=""' in left.headers["set-cookie"]
    client.cookies.set("desk", kept)
    assert (await client.get("/desk/")).status_code == 303


async def test_a_cookie_cannot_be_turned_into_another_persons(client: httpx.AsyncClient, desk: Desk) -> None:
    await enter(client, desk)
    mine = client.cookies["desk"]
    client.cookies.clear()
    for cookie, status in ((mine, 200), (mine.replace("FB.", "MR."), 303), (mine.partition(".")[2], 303)):
        assert (await client.get("/desk/", headers={"Cookie": f"desk={cookie}"})).status_code == status


async def test_a_link_is_not_a_session_and_a_session_is_not_a_link(
    client: httpx.AsyncClient, desk: Desk, agents: MemoryAgents
) -> None:
    token = f"FB.{await a_token(desk)}"
    await agents.save_token(digest(token), LINK, desk.clock.now() + timedelta(hours=1))
    assert (await client.get("/desk/", headers={"Cookie": f"desk={token}"})).status_code == 303
    await enter(client, desk)
    form = {"token": client.cookies["desk"], "person": "FB"}
    assert (await client.post("/desk/enter", data=form, headers=OURS)).status_code == 410


async def test_only_digests_are_stored(client: httpx.AsyncClient, desk: Desk, agents: MemoryAgents) -> None:
    await enter(client, desk)
    secret = client.cookies["desk"]
    assert all(secret not in stored and len(stored) == 64 for stored, _kind in agents._tokens)


@pytest.mark.parametrize("secure", [False, True])
async def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(
    agents: MemoryAgents, *, secure: bool
) -> None:
    desk = a_desk(agents, secure=secure)
    site = build_site(chat_routes=[], desk_routes=routes(desk), secure=secure)
    base = HOST.replace("http", "https") if secure else HOST
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url=base) as client:
        form = {"token": await a_token(desk), "person": "FB"}
        answer = await client.post("/desk/enter", data=form, headers={"Origin": base})
        cookie = answer.headers["set-cookie"]
        assert (await client.get("/desk/")).status_code == 200
    assert cookie.startswith("__Host-desk=" if secure else "desk=")
    assert {"HttpOnly", "SameSite=strict", "Path=/", "Max-Age=43200"} <= set(cookie.split("; "))
    assert ("Secure" in cookie.split("; ")) is secure
    assert ("strict-transport-security" in answer.headers) is secure


async def test_guessing_links_is_slowed_down(
    client: httpx.AsyncClient, desk: Desk, clock: StandingClock
) -> None:
    for _ in range(10):
        answer = await client.post("/desk/enter", data={"token": "guess", "person": "FB"}, headers=OURS)
        assert answer.status_code == 410
    assert (await enter(client, desk)).status_code == 429
    clock.move(timedelta(seconds=61))
    assert (await enter(client, desk)).status_code == 303


def test_failed_attempts_of_many_addresses_stay_in_bounds() -> None:
    attempts = Attempts(most=1)
    for number in range(5000):
        attempts.failed(f"10.0.{number // 256}.{number % 256}", 0.0)
    assert len(attempts._failed) == 1000
    assert attempts.too_many("10.0.19.135", 1.0)
    assert not attempts.too_many("10.0.0.0", 1.0)


async def test_a_brand_that_names_nobody_has_one_desk(agents: MemoryAgents, clock: StandingClock) -> None:
    named = a_desk(agents, clock)
    desk = replace(named, people={}, channels={})
    site = build_site(chat_routes=[], desk_routes=routes(desk))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url=HOST) as client:
        token = await a_token(desk)
        page = await client.get("/desk/enter", params={"token": token})
        assert 'name="person" value="DESK"' in page.text
        assert (await enter(client, desk, person="DESK")).status_code == 303


async def test_where_the_clock_is_moved_sign_ins_last_by_the_session_clock(
    agents: MemoryAgents, clock: StandingClock
) -> None:
    real = StandingClock()
    desk = replace(a_desk(agents, clock), session_clock=real)
    site = build_site(chat_routes=[], desk_routes=routes(desk))
    link = await new_link(desk.agents, base=HOST, now=desk.session_now())
    clock.move(timedelta(days=3))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url=HOST) as client:
        form = {"token": link.partition("token=")[2], "person": "FB"}
        assert (await client.post("/desk/enter", data=form, headers=OURS)).status_code == 303
        clock.move(timedelta(days=3))
        assert (await client.get("/desk/")).status_code == 200
        real.move(timedelta(hours=13))
        assert (await client.get("/desk/")).status_code == 303
