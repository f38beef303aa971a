"""The calendar's pages: the days as they are, a moment one chooses, and changes looked over and published."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Mapping
from html import unescape
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.calendar.showing import stretches_of
from bot.desk.words import words
from bot.knowledge.library import Built
from bot.model.almanac import CELLS
from bot.model.role import Role
from bot.service.brand import Brand
from tests.desk.visiting import OURS, visiting
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_desk, served, some_hours
from tests.fakes.clock import StandingClock
from tests.support.brand import write_brand

IT = words("it")
EVIL = "</td><script>alert(1)</script>\u202e"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_brand(tmp_path, '[channels.chat]\n[channels.wall]\nmode = "answer"', store="a")


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "settings.toml"


@pytest.fixture
def brand(folder: Path) -> Brand:
    return served(folder)


@pytest.fixture
async def client(brand: Brand) -> AsyncIterator[httpx.AsyncClient]:
    clock = StandingClock()
    async with visiting(a_desk(MemoryAgents(), clock, calendar=some_hours(brand, clock))) as opened:
        yield opened


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def form_of(page: str) -> dict[str, str]:
    """Give the form of a page as a browser would send it."""
    inputs = re.findall(r"<input ([^>]*)>", page)
    found = [dict(re.findall(r'([a-z]+)="([^"]*)"', item)) for item in inputs]
    return {item["name"]: unescape(item.get("value", "")) for item in found if item.get("type") != "radio"}


async def sent(client: httpx.AsyncClient, path: str, **changes: str) -> httpx.Response:
    """Open an editor, change fields, and press its first button."""
    form = form_of((await client.get(path)).text)
    return await client.post(path, data={"go": "look", **form, **changes}, headers=OURS)


async def test_the_page_shows_how_it_stands_the_days_and_what_a_message_is_told(
    client: httpx.AsyncClient,
) -> None:
    page = unescape((await client.get("/desk/calendar")).text)
    assert "Adesso: chiusi per la pausa; si riapre: 14:00." in page
    assert page.count("<svg") == 14
    assert page.count("<title>") == 1 + 14
    assert "mer 9 dic" in page
    assert "Ti risponde una persona" in page or "Siamo di nuovo qui" in page
    assert 'href="/desk/calendar/week"' in page
    assert "style=" not in page


async def test_a_moment_one_chooses_decides_what_is_said_and_what_is_none_is_said_at_its_field(
    client: httpx.AsyncClient,
) -> None:
    night = await client.get("/desk/calendar", params={"at": "sab 22:00", "channel": "chat"})
    assert "Un messaggio in questo momento: sab 12 dic, 22:00" in night.text
    assert "Siamo di nuovo qui lunedì" in unescape(night.text)
    wrong = await client.get("/desk/calendar", params={"at": EVIL})
    assert wrong.status_code == 400
    assert 'aria-invalid="true" aria-describedby="wrong"' in wrong.text
    assert "<script>alert" not in wrong.text


async def test_a_week_is_looked_over_then_published_and_served(
    client: httpx.AsyncClient, file: Path, brand: Brand
) -> None:
    before = read(file)
    looked = await sent(client, "/desk/calendar/week", sat="10:00 – 12:00")
    assert looked.status_code == 200
    assert '<code class="in">+sat = [&#34;10:00-12:00&#34;]</code>' in looked.text
    assert "sab 12 dic 2026" in looked.text
    assert read(file) == before, "a look writes nothing"
    form = form_of(looked.text)
    done = await client.post("/desk/calendar/week", data={**form, "go": "publish"}, headers=OURS)
    assert (done.status_code, done.headers["location"]) == (303, "/desk/calendar?done=published")
    assert 'sat = ["10:00-12:00"]' in read(file)
    assert 5 in brand.knowledge.calendar.week
    page = (await client.get(done.headers["location"])).text
    assert IT["calendar_done"] in page


async def test_what_was_not_looked_over_is_looked_over_first(client: httpx.AsyncClient, file: Path) -> None:
    before = read(file)
    form = form_of((await sent(client, "/desk/calendar/week", sat="10:00-12:00")).text)
    page = await client.post(
        "/desk/calendar/week", data={**form, "sun": "08:00-09:00", "go": "publish"}, headers=OURS
    )
    assert page.status_code == 200
    assert "sun = [" in page.text
    assert read(file) == before


async def test_errors_stand_beside_their_fields_and_nothing_can_be_published(
    client: httpx.AsyncClient, file: Path
) -> None:
    before = read(file)
    page = await sent(client, "/desk/calendar/week", wed="9-13", holidays="IT-XX")
    assert page.status_code == 422
    field = re.search(r'<input id="wed".*?</div></div>', page.text, re.DOTALL)
    assert field is not None
    assert 'aria-invalid="true" aria-describedby="wed-wrong"' in field[0]
    assert "“9” is not a time of day" in unescape(field[0])
    assert 'value="9-13"' in field[0], "what was typed is still there"
    assert 'value="publish"' not in page.text
    assert read(file) == before


async def test_an_exception_is_made_changed_and_taken_out(
    client: httpx.AsyncClient, file: Path, brand: Brand
) -> None:
    before = read(file)
    new = "/desk/calendar/exceptions/new"
    looked = await sent(client, new, first="2026-12-24", last="2026-12-26", note=EVIL)
    assert "<script>alert" not in looked.text
    done = await client.post(new, data={**form_of(looked.text), "go": "publish"}, headers=OURS)
    assert done.status_code == 303
    (made,) = brand.knowledge.settings.hours.exceptions
    assert (str(made.first), str(made.last), made.open) == ("2026-12-24", "2026-12-26", ())
    page = (await client.get("/desk/calendar")).text
    assert "gio 24 dic 2026 – sab 26 dic 2026" in page
    assert "<script>alert" not in page
    one = "/desk/calendar/exceptions/0"
    asked = await sent(client, one, go="remove")
    assert IT["calendar_removing"] in asked.text
    assert len(brand.knowledge.settings.hours.exceptions) == 1
    gone = await client.post(one, data={**form_of(asked.text), "go": "remove_now"}, headers=OURS)
    assert gone.status_code == 303
    assert read(file) == before


async def test_a_wrong_exception_says_so_beside_its_field(client: httpx.AsyncClient) -> None:
    page = await sent(
        client, "/desk/calendar/exceptions/new", first="2026-12-24", last="2026-12-01", open="9"
    )
    assert page.status_code == 422
    assert "ends before it begins" in page.text
    assert "“9” is not an opening" in unescape(page.text)
    assert page.text.count("aria-invalid") == 3


async def test_a_change_on_disk_meanwhile_is_told_and_what_was_typed_stays(
    client: httpx.AsyncClient, file: Path
) -> None:
    form = form_of((await sent(client, "/desk/calendar/week", sat="10:00-12:00")).text)
    edited = read(file).replace('name = "Prova"', 'name = "Prova 2"')
    write(file, edited)
    page = await client.post("/desk/calendar/week", data={**form, "go": "publish"}, headers=OURS)
    assert page.status_code == 409
    assert IT["calendar_moved"] in unescape(page.text)
    assert 'value="10:00-12:00"' in page.text
    assert read(file) == edited
    again = form_of(
        (
            await client.post("/desk/calendar/week", data={**form_of(page.text), "go": "look"}, headers=OURS)
        ).text
    )
    done = await client.post("/desk/calendar/week", data={**again, "go": "publish"}, headers=OURS)
    assert done.status_code == 303
    assert 'name = "Prova 2"' in read(file)
    assert 'sat = ["10:00-12:00"]' in read(file)


async def test_a_file_that_is_no_toml_is_said_and_what_is_served_is_still_shown(
    client: httpx.AsyncClient, file: Path
) -> None:
    write(file, read(file) + "[hours\n")
    page = unescape((await client.get("/desk/calendar")).text)
    assert "settings.toml is not TOML" in page
    assert "09:00–13:00, 14:00–18:00" in page
    assert 'href="/desk/calendar/week"' not in page
    assert (await client.get("/desk/calendar/week")).status_code == 303


async def test_a_file_that_is_broken_while_a_change_is_looked_over_leads_to_the_page_that_says_so(
    client: httpx.AsyncClient, file: Path, brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = form_of((await sent(client, "/desk/calendar/week", sat="10:00-12:00")).text)
    build = brand.build

    def meanwhile(changed: Mapping[str, str]) -> Built:
        built = build(changed)
        write(file, read(file) + "[hours\n")
        return built

    monkeypatch.setattr(brand, "build", meanwhile)
    done = await client.post("/desk/calendar/week", data={**form, "go": "publish"}, headers=OURS)
    assert (done.status_code, done.headers["location"]) == (303, "/desk/calendar")


@pytest.mark.parametrize("which", ["0", "7", "-1", "x", "99999999", "٣"])
async def test_an_exception_that_there_is_not_is_not_found(client: httpx.AsyncClient, which: str) -> None:
    path = f"/desk/calendar/exceptions/{which}"
    assert (await client.get(path)).status_code == 404
    assert (await client.post(path, headers=OURS)).status_code == 404


async def test_many_exceptions_make_no_large_page(
    client: httpx.AsyncClient, file: Path, brand: Brand
) -> None:
    many = "".join(
        f'\n[[hours.exception]]\ndates = "{year}-03-{day:02}"\nnote = "una chiusura con una nota lunga"\n'
        for year in range(2020, 2026)
        for day in range(1, 29)
    )
    write(file, read(file) + many)
    brand.load()
    page = await client.get("/desk/calendar")
    assert len(page.content) < 100_000
    assert IT["calendar_exceptions_past"].format(n=168) in page.text


@given(st.lists(st.sampled_from([None, 0.0, 0.5, 1.0]), min_size=CELLS, max_size=CELLS))
def test_stretches_cover_just_the_half_hours_that_are_not_closed(cells: list[float | None]) -> None:
    drawn: list[str] = [""] * CELLS
    for piece in stretches_of(cells):
        drawn[piece.x : piece.x + piece.width] = [piece.kind] * piece.width
    kinds = {None: "skipped", 0.0: "", 0.5: "part", 1.0: "open"}
    assert drawn == [kinds[cell] for cell in cells]


async def test_who_may_only_look_sees_the_calendar_and_no_way_to_change_it(brand: Brand, file: Path) -> None:
    write(file, read(file) + '\n[[hours.exception]]\ndates = "2026-12-24"\n')
    brand.load()
    clock = StandingClock()
    for role, seen in ((Role.VIEWER, False), (Role.AGENT, False), (Role.EDITOR, True)):
        desk = a_desk(MemoryAgents(), clock, calendar=some_hours(brand, clock))
        async with visiting(desk, role=role) as client:
            page = (await client.get("/desk/calendar")).text
            assert "gio 24 dic 2026" in page
            assert ("/desk/calendar/week" in page) is seen
            assert ("/desk/calendar/exceptions/0" in page) is seen
            assert ("/desk/calendar/exceptions/new" in page) is seen
