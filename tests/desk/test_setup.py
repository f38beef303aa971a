"""The pages that begin a brand: six steps without a script, twelve inputs, nothing written before the end."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette

from bot.beginning.steps import STEPS
from bot.desk.setup.entry import Entry
from bot.desk.setup.port import OTHER, WEBHOOK, NotMetError, Waiting
from bot.desk.setup.routes import Setup, setup_routes, setup_site
from bot.desk.setup.sitting import Sitting
from bot.desk.site import build_site
from bot.service.meeting import FirstWords
from tests.desk.visiting import HOST, ITALIAN, OURS
from tests.fakes.workshop import BEGAN, GOOD_TOKEN, FakeWorkshop

LINK = "the-link"
X = dict.fromkeys(("consumer_key", "consumer_secret", "access_token", "access_token_secret"), GOOD_TOKEN)
WAY: Mapping[str, Mapping[str, str]] = {
    "brand": {"name": "Panificio Rossi", "languages": "it, en"},
    "hours": {"zone": "Europe/Zurich", "hours": "8-13, 16-20"},
    "holidays": {"country": "CH", "region": "TI", "shown": "CH"},
    "words": {"words_it": "", "words_en": ""},
    "channel": {},
}


class Left:
    """Counts how often the pages said that they are done."""

    times = 0

    def __call__(self) -> None:
        self.times += 1


@pytest.fixture
def workshop() -> FakeWorkshop:
    return FakeWorkshop()


@pytest.fixture
def left() -> Left:
    return Left()


@pytest.fixture
def setup(workshop: FakeWorkshop, left: Left) -> Setup:
    return Setup(workshop=workshop, entry=Entry(LINK, BEGAN), sitting=Sitting(), left=left)


@pytest.fixture
def site(setup: Setup) -> Starlette:
    return setup_site(setup)


@pytest.fixture
async def stranger(site: Starlette) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(site)
    async with httpx.AsyncClient(transport=transport, base_url=HOST, headers=ITALIAN) as client:
        yield client


@pytest.fixture
async def client(stranger: httpx.AsyncClient) -> httpx.AsyncClient:
    """The one who opened the link."""
    entered = await stranger.post("/setup/enter", data={"token": LINK}, headers=OURS)
    assert entered.headers["location"] == "/setup/"
    return stranger


async def send(client: httpx.AsyncClient, path: str, form: Mapping[str, str] | None = None) -> httpx.Response:
    return await client.post(f"/setup/{path}", data=dict(form or {}), headers=OURS)


async def go_to(client: httpx.AsyncClient, last: str) -> None:
    """Fill in every step before one."""
    for step in STEPS[: STEPS.index(last)]:
        answer = await send(client, step, WAY[step])
        assert answer.headers["location"] == f"/setup/{STEPS[STEPS.index(step) + 1]}", step


def inputs(page: str) -> list[str]:
    """Give what a person can fill in on a page; buttons and what is hidden are no inputs."""
    fields = re.findall(r"<(?:input|select|textarea)\b[^>]*>", page)
    return [field for field in fields if 'type="hidden"' not in field]


async def test_from_nothing_to_a_brand_takes_at_most_twelve_inputs(
    client: httpx.AsyncClient, workshop: FakeWorkshop, left: Left
) -> None:
    seen = 0
    for step in STEPS:
        if step == "holidays":  # the regions of a country are shown once it is chosen
            await send(client, step, {"country": "CH", "shown": ""})
        page = (await client.get(f"/setup/{step}")).text
        assert len(page.encode()) < 100_000
        if step != "channel":
            seen += len(inputs(page))
            await send(client, step, WAY.get(step))
            continue
        of_x = page.partition('action="/setup/meet/x"')[2].partition("</form>")[0]
        of_telegram = page.partition('action="/setup/meet/telegram"')[2].partition("</form>")[0]
        assert len(inputs(page)) == len(inputs(of_x)) + len(inputs(of_telegram))
        seen += max(len(inputs(of_x)), len(inputs(of_telegram)))
        assert (await send(client, "meet/x", X)).status_code == 303
        await send(client, step)
    assert seen == 12
    assert (await send(client, "create")).headers["location"] == "/setup/done"
    done = await client.get("/setup/done")
    assert "Fatto: ecco" in done.text
    assert 'href="/desk/enter?token=there"' in done.text
    assert left.times == 1
    ((files, secrets),) = workshop.written
    texts = {file.path: file.text for file in files}
    assert 'name = "Panificio Rossi"' in texts["settings.toml"]
    assert 'mon-fri = ["08:00-13:00", "16:00-20:00"]' in texts["settings.toml"]
    assert 'holidays = ["CH-TI"]' in texts["settings.toml"]
    assert 'consumer_key = "env:X_CONSUMER_KEY"' in texts["settings.toml"]
    assert secrets["X_ACCESS_TOKEN_SECRET"] == GOOD_TOKEN
    assert not any(GOOD_TOKEN in text for text in texts.values())


async def test_nothing_is_written_before_the_last_step_and_no_step_can_be_skipped(
    client: httpx.AsyncClient, workshop: FakeWorkshop
) -> None:
    assert (await send(client, "create")).headers["location"] == "/setup/"
    assert (await client.get("/setup/last")).headers["location"] == "/setup/brand"
    await go_to(client, "words")
    assert (await client.get("/setup/")).headers["location"] == "/setup/words"
    assert (await client.get("/setup/last")).headers["location"] == "/setup/words"
    assert (await send(client, "create")).headers["location"] == "/setup/"
    assert (await send(client, "rehearse")).headers["location"] == "/setup/"
    assert (workshop.written, workshop.rehearsed) == ([], [])


async def test_a_wrong_answer_is_told_beside_its_field_and_stays_there(client: httpx.AsyncClient) -> None:
    answer = await send(client, "brand", {"name": 'Bar "Sport"', "languages": "it"})
    assert answer.status_code == 422
    assert 'aria-invalid="true" aria-describedby="name-wrong"' in answer.text
    assert 'id="name-wrong">Al massimo 60 caratteri' in answer.text
    assert 'value="Bar &#34;Sport&#34;"' in answer.text
    assert '<option value="it" selected>' in answer.text
    assert (await client.get("/setup/hours")).headers["location"] == "/setup/brand"


@pytest.mark.parametrize(
    ("step", "form", "field"),
    [
        ("brand", {"name": "x" * 61, "languages": "it"}, "name"),
        ("brand", {"name": "Acme", "languages": "tlh"}, "languages"),
        ("hours", {"zone": "Mars/Olympus", "hours": "9-13"}, "zone"),
        ("hours", {"zone": "Europe/Rome", "hours": "nine to five"}, "hours"),
        ("holidays", {"country": "ZZ", "region": "", "shown": "ZZ"}, "country"),
        ("words", {"words_it": "=== any\nciao"}, "words_it"),
    ],
)
async def test_each_field_has_its_own_reason(
    client: httpx.AsyncClient, step: str, form: dict[str, str], field: str
) -> None:
    await go_to(client, step)
    answer = await send(client, step, form)
    assert answer.status_code == 422
    assert f'id="{field}-wrong"' in answer.text
    assert len(re.findall(r'id="\w+-wrong"', answer.text)) == 1


async def test_going_back_keeps_what_was_typed_also_what_is_not_right_yet(client: httpx.AsyncClient) -> None:
    await go_to(client, "hours")
    back = await send(client, "hours", {"zone": "Europe/Zurich", "hours": "nine", "go": "back"})
    assert back.headers["location"] == "/setup/brand"
    assert 'value="Panificio Rossi"' in (await client.get("/setup/brand")).text
    page = (await client.get("/setup/hours")).text
    assert 'value="Europe/Zurich"' in page
    assert 'value="nine"' in page


async def test_what_was_passed_once_and_changed_holds_one_up_until_it_is_right(
    client: httpx.AsyncClient, workshop: FakeWorkshop
) -> None:
    await go_to(client, "last")
    await send(client, "hours", {**WAY["hours"], "go": "back"})
    assert (await client.get("/setup/last")).status_code == 200
    for step, form in (
        ("hours", {"zone": "Europe/Zurich", "hours": "nine", "go": "back"}),
        ("words", {"words_it": "Siamo chiusi, {{ cane }}", "words_en": "", "go": "look"}),
    ):
        await send(client, step, form)
        assert (await client.get("/setup/last")).headers["location"] == f"/setup/{step}"
        assert (await send(client, "create")).headers["location"] == "/setup/"
        await send(client, step, WAY[step])
    assert workshop.written == []
    assert (await send(client, "create")).headers["location"] == "/setup/done"


async def test_the_words_are_looked_at_again_in_a_language_that_came_later(client: httpx.AsyncClient) -> None:
    await send(client, "brand", {"name": "Acme", "languages": "it"})
    for step in ("hours", "holidays", "words"):
        await send(client, step, {**WAY[step], **({"words_en": "{{ dog }}"} if step == "words" else {})})
    assert (await client.get("/setup/channel")).status_code == 200
    await send(client, "brand", {"name": "Acme", "languages": "it, en"})
    assert (await client.get("/setup/channel")).headers["location"] == "/setup/words"


async def test_a_country_shows_its_regions_before_one_goes_on(client: httpx.AsyncClient) -> None:
    await go_to(client, "holidays")
    shown = re.search(r'name="shown" value="(\w*)"', (await client.get("/setup/holidays")).text)
    assert shown is not None
    chosen = {"country": "IT", "region": "", "shown": shown[1]}
    assert (await send(client, "holidays", chosen)).headers["location"] == "/setup/holidays"
    page = (await client.get("/setup/holidays")).text
    assert '<option value="MI">Milano</option>' in page
    assert '<option value="IT" selected>Italia</option>' in page
    chosen = {"country": "IT", "region": "MI", "shown": "IT"}
    assert (await send(client, "holidays", chosen)).headers["location"] == "/setup/words"
    assert "Milano" in (await client.get("/setup/holidays")).text
    none = {"country": "", "region": "MI", "shown": "IT"}
    assert (await send(client, "holidays", none)).headers["location"] == "/setup/words"


async def test_the_words_are_seen_at_every_closed_moment_before_one_goes_on(
    client: httpx.AsyncClient,
) -> None:
    await go_to(client, "words")
    page = (await client.get("/setup/words")).text
    for moment in ("La sera", "Nel fine settimana", "In un giorno di festa"):
        assert f"<h3>{moment} " in page
    assert 'lang="it">Oggi è festa' in page
    assert 'lang="en">It is a public holiday' in page
    own = "Siamo al forno: torniamo {{ hours.next_open|when }}. {{ promise.by|when }}, {{ case.ref }}"
    looked = await send(client, "words", {"words_it": own, "words_en": "", "go": "look"})
    assert looked.headers["location"] == "/setup/words"
    page = (await client.get("/setup/words")).text
    assert page.count("Siamo al forno: torniamo ") >= 3
    assert "Siamo al forno: torniamo {{ hours.next_open|when }}" in page


async def test_words_that_cannot_be_said_hold_one_up_with_the_reason(client: httpx.AsyncClient) -> None:
    await go_to(client, "words")
    answer = await send(client, "words", {"words_it": "Siamo chiusi, {{ cane }}", "words_en": ""})
    assert answer.status_code == 422
    assert 'id="words_it-problems"' in answer.text
    assert "cane" in answer.text.partition('id="words_it-problems"')[2].partition("</ul>")[0]
    assert (await client.get("/setup/channel")).headers["location"] == "/setup/words"


async def test_a_bot_is_named_and_its_first_message_shown(
    client: httpx.AsyncClient, workshop: FakeWorkshop
) -> None:
    await go_to(client, "channel")
    refused = await send(client, "meet/telegram", {"token": "nonsense"})
    assert refused.status_code == 422
    assert 'id="telegram-wrong" role="alert">Queste chiavi non sono accettate' in refused.text
    assert "nonsense" not in refused.text
    assert (await send(client, "meet/telegram", {"token": GOOD_TOKEN})).status_code == 303
    page = (await client.get("/setup/channel")).text
    assert "@acme_on_telegram" in page
    assert 'http-equiv="refresh"' in page
    workshop.heard["telegram"] = Waiting(words=FirstWords(name="Ada", text="<i>ciao</i>"), over=True)
    page = (await client.get("/setup/channel")).text
    assert "Ada ha scritto" in page
    assert "&lt;i&gt;ciao&lt;/i&gt;" in page
    assert 'http-equiv="refresh"' not in page
    assert GOOD_TOKEN not in page


@pytest.mark.parametrize(
    ("waiting", "said"),
    [
        (Waiting(failure=NotMetError(WEBHOOK, "a webhook")), "è impostato un webhook"),
        (Waiting(failure=NotMetError(OTHER, "It snows.")), "Non ha funzionato: <span"),
        (Waiting(over=True), "Finora non è arrivato nessun messaggio"),
    ],
)
async def test_where_no_message_comes_the_account_is_kept_all_the_same(
    client: httpx.AsyncClient, workshop: FakeWorkshop, waiting: Waiting, said: str
) -> None:
    await go_to(client, "channel")
    await send(client, "meet/telegram", {"token": GOOD_TOKEN})
    workshop.heard["telegram"] = waiting
    page = (await client.get("/setup/channel")).text
    assert said in page
    assert "L’account è collegato lo stesso." in page
    assert (await send(client, "channel")).headers["location"] == "/setup/last"


async def test_an_account_can_be_left_out_again(client: httpx.AsyncClient, workshop: FakeWorkshop) -> None:
    await go_to(client, "channel")
    await send(client, "meet/telegram", {"token": GOOD_TOKEN})
    assert (await send(client, "leave/telegram")).status_code == 303
    assert (await send(client, "leave/telegram")).status_code == 404
    await send(client, "channel")
    await send(client, "create")
    ((files, secrets),) = workshop.written
    assert secrets == {}
    assert "\n[channels.telegram]" not in next(file.text for file in files if file.path == "settings.toml")


async def test_a_weekend_is_rehearsed_on_the_page_and_again_when_something_changed(
    client: httpx.AsyncClient, workshop: FakeWorkshop
) -> None:
    await go_to(client, "last")
    for _ in range(2):
        assert (await send(client, "rehearse")).headers["location"] == "/setup/last"
    assert len(workshop.rehearsed) == 1
    assert 'http-equiv="refresh"' in (await client.get("/setup/last")).text
    workshop.end_rehearsal()
    page = (await client.get("/setup/last")).text
    assert "467 messaggi di 237 clienti inventati" in page
    assert "entro 1,2 secondi" in page
    assert "dov&#39;è &lt;b&gt;la ricarica&lt;/b&gt;?" in page
    assert 'http-equiv="refresh"' not in page
    await send(client, "brand", {"name": "Un altro", "languages": "it"})
    assert "467 messaggi" not in (await client.get("/setup/last")).text


async def test_what_cannot_be_created_is_told_and_can_be_tried_again(
    client: httpx.AsyncClient, workshop: FakeWorkshop, left: Left
) -> None:
    await go_to(client, "last")
    workshop.fails = "settings.toml is already there"
    answer = await send(client, "create")
    assert answer.status_code == 409
    assert "Il marchio non è stato creato." in answer.text
    assert "settings.toml is already there. give another folder" in answer.text
    workshop.fails, workshop.kept = "", ("replies/it/orari.j2",)
    assert (await send(client, "create")).status_code == 303
    assert left.times == 0
    assert "<code>replies/it/orari.j2</code>" in (await client.get("/setup/done")).text
    assert left.times == 1


async def test_once_it_is_created_nothing_is_created_twice(
    client: httpx.AsyncClient, workshop: FakeWorkshop
) -> None:
    await go_to(client, "last")
    for _ in range(2):
        assert (await send(client, "create")).headers["location"] == "/setup/done"
    assert len(workshop.written) == 1
    assert (await client.get("/setup/brand")).headers["location"] == "/setup/done"
    soon = await client.get("/desk/enter?token=there")
    assert (soon.status_code, 'http-equiv="refresh"' in soon.text) == (503, True)


async def test_a_button_pressed_twice_creates_once_and_says_so(
    client: httpx.AsyncClient, workshop: FakeWorkshop
) -> None:
    await go_to(client, "last")
    both = await asyncio.gather(send(client, "create"), send(client, "create"))
    assert [answer.headers.get("location") for answer in both] == ["/setup/done"] * 2
    assert len(workshop.written) == 1


async def test_the_link_works_once_and_opening_it_changes_nothing(stranger: httpx.AsyncClient) -> None:
    for _ in range(2):
        page = await stranger.get(f"/setup/enter?token={LINK}")
        assert (page.status_code, "set-cookie" in page.headers) == (200, False)
    entered = await send(stranger, "enter", {"token": LINK})
    cookie = entered.headers["set-cookie"].casefold()
    assert {"httponly", "samesite=strict", "path=/setup"} <= set(cookie.split("; "))
    again = await send(stranger, "enter", {"token": LINK})
    assert (again.status_code, "set-cookie" in again.headers) == (410, False)
    assert (await stranger.get(f"/setup/enter?token={LINK}")).status_code == 410


async def test_the_link_and_the_session_expire(stranger: httpx.AsyncClient, workshop: FakeWorkshop) -> None:
    workshop.moment = BEGAN + timedelta(minutes=31)
    assert (await send(stranger, "enter", {"token": LINK})).status_code == 410
    workshop.moment = BEGAN
    await send(stranger, "enter", {"token": LINK})
    assert (await stranger.get("/setup/brand")).status_code == 200
    workshop.moment = BEGAN + timedelta(hours=12)
    assert (await stranger.get("/setup/brand")).headers["location"] == "/setup/enter"


PATHS = ("meet/telegram", "leave/telegram", "rehearse", "create", "brand", "words", "channel")


@pytest.mark.parametrize("path", PATHS)
async def test_without_the_link_nothing_is_shown_or_done(
    stranger: httpx.AsyncClient, workshop: FakeWorkshop, setup: Setup, path: str
) -> None:
    assert (await send(stranger, path, {"name": "Mine"})).headers["location"] == "/setup/enter"
    assert (await stranger.get(f"/setup/{path}")).status_code in {303, 404, 405}
    assert (setup.sitting.typed, workshop.written, workshop.heard) == ({}, [], {})


@pytest.mark.parametrize("path", ["enter", *PATHS])
@pytest.mark.parametrize("headers", [{}, {"Origin": "http://evil.test"}, {"Sec-Fetch-Site": "cross-site"}])
async def test_a_form_from_elsewhere_is_refused(
    client: httpx.AsyncClient, workshop: FakeWorkshop, path: str, headers: dict[str, str]
) -> None:
    assert (await client.post(f"/setup/{path}", headers=headers)).status_code == 403
    assert workshop.written == []


def test_every_route_is_in_these_tests(setup: Setup) -> None:
    posts = {route.path for route in setup_routes(setup) if "POST" in (route.methods or ())}
    assert posts == {"/enter", "/meet/{channel}", "/leave/{channel}", "/rehearse", "/create", "/{step}"}


async def test_other_addresses_lead_to_the_pages(client: httpx.AsyncClient) -> None:
    for path in ("/", "/desk/", "/anything"):
        assert (await client.get(path)).headers["location"] == "/setup/"
    for path in ("nonsense", "last"):
        assert (await send(client, path)).status_code == 404
    assert (await client.get("/setup/nonsense")).status_code == 404
    assert (await send(client, "meet/web")).status_code == 404


async def test_where_a_brand_is_served_the_pages_lead_to_the_desk() -> None:
    site = build_site(chat_routes=[], desk_routes=[])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url=HOST) as client:
        assert (await client.get("/setup/done")).headers["location"] == "/desk/"
        assert (await client.post("/setup/create", headers=OURS)).status_code == 405
