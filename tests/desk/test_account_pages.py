"""The pages of the audit and of one's own account, and how the channels are on every page."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape

import httpx
import pytest

from bot.desk.ports import Desk
from bot.desk.words import words
from bot.model.audit import Deed
from bot.model.role import Role
from bot.service.users import Users
from bot.service.values import ChannelHealth, Health, Standing
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.contracts.store_incidents import word
from tests.desk.visiting import OURS, visiting
from tests.fakes.brand import CHEAP, a_busy_desk, a_desk
from tests.fakes.clock import NOON, StandingClock

PASSWORD = "tre civette sul comò"
NEW = "ambarabà ciccì coccò"


@pytest.fixture
def store() -> SqlStore:
    return open_memory_store()


@pytest.fixture
def clock() -> StandingClock:
    return StandingClock()


@pytest.fixture
def desk(store: SqlStore, clock: StandingClock) -> Desk:
    return a_desk(a_busy_desk(), clock, users=Users(store=store, clock=clock, cost=CHEAP))


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


async def numbers(client: httpx.AsyncClient, path: str) -> list[int]:
    return [int(found) for found in re.findall(r"<tr><td>(\d+)</td>", (await client.get(path)).text)]


async def change(client: httpx.AsyncClient, current: str, new: str, again: str) -> httpx.Response:
    form = {"current": current, "new": new, "again": again}
    return await client.post("/desk/me", data=form, headers=OURS)


async def test_the_audit_is_read_a_page_at_a_time_newest_first(desk: Desk, store: SqlStore) -> None:
    for number in range(118):
        await store.refuse_sign_in("", f"try-{number}", NOON)
    async with visiting(desk) as client:  # whose coming in makes 121: added, a link, signed in
        first = (await client.get("/desk/audit")).text
        assert await numbers(client, "/desk/audit") == [*range(121, 71, -1)]
        assert 'href="/desk/audit?before=72"' in first
        assert "Voci più recenti" not in first
        assert await numbers(client, "/desk/audit?before=72") == [*range(71, 21, -1)]
        last = (await client.get("/desk/audit?before=22")).text
        assert ("Voci più recenti" in last, "Voci più vecchie" in last) == (True, False)
        for odd in ("x", "-1", "9" * 40, "²"):
            assert (await numbers(client, f"/desk/audit?before={odd}"))[0] == 121


async def test_an_entry_is_told_in_words_and_leads_to_what_it_is_about(desk: Desk, store: SqlStore) -> None:
    async with visiting(desk) as client:
        await store.open_incident(word(), [], 0)
        assert '<a href="/desk/incidents/1">guasto 1</a>' in (await client.get("/desk/audit")).text
        page = plain((await client.get("/desk/audit")).text)
        assert "Francesca B. (FB) ha fatto l’accesso con: link" in page
        assert "ruolo amministratore" in page


@pytest.mark.parametrize("language", ["en", "it"])
def test_every_deed_and_every_role_has_its_words(language: str) -> None:
    known = words(language)
    assert {f"deed_{deed}" for deed in Deed} | {f"role_{role}" for role in Role} <= known.keys()


async def test_a_password_is_changed_by_who_knows_it_and_ends_all_other_sessions(desk: Desk) -> None:
    await desk.users.add("FB", "Francesca B.", Role.VIEWER, by="test", password=PASSWORD)
    async with visiting(desk) as client, visiting(desk) as other:
        for current, new, again, told in (
            ("sbagliata", NEW, NEW, "La password attuale non è giusta."),
            (PASSWORD, NEW, f"{NEW}!", "Le due password nuove sono diverse."),
            (PASSWORD, "breve", "breve", "troppo corta"),
        ):
            answer = await change(client, current, new, again)
            assert (answer.status_code, told in plain(answer.text)) == (422, True)
        assert (await other.get("/desk/")).status_code == 200
        assert (await change(client, PASSWORD, NEW, NEW)).headers["location"] == "/desk/me?done=yes"
        assert "La password è cambiata" in plain((await client.get("/desk/me?done=yes")).text)
        assert (await other.get("/desk/")).status_code == 303
    assert await desk.users.sign_in("FB", PASSWORD) is None


async def test_guessing_the_current_password_is_slowed_down_as_it_is_at_the_door(
    desk: Desk, clock: StandingClock
) -> None:
    await desk.users.add("FB", "Francesca B.", Role.VIEWER, by="test", password=PASSWORD)
    async with visiting(desk) as client:
        answers = [await change(client, "indovino io", NEW, NEW) for _ in range(10)]
        assert {answer.status_code for answer in answers} == {422}
        refused = await change(client, PASSWORD, NEW, NEW)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "300")
        door = {"key": "FB", "password": PASSWORD}
        assert (await client.post("/desk/enter", data=door, headers=OURS)).status_code == 429
        clock.move(timedelta(seconds=301))
        assert (await change(client, PASSWORD, NEW, NEW)).status_code == 303


async def test_who_came_by_a_link_sets_a_first_password_without_an_old_one(desk: Desk) -> None:
    async with visiting(desk) as client:
        page = (await client.get("/desk/me")).text
        assert 'name="current"' not in page
        assert "Nome utente FB, ruolo: amministratore." in plain(page)
        assert (await change(client, "", NEW, NEW)).status_code == 303
        assert 'name="current"' in (await client.get("/desk/me")).text


@pytest.mark.parametrize(
    "path",
    ["/desk/", "/desk/c/1", "/desk/replies", "/desk/incidents", "/desk/try", "/desk/unanswered", "/desk/me"],
)
async def test_the_switch_and_how_the_channels_are_stand_on_every_page(path: str) -> None:
    agents = a_busy_desk()
    agents.connected = (
        ChannelHealth(channel="x", account="a", health=Health(standing=Standing.STOPPED, detail="401")),
        ChannelHealth(channel="web", account="web", health=Health(standing=Standing.OK)),
    )
    async with visiting(a_desk(agents)) as client:
        page = (await client.get(path)).text
    assert "Canali da guardare: 1" in plain(page)
    assert 'action="/desk/stop"' in page


async def test_an_admin_adds_a_user_whose_link_is_shown_once_and_works(desk: Desk, store: SqlStore) -> None:
    form = {"key": "MR", "name": "Marco R.", "role": "agent"}
    async with visiting(desk) as client, visiting(desk) as other:
        page = await client.post("/desk/users", data=form, headers=OURS)
        token = re.findall(r"http://desk\.test/desk/enter\?token=([\w-]+)", page.text)
        assert (page.status_code, len(token)) == (200, 1)
        assert "token=" not in (await client.get("/desk/users")).text
        assert (await other.post("/desk/enter", data={"token": token[0]}, headers=OURS)).status_code == 303
        assert "Marco R." in (await other.get("/desk/me")).text
        assert (await other.get("/desk/users")).status_code == 403
        again = await client.post("/desk/users", data=form, headers=OURS)
        assert (again.status_code, "già preso" in again.text) == (422, True)
    deeds = [
        (entry.who, entry.what)
        for entry in await store.audit_after(0, 100)
        if entry.about.startswith("user:MR")
    ]
    assert deeds == [("FB", "user_added"), ("FB", "link_made")]


async def test_an_admin_changes_a_role_and_removes_a_user_but_not_the_last_admin(desk: Desk) -> None:
    await desk.users.add("MR", "Marco R.", Role.AGENT, by="test")
    async with visiting(desk) as client:

        async def post(path: str, **form: str) -> tuple[int, str]:
            answer = await client.post(f"/desk/users/{path}", data=form, headers=OURS)
            return answer.status_code, answer.headers.get("location", "")

        assert await post("FB/role", role="agent") == (422, "")
        assert await post("FB/remove") == (422, "")
        assert await post("MR/role", role="king") == (400, "")
        assert await post("XX/role", role="agent") == (404, "")
        assert await post("XX/remove") == (404, "")
        assert await post("XX/link") == (404, "")
        assert await post("mr/role", role="editor") == (303, "/desk/users")
        assert [(user.key, user.role) for user in await desk.users.every()] == [
            ("FB", Role.ADMIN),
            ("MR", Role.EDITOR),
        ]
        assert await post("mr/remove") == (303, "/desk/users")
    assert [user.key for user in await desk.users.every()] == ["FB"]
