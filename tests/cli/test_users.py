"""`users` and `audit`: who may sign in, what people did, and whether it still stands as it was written."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import httpx
import pytest

from bot.cli import main
from bot.service.passwords import fits
from bot.stores import open_store
from bot.stores.beside import open_beside
from tests.cli.conftest import Running, change
from tests.fakes.clock import NOON

Capture = pytest.CaptureFixture[str]
Start = Callable[..., Running]
PASSWORD = "tre civette sul comò"


def said(project: Path, capsys: Capture, *words: str, code: int = 0) -> str:
    assert main(["-C", str(project), *words]) == code
    out, err = capsys.readouterr()
    return out + err


def type_in(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", StringIO(text))


def kept(project: Path, key: str) -> str:
    async def read() -> str:
        store = open_beside(project / "sportello.db")
        try:
            return await store.password_of(key)
        finally:
            await store.close()

    return asyncio.run(read())


def test_a_user_is_added_before_the_first_run_changed_and_removed(project: Path, capsys: Capture) -> None:
    told = said(project, capsys, "users", "add", "FB", "--role", "admin")
    assert "FB (Francesca B.) may sign in now, as admin." in told
    assert "http://127.0.0.1:8080/desk/enter?token=" in told
    said(project, capsys, "users", "add", "anna", "--role", "viewer", "--name", "Anna R.")
    assert said(project, capsys, "users", "list") == (
        "anna  viewer  Anna R.  (by link only)\nFB    admin   Francesca B.  (by link only)\n"
    )
    assert "anna is agent now" in said(project, capsys, "users", "role", "anna", "agent")
    assert "can sign in no more" in said(project, capsys, "users", "remove", "ANNA")
    assert json.loads(said(project, capsys, "users", "list", "--json")) == [
        {"user": "FB", "name": "Francesca B.", "role": "admin", "password": False}
    ]


def test_a_password_is_read_from_standard_input_and_never_printed(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    type_in(monkeypatch, f"{PASSWORD}\nmore\n")
    told = said(project, capsys, "users", "add", "FB", "--role", "admin", "--password")
    assert "token=" not in told
    assert fits(PASSWORD, kept(project, "FB"))
    type_in(monkeypatch, "un’altra parola\n")
    told += said(project, capsys, "users", "password", "fb")
    assert fits("un’altra parola", kept(project, "FB"))
    assert PASSWORD not in told
    assert "altra parola" not in told


@pytest.mark.parametrize(
    "case",
    [
        (["add", "fb", "--role", "agent"], "", "there is such a user already"),
        (["add", "a b", "--role", "agent"], "", "this is no user name"),
        (["add", "MR", "--role", "agent", "--name", "x" * 81], "", "this is no name"),
        (["add", "MR", "--role", "agent", "--password"], "breve\n", "too short"),
        (["password", "FB"], "\n", "too short"),
        (["password", "FB"], "FBFBFBFBFBFB\n", "too easy"),
        (["password", "XX"], "", "there is no user “XX”"),
        (["role", "XX", "agent"], "", "there is no user “XX”"),
        (["role", "FB", "agent"], "", "is the last admin"),
        (["remove", "FB"], "", "is the last admin"),
        (["remove", "XX"], "", "there is no user “XX”"),
        (["link", "XX"], "", "there is no user “XX”"),
    ],
)
def test_what_cannot_be_says_why_and_changes_nothing(
    project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch, case: tuple[list[str], str, str]
) -> None:
    words, typed, told = case
    said(project, capsys, "users", "add", "FB", "--role", "admin")
    before = said(project, capsys, "users", "list"), said(project, capsys, "audit")
    type_in(monkeypatch, typed)
    assert told in said(project, capsys, "users", *words, code=2)
    assert (said(project, capsys, "users", "list"), said(project, capsys, "audit")) == before


def test_without_a_store_there_is_nobody_to_change(project: Path, capsys: Capture) -> None:
    assert "there is no store" in said(project, capsys, "users", "list", code=2)
    assert "there is no store" in said(project, capsys, "audit", code=2)
    assert not (project / "sportello.db").exists()


def test_links_lead_to_where_people_open_the_desk(project: Path, capsys: Capture) -> None:
    change(project / "settings.toml", "[console]", '[console]\nurl = "https://desk.example.it"')
    told = said(project, capsys, "users", "add", "FB", "--role", "admin")
    assert "https://desk.example.it/desk/enter?token=" in told


@pytest.mark.parametrize(
    "url", ["desk.example.it", "ftp://desk.example.it", "https://desk.example.it/x", "https://a b"]
)
def test_an_address_that_is_no_site_is_refused(project: Path, capsys: Capture, url: str) -> None:
    change(project / "settings.toml", "[console]", f'[console]\nurl = "{url}"')
    assert "not the address of a site" in said(project, capsys, "lint", code=1)


def test_the_whole_network_is_let_in_only_once_somebody_can_sign_in(
    project: Path, capsys: Capture, start: Start
) -> None:
    change(project / "settings.toml", 'listen = "127.0.0.1:8080"', 'listen = "0.0.0.0:8080"')
    assert main(["-C", str(project), "run", "--port", "0"]) == 2
    told = capsys.readouterr().err
    assert "nobody can sign in at the desk yet, and 0.0.0.0 is open to the network" in told
    assert "users add NAME --role admin" in told
    said(project, capsys, "users", "add", "FB", "--role", "admin")
    running = start()
    line = running.until("  desk ")
    assert "token=" not in line
    assert "sign in with your user name and password" in line


def test_a_users_link_opens_the_running_desk_once(project: Path, capsys: Capture, start: Start) -> None:
    said(project, capsys, "users", "add", "FB", "--role", "admin")
    base = running_base(start())
    link = said(project, capsys, "users", "link", "FB").split("token=")[1].split()[0]
    form, ours = {"token": link, "password": PASSWORD}, {"Origin": base}
    assert httpx.post(f"{base}/desk/enter", data=form, headers=ours).status_code == 303
    assert httpx.post(f"{base}/desk/enter", data=form, headers=ours).status_code == 410
    again = httpx.post(f"{base}/desk/enter", data={"key": "fb", "password": PASSWORD}, headers=ours)
    assert again.status_code == 303
    said(project, capsys, "users", "remove", "FB", code=2)
    said(project, capsys, "users", "add", "MR", "--role", "admin")
    cookies = {"desk": again.cookies["desk"]}
    assert httpx.get(f"{base}/desk/", cookies=cookies).status_code == 200
    said(project, capsys, "users", "remove", "FB")
    assert httpx.get(f"{base}/desk/", cookies=cookies).status_code == 303
    assert "the audit stands" in said(project, capsys, "audit", "--verify")


def running_base(running: Running) -> str:
    return running.until("  desk ").split()[1].partition("/desk/")[0]


@pytest.fixture
def written(project: Path) -> Path:
    """A brand whose audit has six entries; gives the store's file."""

    async def write() -> None:
        store = open_store(f"sqlite:///{path}")
        for number in range(6):
            await store.refuse_sign_in("", f"try-{number}", NOON)
        await store.close()

    path = project / "sportello.db"
    asyncio.run(write())
    return path


