"""Teaching at the desk: groups, one draft a person, a preview before anything is written, and publishing."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.desk.ports import Desk
from bot.stores import open_memory_store
from bot.stores.sql_store import SqlStore
from tests.contracts.store_helpers import Teller
from tests.contracts.store_teaching import decided
from tests.desk.visiting import OURS, enter, visiting
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_desk, a_school, served
from tests.fakes.clock import NOON, StandingClock
from tests.support.brand import write_brand

HOME, DRAFT = "/desk/unanswered", "/desk/unanswered/draft"
FIBRE = (
    "avete la fibra ottica per casa?",
    "fibra ottica per casa, la vendete?",
    "per casa vorrei la fibra ottica: 333 1234567",
)
NONSENSE = "zx qwerty"
NEW = {
    "go": "new",
    "title": "Fibra",
    "title_en": "Fibre",
    "name": "fibra",
    "topic": "rete",
    "say_it": "\n".join(FIBRE[:2]),
    "reply_it": "La fibra arriva in primavera.",
    "reply_en": "Fibre comes in spring.",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return write_brand(tmp_path, "[channels.chat]\n[channels.web]", store="unused")


@pytest.fixture
async def store() -> SqlStore:
    store = open_memory_store()
    teller = Teller(store)
    for n, text in enumerate((*FIBRE, FIBRE[0], NONSENSE)):
        at = NOON - timedelta(days=1) + n * timedelta(minutes=1)
        await decided(teller, text, key=f"c{n}", now=at)
    return store


@pytest.fixture
def desk(store: SqlStore, project: Path) -> Desk:
    return a_desk(MemoryAgents(), school=a_school(store, served(project), StandingClock()))


@pytest.fixture
async def client(desk: Desk) -> AsyncIterator[httpx.AsyncClient]:
    async with visiting(desk) as opened:
        yield opened


async def post(client: httpx.AsyncClient, path: str, **form: str) -> httpx.Response:
    return await client.post(path, data=form, headers=OURS)


async def seen(client: httpx.AsyncClient) -> str:
    page = (await client.get(DRAFT)).text
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found is not None, page
    return found[1]


async def group_page(client: httpx.AsyncClient, text: str) -> str:
    page = (await client.get(HOME)).text
    for key in re.findall(rf'href="{HOME}/g/(\w+)"', page):
        one = f"{HOME}/g/{key}"
        if f"<h1>{shown(text)}" in (await client.get(one)).text:
            return one
    raise AssertionError(page)


def shown(text: str) -> str:
    return f'<bdi dir="auto">{text}</bdi>'


def files_of(project: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in project.rglob("*.*") if path.is_file()}


async def test_what_was_asked_in_vain_stands_in_groups_the_biggest_first_and_masked(
    client: httpx.AsyncClient,
) -> None:
    page = (await client.get(HOME)).text
    assert page.index("fibra ottica") < page.index("qwerty")
    assert "chiesta 4×" in page
    group = (await client.get(await group_page(client, FIBRE[0]))).text
    assert "per casa vorrei la fibra ottica" in group
    assert "333 1234567" not in group


async def test_a_new_intent_is_drafted_previewed_published_and_answers(
    client: httpx.AsyncClient, desk: Desk, project: Path, store: SqlStore
) -> None:
    before = files_of(project)
    assert (await post(client, f"{HOME}/teach", **NEW)).headers["location"] == DRAFT
    assert files_of(project) == before
    page = (await client.get(DRAFT)).text
    assert "intents/rete/fibra.toml" in page
    assert "Cambiano" in page
    assert "degli ultimi 5 messaggi" in page
    done = await post(client, f"{DRAFT}/publish", seen=await seen(client))
    assert done.headers["location"] == f"{DRAFT}?published=yes"
    assert (project / "replies/it/fibra.j2").read_text() == "La fibra arriva in primavera.\n"
    assert FIBRE[0] in (project / "intents/rete/fibra.toml").read_text()
    assert "fibra" in desk.lessons.intents
    (lesson,) = await store.taught(5)
    assert (lesson.person, lesson.at) == ("FB", NOON)
    assert set(lesson.files) == {"replies/it/fibra.j2", "replies/en/fibra.j2", "intents/rete/fibra.toml"}
    page = (await client.get(f"{DRAFT}?published=yes")).text
    assert "La tua bozza è vuota" in page
    assert "Francesca B." in page


async def test_teaching_an_intent_adds_lines_and_leaves_every_other_byte(
    client: httpx.AsyncClient, project: Path
) -> None:
    file = project / "intents/generale/orari.toml"
    file.write_text(f"# a comment of ours\n{file.read_text()}")
    before = file.read_text()
    await post(client, f"{HOME}/teach", was="orari", say_it="a che ora si comincia")
    await post(client, f"{DRAFT}/publish", seen=await seen(client))
    after = file.read_text()
    assert "a che ora si comincia\n" in after
    assert after.replace("a che ora si comincia\n", "") == before


async def test_people_only_makes_an_intent_without_replies(
    client: httpx.AsyncClient, desk: Desk, project: Path
) -> None:
    await post(client, f"{HOME}/teach", **{**NEW, "who": "people"})
    await post(client, f"{DRAFT}/publish", seen=await seen(client))
    assert 'answer = "people"' in (project / "intents/rete/fibra.toml").read_text()
    assert not (project / "replies/it/fibra.j2").exists()
    assert desk.lessons.intents["fibra"].answer == "people"


async def test_not_for_us_is_never_shown_again(client: httpx.AsyncClient) -> None:
    one = await group_page(client, NONSENSE)
    assert (await post(client, f"{one}/dismiss")).headers["location"] == HOME
    page = (await client.get(HOME)).text
    assert shown(NONSENSE) not in page
    assert "Scartati: 1" in page
    assert (await client.get(one)).status_code == 404


async def test_what_is_wrong_is_said_and_the_form_is_kept(client: httpx.AsyncClient, desk: Desk) -> None:
    wrong = {**NEW, "name": "Fibra!", "topic": "", "title": "<b>Fibra"}
    answer = await post(client, f"{HOME}/teach", **wrong)
    assert answer.status_code == 409
    page = unescape(answer.text)
    for words in ("Un nome ha lettere minuscole", "Un tema ha lettere", FIBRE[1], "La fibra arriva"):
        assert words in page
    assert "<b>Fibra" not in answer.text
    known = await post(client, f"{HOME}/teach", was="orari", say_it="quando siete aperti oggi\nci siete")
    assert "is taught already" in known.text
    assert (await desk.lessons.draft("FB")).nothing


async def test_a_reply_with_an_error_cannot_be_published(client: httpx.AsyncClient, project: Path) -> None:
    before = files_of(project)
    await post(client, f"{HOME}/teach", **{**NEW, "reply_it": "Ciao {{ cliente }}"})
    page = (await client.get(DRAFT)).text
    assert "replies/it/fibra.j2:1" in page
    refused = await post(client, f"{DRAFT}/publish", seen=await seen(client))
    assert refused.status_code == 409
    assert "I file avrebbero errori" in refused.text
    assert files_of(project) == before


async def test_only_what_was_seen_is_published(client: httpx.AsyncClient, project: Path) -> None:
    await post(client, f"{HOME}/teach", **NEW)
    mark = await seen(client)
    await post(client, f"{HOME}/teach", was="orari", say_it="a che ora si comincia")
    before = files_of(project)
    assert (await post(client, f"{DRAFT}/publish", seen=mark)).status_code == 409
    assert files_of(project) == before


async def test_an_edit_made_on_disk_meanwhile_is_never_overwritten(
    client: httpx.AsyncClient, project: Path
) -> None:
    await post(client, f"{HOME}/teach", was="orari", say_it="a che ora si comincia")
    mark = await seen(client)
    file = project / "intents/generale/orari.toml"
    edited = file.read_text() + "# edited by hand\n"
    file.write_text(edited)
    refused = await post(client, f"{DRAFT}/publish", seen=mark)
    assert refused.status_code == 409
    assert "has changed meanwhile" in refused.text
    assert file.read_text() == edited
    assert (await post(client, f"{DRAFT}/publish", seen=await seen(client))).status_code == 303
    assert file.read_text().endswith("# edited by hand\n")


async def test_each_person_has_a_draft_of_their_own_that_outlives_the_program(
    client: httpx.AsyncClient, desk: Desk, store: SqlStore, project: Path
) -> None:
    await post(client, f"{HOME}/teach", **NEW)
    again = a_desk(MemoryAgents(), school=a_school(store, served(project), StandingClock()))
    assert (await again.lessons.draft("FB")) == (await desk.lessons.draft("FB"))
    assert (await again.lessons.draft("MR")).nothing
    await enter(client, desk, "MR")
    assert "La tua bozza è vuota" in (await client.get(DRAFT)).text


async def test_a_draft_is_taken_apart_piece_by_piece(client: httpx.AsyncClient, desk: Desk) -> None:
    await post(client, f"{HOME}/teach", **NEW)
    await post(client, f"{HOME}/teach", was="orari", say_it="a che ora si comincia")
    await post(client, f"{DRAFT}/drop", intent="fibra", language="it", text=FIBRE[0])
    assert len((await desk.lessons.draft("FB")).added) == 2
    await post(client, f"{DRAFT}/drop", intent="fibra")
    assert [item.intent for item in (await desk.lessons.draft("FB")).added] == ["orari"]
    await post(client, f"{DRAFT}/drop", all="yes")
    assert (await desk.lessons.draft("FB")).nothing


async def test_a_sentence_that_was_tried_is_taught_without_what_is_personal(
    client: httpx.AsyncClient,
) -> None:
    tried = {"say": "sono Giulia Bianchi, il numero è 333 1234567", "language": "it", "intent": "orari"}
    page = (await client.get(f"{HOME}/teach", params=tried)).text
    assert "Bianchi" not in page
    assert "1234567" not in page
    assert "<option selected>orari</option>" in page


async def test_what_customers_wrote_is_never_markup(client: httpx.AsyncClient, store: SqlStore) -> None:
    evil = "<script>alert(1)</script> fibra ottica satellitare"
    await decided(Teller(store), evil, key="evil", now=NOON - timedelta(hours=1))
    assert "<script>alert" not in (await client.get(HOME)).text
    assert "<script>alert" not in (await client.get(await group_page(client, FIBRE[0]))).text
    await post(client, f"{HOME}/teach", was="orari", say_it=evil)
    assert "<script>alert" not in (await client.get(DRAFT)).text
