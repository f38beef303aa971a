"""The desk's door: one-time links, passwords, sessions and their end, and what slows guessing down."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.desk.access.attempts import Attempts
from bot.desk.ports import Desk
from bot.desk.routes import routes
from bot.desk.signin import new_link
from bot.desk.site import build_site
from bot.model.audit import Entry
from bot.model.role import Role
from bot.service.users import Users
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.desk.visiting import HOST, ITALIAN, OURS, enter
from tests.fakes.brand import CHEAP, a_busy_desk, a_desk
from tests.fakes.clock import StandingClock

PASSWORD = "tre civette sul comò"
SIGN_IN = {"key": "FB", "password": PASSWORD}


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def store() -> SqlStore:
    return open_memory_store()


@pytest.fixture
def desk(clock: StandingClock, store: SqlStore) -> Desk:
    return a_desk(a_busy_desk(), clock, users=Users(store=store, clock=clock, cost=CHEAP))


@pytest.fixture
def site(desk: Desk) -> Starlette:
    return build_site(chat_routes=[], desk_routes=routes(desk))


@asynccontextmanager
async def a_browser(site: Starlette, address: str = "10.0.0.1") -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(site, client=(address, 1))
    async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=ITALIAN) as opened:
        yield opened


@pytest.fixture
async def client(site: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    async with a_browser(site) as opened:
        yield opened


async def a_token(desk: Desk, owner: str = "") -> str:
    return (await new_link(desk.users, base=HOST, owner=owner)).partition("token=")[2]


async def add_francesca(desk: Desk, role: Role = Role.AGENT) -> None:
    await desk.users.add("FB", "Francesca B.", role, by="test", password=PASSWORD)


async def at_desk(client: httpx.AsyncClient) -> int:
    return (await client.get("/desk/")).status_code


async def post(client: httpx.AsyncClient, **form: str) -> httpx.Response:
    return await client.post("/desk/enter", data=form, headers=OURS)


async def audit(store: SqlStore) -> list[tuple[str, str, str]]:
    def told(entry: Entry) -> tuple[str, str, str]:
        return entry.who, entry.what, entry.about

    return [told(entry) for entry in await store.audit_after(0, 100)]


async def test_opening_a_link_changes_nothing_and_entering_uses_it_up(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    token = await a_token(desk)
    for _ in range(3):
        page = await client.get("/desk/enter", params={"token": token})
        assert page.status_code == 200
        assert ">Entra</button>" in page.text
        assert "set-cookie" not in page.headers
    assert (await post(client, token=token, person="FB")).headers["location"] == "/desk/"
    assert "Francesca B." in (await client.get("/desk/")).text
    again = await post(client, token=token, person="FB")
    assert (again.status_code, "set-cookie" in again.headers) == (410, False)
    assert (await client.get("/desk/enter", params={"token": token})).status_code == 410


async def test_the_first_to_enter_becomes_the_admin_and_the_next_link_lets_only_admins_in(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    assert (await post(client, token=await a_token(desk), person="FB")).status_code == 303
    assert [(user.key, user.role) for user in await desk.users.every()] == [("FB", Role.ADMIN)]
    await desk.users.add("MR", "Marco R.", Role.EDITOR, by="FB")
    token = await a_token(desk)
    page = await client.get("/desk/enter", params={"token": token})
    assert re.findall(r'name="person" value="(\w*)"', page.text) == ["FB"]
    assert (await post(client, token=token, person="MR")).status_code == 400
    assert (await post(client, token=token, person="FB")).status_code == 303


async def test_who_is_not_in_the_settings_gives_a_name_and_a_user_name(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    token = await a_token(desk)
    for key, name in (("", "Anna"), ("anna rossi", "Anna"), ("anna", "")):
        answer = await post(client, token=token, person="", key=key, name=name)
        assert (answer.status_code, "set-cookie" in answer.headers) == (422, False)
        assert "Un nome utente ha" in answer.text or "Scrivi il tuo nome" in answer.text
    assert (await post(client, token=token, person="", key="anna", name="Anna R.")).status_code == 303
    assert "Anna R." in (await client.get("/desk/")).text


async def test_a_password_that_is_too_short_uses_no_link_up(client: httpx.AsyncClient, desk: Desk) -> None:
    token = await a_token(desk)
    answer = await post(client, token=token, person="FB", password="corta")
    assert (answer.status_code, "set-cookie" in answer.headers) == (422, False)
    assert "troppo corta" in answer.text
    assert "corta" not in re.sub(r"troppo corta", "", answer.text)
    assert (await post(client, token=token, person="FB", password=PASSWORD)).status_code == 303
    assert (await desk.users.every())[0].has_password


async def test_nobody_enters_as_a_person_the_brand_does_not_name(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    answer = await post(client, token=await a_token(desk), person="XX")
    assert (answer.status_code, "set-cookie" in answer.headers) == (400, False)
    assert await desk.users.every() == ()


async def test_a_link_of_ones_own_lets_nobody_else_in_and_may_set_the_password(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await add_francesca(desk)
    await desk.users.add("MR", "Marco R.", Role.ADMIN, by="test")
    token = await a_token(desk, "fb")
    assert "Entri come Francesca B." in (await client.get("/desk/enter", params={"token": token})).text
    assert (await post(client, token=token, person="MR", password="nuova parola d’ordine")).status_code == 303
    page = (await client.get("/desk/")).text
    assert re.search(r'<a class="me"[^>]*>Francesca B.</a>', page)
    assert await desk.users.sign_in("FB", PASSWORD) is None
    assert await desk.users.sign_in("FB", "nuova parola d’ordine") is not None


async def test_a_link_that_was_shown_before_there_was_a_store_opens_and_expires_as_any(
    desk: Desk, clock: StandingClock
) -> None:
    assert await desk.users.door("shown before") is None
    await desk.users.admit("shown before")
    door = await desk.users.door("shown before")
    assert door is not None
    assert door.owner is None
    clock.move(timedelta(minutes=31))
    assert await desk.users.door("shown before") is None


async def test_a_link_expires(client: httpx.AsyncClient, desk: Desk, clock: StandingClock) -> None:
    token = await a_token(desk)
    clock.move(timedelta(minutes=31))
    assert (await post(client, token=token, person="FB")).status_code == 410


async def test_before_the_first_user_the_door_asks_for_a_link_and_after_for_a_password(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    assert "Serve un link" in (await client.get("/desk/enter")).text
    await add_francesca(desk)
    page = (await client.get("/desk/enter")).text
    assert 'type="password"' in page
    assert "Francesca" not in page


@pytest.mark.parametrize("key", ["FB", "fb"])
async def test_a_password_opens_the_desk(client: httpx.AsyncClient, desk: Desk, key: str) -> None:
    await add_francesca(desk)
    answer = await post(client, key=key, password=PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/")
    assert await at_desk(client) == 200


async def test_a_wrong_password_and_a_user_who_is_not_there_are_answered_alike(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await add_francesca(desk)
    await desk.users.add("MR", "Marco R.", Role.AGENT, by="test")  # who has no password
    answers = [await post(client, key=key, password="indovino io") for key in ("FB", "MR", "nessuno", "a b")]
    assert {(answer.status_code, answer.text) for answer in answers} == {(401, answers[0].text)}
    assert await at_desk(client) == 303


@pytest.mark.parametrize("form", [{}, {"key": "FB"}, {"password": PASSWORD}, {"key": " ", "password": " "}])
async def test_half_a_sign_in_is_refused(client: httpx.AsyncClient, desk: Desk, form: dict[str, str]) -> None:
    await add_francesca(desk)
    assert (await post(client, **form)).status_code in {400, 401}
    assert await at_desk(client) == 303


async def test_a_session_ends_after_twelve_hours(
    client: httpx.AsyncClient, desk: Desk, clock: StandingClock
) -> None:
    await enter(client, desk)
    clock.move(timedelta(hours=11, minutes=59))
    assert await at_desk(client) == 200
    clock.move(timedelta(minutes=1))
    assert await at_desk(client) == 303


async def test_signing_out_ends_the_session_even_for_who_kept_the_cookie(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await enter(client, desk)
    kept = client.cookies["desk"]
    left = await client.post("/desk/leave", headers=OURS)
    assert 'desk=""' in left.headers["set-cookie"]
    client.cookies.set("desk", kept)
    assert await at_desk(client) == 303


ENDINGS: list[Callable[[Users], object]] = [
    lambda users: users.change_password("FB", "un’altra parola", by="MR"),
    lambda users: users.change_role("FB", Role.VIEWER, by="MR"),
    lambda users: users.change_role("FB", Role.ADMIN, by="MR"),
    lambda users: users.remove("FB", by="MR"),
]


@pytest.mark.parametrize("ending", ENDINGS)
async def test_another_password_another_role_or_removal_ends_every_session_and_link(
    site: Starlette, desk: Desk, ending: Callable[[Users], object]
) -> None:
    await add_francesca(desk)
    await desk.users.add("MR", "Marco R.", Role.ADMIN, by="test")
    async with a_browser(site) as one, a_browser(site) as other, a_browser(site) as third:
        await post(one, **SIGN_IN)
        await post(other, **SIGN_IN)
        await enter(third, desk, "MR")
        token = await a_token(desk, "FB")
        await ending(desk.users)  # type: ignore[misc]
        assert [await at_desk(client) for client in (one, other, third)] == [303, 303, 200]
        assert (await post(one, token=token)).status_code == 410


async def test_the_last_admin_stays(desk: Desk) -> None:
    await add_francesca(desk, Role.ADMIN)
    assert await desk.users.remove("FB", by="FB") == "last_admin"
    assert await desk.users.change_role("FB", Role.EDITOR, by="FB") == "last_admin"
    assert await desk.users.remove("nessuno", by="FB") == "unknown"
    assert [user.role for user in await desk.users.every()] == [Role.ADMIN]


async def test_nothing_near_a_cookie_opens(client: httpx.AsyncClient, desk: Desk) -> None:
    await enter(client, desk)
    mine = client.cookies["desk"]
    client.cookies.clear()
    for cookie, status in ((mine, 200), (mine[:-1], 303), (f"MR.{mine}", 303), ("", 303)):
        assert (await client.get("/desk/", headers={"Cookie": f"desk={cookie}"})).status_code == status


async def test_a_link_is_not_a_session_and_a_session_or_a_known_browser_is_no_link(
    client: httpx.AsyncClient, desk: Desk
) -> None:
    await add_francesca(desk)
    token = await a_token(desk, "FB")
    assert (await client.get("/desk/", headers={"Cookie": f"desk={token}"})).status_code == 303
    await post(client, **SIGN_IN)
    session, browser = client.cookies["desk"], client.cookies["desk-known"]
    client.cookies.clear()
    assert (await client.get("/desk/", headers={"Cookie": f"desk={browser}"})).status_code == 303
    for secret in (session, browser):
        assert (await post(client, token=secret)).status_code == 410


async def test_no_secret_is_stored(client: httpx.AsyncClient, desk: Desk, store: SqlStore) -> None:
    await add_francesca(desk)
    link = await a_token(desk, "FB")
    await post(client, **SIGN_IN)
    secrets = (link, client.cookies["desk"], client.cookies["desk-known"], PASSWORD)
    rows = await store._transactions.read(
        lambda tx: str(
            [
                tx.rows("SELECT * FROM token"),
                tx.rows("SELECT * FROM desk_user"),
                tx.rows("SELECT * FROM audit"),
            ]
        )
    )
    assert all(secret not in rows for secret in secrets)
    assert "scrypt$2$1$1$" in rows


@pytest.mark.parametrize("secure", [False, True])
async def test_the_cookies_are_out_of_reach_of_scripts_and_other_sites(desk: Desk, *, secure: bool) -> None:
    await add_francesca(desk)
    site = build_site(chat_routes=[], desk_routes=routes(replace(desk, secure=secure)), secure=secure)
    base = HOST.replace("http", "https") if secure else HOST
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url=base) as client:
        answer = await client.post("/desk/enter", data=SIGN_IN, headers={"Origin": base})
        assert await at_desk(client) == 200
    cookies = answer.headers.get_list("set-cookie")
    prefix = "__Host-" if secure else ""
    assert [cookie.partition("=")[0] for cookie in cookies] == [f"{prefix}desk", f"{prefix}desk-known"]
    for cookie, lasts in zip(cookies, (43_200, 15_552_000), strict=True):
        assert {"HttpOnly", "SameSite=strict", "Path=/", f"Max-Age={lasts}"} <= set(cookie.split("; "))
        assert ("Secure" in cookie.split("; ")) is secure
    assert ("strict-transport-security" in answer.headers) is secure


async def test_guessing_links_is_slowed_down(
    client: httpx.AsyncClient, desk: Desk, clock: StandingClock
) -> None:
    for _ in range(10):
        assert (await post(client, token="guess", person="FB")).status_code == 410
    refused = await enter(client, desk)
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "60")
    assert "Riprova fra 60 secondi" in refused.text
    clock.move(timedelta(seconds=61))
    assert (await enter(client, desk)).status_code == 303


async def test_guessing_passwords_from_one_address_is_slowed_down_whoever_is_named(
    client: httpx.AsyncClient, desk: Desk, clock: StandingClock
) -> None:
    await add_francesca(desk)
    for number in range(10):
        assert (await post(client, key=f"u{number}", password="indovino io")).status_code == 401
    assert (await post(client, **SIGN_IN)).status_code == 429
    clock.move(timedelta(seconds=61))
    assert (await post(client, **SIGN_IN)).status_code == 303


@pytest.mark.parametrize("key", ["FB", "nessuno"])
async def test_guessing_one_users_password_from_many_addresses_is_slowed_down_too(
    site: Starlette, desk: Desk, key: str
) -> None:
    await add_francesca(desk)
    answers = []
    for number in range(12):
        async with a_browser(site, f"10.0.1.{number}") as client:
            answers.append((await post(client, key=key, password="indovino io")).status_code)
    assert answers == [401] * 10 + [429] * 2


async def test_who_has_signed_in_from_a_browser_before_is_not_locked_out_by_others(
    site: Starlette, desk: Desk
) -> None:
    await add_francesca(desk)
    async with a_browser(site) as mine, a_browser(site) as new:
        await post(mine, **SIGN_IN)
        await mine.post("/desk/leave", headers=OURS)
        for number in range(12):
            async with a_browser(site, f"10.0.1.{number}") as client:
                await post(client, key="fb", password="indovino io")
        assert (await post(new, **SIGN_IN)).status_code == 429
        assert (await post(new, token=await a_token(desk, "FB"))).status_code == 303
        assert (await post(mine, **SIGN_IN)).status_code == 303


async def test_a_known_browser_may_not_guess_without_end_either(site: Starlette, desk: Desk) -> None:
    await add_francesca(desk)
    await desk.users.add("MR", "Marco R.", Role.ADMIN, by="test", password="altra parola sua")
    async with a_browser(site) as client:
        await post(client, **SIGN_IN)
        answers = [(await post(client, key="FB", password="indovino io")).status_code for _ in range(11)]
        assert answers == [401] * 10 + [429]
        known_for_another = [await post(client, key="MR", password="indovino io") for _ in range(11)]
        assert [answer.status_code for answer in known_for_another] == [401] * 10 + [429]


async def test_many_attempts_at_once_are_no_way_round() -> None:
    attempts = Attempts(most=3)
    for _ in range(3):
        assert attempts.wait("a", 5.0) == 0
        attempts.begin("a", 5.0)
    assert attempts.wait("a", 5.0) == 60
    attempts.succeeded("a", 5.0)
    assert attempts.wait("a", 5.0) == 0


def test_attempts_of_many_addresses_stay_in_bounds() -> None:
    attempts = Attempts(most=1)
    for number in range(5000):
        attempts.begin(f"10.0.{number // 256}.{number % 256}", 0.0)
    assert len(attempts._tried) == 1000
    assert attempts.wait("10.0.19.135", 1.0) == 59
    assert attempts.wait("10.0.0.0", 1.0) == 0


async def test_what_happens_at_the_door_is_written_down_without_what_was_typed(
    client: httpx.AsyncClient, desk: Desk, store: SqlStore
) -> None:
    await add_francesca(desk)
    await post(client, key="FB", password="indovino io")
    await post(client, key="segreto-mio", password="x")
    await post(client, token="niente")
    await post(client, **SIGN_IN)
    await client.post("/desk/leave", headers=OURS)
    await post(client, token=await a_token(desk, "FB"))
    assert await audit(store) == [
        ("test", "user_added", "user:FB role:agent"),
        ("FB", "sign_in_refused", "by:password"),
        ("", "sign_in_refused", "by:password"),
        ("", "sign_in_refused", "by:link"),
        ("FB", "signed_in", "by:password"),
        ("FB", "signed_out", ""),
        ("", "link_made", "user:FB"),
        ("FB", "signed_in", "by:link"),
    ]


async def test_a_brand_that_names_nobody_asks_who_is_the_first(desk: Desk) -> None:
    site = build_site(chat_routes=[], desk_routes=routes(replace(desk, people={})))
    async with a_browser(site) as client:
        token = await a_token(desk)
        page = (await client.get("/desk/enter", params={"token": token})).text
        assert 'type="radio"' not in page
        assert (await post(client, token=token, key="anna", name="Anna")).status_code == 303