@pytest.mark.usefixtures("written")
def test_the_audit_is_shown_and_stands(project: Path, capsys: Capture) -> None:
    lines = said(project, capsys, "audit", "--last", "2").splitlines()
    assert [line.split() for line in lines] == [
        ["5", "2026-12-09", "12:00:00Z", "-", "sign_in_refused", "by:try-4"],
        ["6", "2026-12-09", "12:00:00Z", "-", "sign_in_refused", "by:try-5"],
    ]
    shown = json.loads(said(project, capsys, "audit", "--json", "--last", "0"))
    assert [entry["n"] for entry in shown] == [1, 2, 3, 4, 5, 6]
    assert shown[0]["at"] == "2026-12-09T12:00:00.000Z"
    told = json.loads(said(project, capsys, "audit", "--verify", "--json"))
    assert told == {"entries": 6, "head": shown[-1]["hash"], "fault": None}


def test_one_changed_byte_in_the_file_shows_at_its_entry(
    project: Path, written: Path, capsys: Capture
) -> None:
    raw = written.read_bytes()
    assert raw.count(b"try-3") == 1
    written.write_bytes(raw.replace(b"try-3", b"try-9"))
    told = said(project, capsys, "audit", "--verify", code=1)
    assert "entry 4 is not as it was written" in told
    assert "What comes before it stands: 3 in all." in told
    assert json.loads(said(project, capsys, "audit", "--verify", "--json", code=1))["fault"]["n"] == 4


def test_the_store_itself_refuses_to_change_or_delete_an_entry(written: Path) -> None:
    connection = sqlite3.connect(written)
    for statement in ("UPDATE audit SET who = 'x'", "DELETE FROM audit WHERE n = 6"):
        with pytest.raises(sqlite3.DatabaseError, match="the audit is not changed"):
            connection.execute(statement)
    connection.close()


def test_an_end_that_was_cut_off_shows_against_what_was_noted(
    project: Path, written: Path, capsys: Capture
) -> None:
    noted = said(project, capsys, "audit", "--verify").strip().rpartition(" ")[2]
    assert noted.startswith("6:")
    assert "stands" in said(project, capsys, "audit", "--verify", "--known", noted)
    connection = sqlite3.connect(written)
    connection.executescript("DROP TRIGGER audit_is_not_deleted; DELETE FROM audit WHERE n = 6;")
    connection.close()
    assert "stands" in said(project, capsys, "audit", "--verify")
    assert "entry 6 is not as it was written: it is gone" in said(
        project, capsys, "audit", "--known", noted, code=1
    )
    assert "no noted entry" in said(project, capsys, "audit", "--known", "x", code=2)
