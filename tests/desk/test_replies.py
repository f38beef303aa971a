"""The desk's editor of replies, over real files: looked over, then published; nobody's words are lost."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.desk.words import words
from bot.service.brand import Brand
from bot.service.replies import Replies
from bot.stores import open_memory_store
from tests.desk.visiting import OURS, visiting
from tests.fakes.agents import MemoryAgents
from tests.fakes.brand import a_desk
from tests.fakes.clock import StandingClock
from tests.support.brand import TRAITS, write_brand

OLD = "=== any\nSiamo aperti dalle 9 alle 18.\n=== any\nEcco: Siamo aperti dalle 9 alle 18.\n"
NEW = OLD.replace("Ecco: Siamo aperti dalle 9", "Ci trovi dalle 9")
EVIL = "</textarea><script>alert(1)</script>{{ '<b>' }} \u202e"
IT = words("it")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_brand(tmp_path, '[channels.chat]\n[channels.wall]\nmode = "answer"', store="a")


@pytest.fixture
def file(folder: Path) -> Path:
    return folder / "replies/it/orari.j2"


@pytest.fixture
async def client(folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    brand = Brand(folder, environ={}, traits=TRAITS, encoder=None)
    brand.load()
    replies = Replies(store=open_memory_store(), brand=brand, clock=StandingClock())
    desk = a_desk(MemoryAgents(), replies=replies)
    async with visiting(desk) as opened:
        yield opened


async def opened(client: httpx.AsyncClient, more: str = "") -> dict[str, str]:
    """Open the editor and give its form as a browser would send it."""
    return form_of((await client.get(f"/desk/replies/it/orari{more}")).text)


def form_of(page: str) -> dict[str, str]:
    text = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    hidden = dict(re.findall(r'type="hidden" name="(base|seen|looked)" value="([^"]*)"', page))
    assert text is not None
    return {**hidden, "text": unescape(text[1])}


def read(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def write(file: Path, text: bytes) -> None:
    file.write_bytes(text)


def protect(file: Path) -> None:
    file.chmod(0o444)


async def send(client: httpx.AsyncClient, form: dict[str, str], **more: str) -> httpx.Response:
    return await client.post("/desk/replies/it/orari", data={**form, **more}, headers=OURS)


async def test_a_text_is_looked_over_then_published(client: httpx.AsyncClient, file: Path) -> None:
    form = await opened(client)
    assert form["text"] == OLD
    looked = await send(client, form, text=NEW.replace("\n", "\r\n"), go="look")
    assert '<span class="added">+Ci trovi dalle 9 alle 18.</span>' in looked.text
    assert IT["replies_effect"].format(looked=0, used=0) in looked.text
    assert read(file) == OLD, "a look writes nothing"
    done = await send(client, form_of(looked.text), go="publish")
    assert (done.status_code, done.headers["location"]) == (303, "/desk/replies/it/orari?done=published")
    assert read(file) == NEW
    page = await client.get(done.headers["location"])
    assert IT["replies_done_published"] in page.text


async def test_what_was_not_looked_over_is_looked_over_first(client: httpx.AsyncClient, file: Path) -> None:
    looked = form_of((await send(client, await opened(client), text=NEW, go="look")).text)
    page = await send(client, looked, text=NEW + "=== any\nAltro.\n", go="publish")
    assert page.status_code == 200
    assert "+Altro." in page.text
    assert read(file) == OLD


async def test_lint_stands_beside_the_line_and_errors_cannot_be_published(client: httpx.AsyncClient) -> None:
    page = await send(client, await opened(client), text="=== any\nCiao {{ custmer.name }}.\n", go="look")
    assert '<div class="error">Ciao {{ custmer.name }}.</div>' in page.text
    assert 'data-line="2" data-level="error"' in page.text
    assert "did you mean “customer”?" in page.text
    assert IT["replies_blocked"] in page.text
    assert 'value="publish"' not in page.text


async def test_warnings_ask(client: httpx.AsyncClient) -> None:
    page = await send(client, await opened(client), text="Siamo aperti.\n", go="look")
    assert "write a second one in other words" in page.text
    assert IT["replies_publish_warned"] in page.text


async def test_the_preview_counts_in_the_channels_units_for_the_customer_one_chooses(
    client: httpx.AsyncClient,
) -> None:
    form = {
        **(await opened(client)),
        "text": "=== any\nCiao {{ customer.name }}, {% if closed %}a domani{% else %}eccoci{% endif %}.\n",
    }
    long = await send(client, form, go="check")
    assert "Ciao Massimilianella, eccoci. ^Bot" in long.text
    assert "34 / 280" in long.text
    none = await send(client, form, go="check", named="no", open="no")
    assert "Ciao, a domani. ^Bot" in none.text
    assert 'name="named" value="no" checked' in none.text


async def test_a_draft_waits_until_it_is_published(client: httpx.AsyncClient, file: Path) -> None:
    saved = await send(client, await opened(client), text=NEW, go="save")
    assert saved.headers["location"].endswith("?done=saved")
    form = await opened(client)
    assert (form["text"], form["seen"]) == (NEW, "1")
    assert read(file) == OLD
    shelf = await client.get("/desk/replies?topic=generale")
    assert f"<i>{IT['replies_draft']}</i>" in shelf.text
    await send(client, form, go="discard")
    assert (await opened(client))["text"] == OLD


async def test_the_second_editor_is_told_sees_both_and_then_decides(
    client: httpx.AsyncClient, file: Path
) -> None:
    mine = await opened(client)
    theirs = OLD.replace("18", "19")
    write(file, theirs.encode())
    for go in ("save", "look"):
        page = await send(client, mine, text=NEW, go=go)
        assert page.status_code == 409
        assert IT["replies_moved"] in page.text
        assert "-Ecco: Siamo aperti dalle 9 alle 19." in page.text
        assert "+Ci trovi dalle 9 alle 18." in page.text
        assert form_of(page.text)["text"] == NEW
    assert read(file) == theirs
    looked = await send(client, form_of(page.text), go="look")
    assert (await send(client, form_of(looked.text), go="publish")).status_code == 303
    assert read(file) == NEW
    past = await client.get("/desk/replies/it/orari")
    assert len(re.findall(r"\?past=\d+", past.text)) == 2, "what was replaced is kept"


async def test_the_second_draft_is_told_of_the_first(client: httpx.AsyncClient) -> None:
    mine, other = await opened(client), await opened(client)
    await send(client, other, text=NEW, go="save")
    page = await send(client, mine, text=OLD + "=== any\nMia.\n", go="save")
    assert page.status_code == 409
    assert IT["replies_overtaken"] in page.text
    assert "+Mia." in page.text
    assert (await opened(client))["text"] == NEW
    assert (await send(client, form_of(page.text), go="save")).status_code == 303
    assert "Mia." in (await opened(client))["text"]


async def test_one_goes_back_by_publishing_an_earlier_text(client: httpx.AsyncClient, file: Path) -> None:
    looked = await send(client, await opened(client), text=NEW, go="look")
    await send(client, form_of(looked.text), go="publish")
    page = (await client.get("/desk/replies/it/orari")).text
    newest, oldest = re.findall(r"\?past=(\d+)", page)
    assert (await opened(client, f"?past={newest}"))["text"] == NEW
    earlier = await opened(client, f"?past={oldest}")
    assert earlier["text"] == OLD
    looked = await send(client, earlier, go="look")
    await send(client, form_of(looked.text), go="publish")
    assert read(file) == OLD
    assert (await client.get("/desk/replies/it/orari?past=999")).status_code == 404


async def test_a_missing_language_is_a_gap_and_can_be_written(
    client: httpx.AsyncClient, folder: Path
) -> None:
    path = folder / "replies/en/reclamo.j2"
    page = await client.get("/desk/replies/en/reclamo")
    assert IT["replies_new"] in page.text
    form = form_of(page.text)
    assert (form["text"], form["base"]) == ("", "")
    form["text"] = "=== any\nI am sorry.\n=== any\nWe are sorry.\n"
    looked = await client.post("/desk/replies/en/reclamo", data={**form, "go": "look"}, headers=OURS)
    await client.post(
        "/desk/replies/en/reclamo", data={**form_of(looked.text), "go": "publish"}, headers=OURS
    )
    assert read(path) == form["text"]
    shelf = await client.get("/desk/replies?topic=generale")
    assert re.search(r'gap missing" href="/desk/replies/it/reclamo"', shelf.text)


async def test_replies_are_searched_by_title(client: httpx.AsyncClient) -> None:
    found = await client.get("/desk/replies?q=ORAR")
    assert "/desk/replies/it/orari" in found.text
    assert "/desk/replies/it/pacco" not in found.text
    none = await client.get("/desk/replies", params={"q": "<b>zz"})
    assert IT["replies_found_none"] in none.text
    assert "<b>zz" not in none.text


async def test_a_page_stays_small_and_a_text_without_end_is_refused(client: httpx.AsyncClient) -> None:
    form = await opened(client)
    many = await send(client, form, text="=== any\nCiao {{ nome }}.\n" * 450)
    assert many.status_code == 200
    assert len(many.content) < 100_000
    assert (await send(client, form, text="{{" * 6_000)).status_code == 200
    assert (await send(client, form, text="a" * 12_001)).status_code == 413


async def test_what_is_written_is_never_markup(client: httpx.AsyncClient) -> None:
    page = await send(client, await opened(client), text=EVIL, go="look")
    assert "<script>alert" not in page.text
    assert form_of(page.text)["text"] == EVIL
    assert "U+202E" in (await send(client, await opened(client), text="Ciao \u202e.", go="check")).text


async def test_a_file_that_cannot_be_read_is_told(client: httpx.AsyncClient, file: Path) -> None:
    write(file, b"caff\xe8\n")
    page = await client.get("/desk/replies/it/orari")
    assert page.status_code == 500
    assert "replies/it/orari.j2 is not UTF-8 text" in page.text
    assert "save it as UTF-8" in page.text
    kept = await send(client, {"base": "x"}, text="Il mio testo.", go="save")
    assert (kept.status_code, form_of(kept.text)["text"]) == (500, "Il mio testo.")


async def test_a_failed_write_keeps_the_text_on_the_page(client: httpx.AsyncClient, file: Path) -> None:
    looked = await send(client, await opened(client), text=NEW, go="look")
    protect(file)
    page = await send(client, form_of(looked.text), go="publish")
    assert page.status_code == 500
    assert IT["replies_not_written"] in page.text
    assert form_of(page.text)["text"] == NEW


@pytest.mark.parametrize("path", ["it/nessuno", "fr/orari", "it/..%2F..%2Fsettings"])
async def test_what_is_no_reply_is_not_found(client: httpx.AsyncClient, path: str) -> None:
    assert (await client.get(f"/desk/replies/{path}")).status_code == 404
    assert (await client.post(f"/desk/replies/{path}", data={}, headers=OURS)).status_code == 404
