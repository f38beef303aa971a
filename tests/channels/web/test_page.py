"""The customer's page as a file: its language, its headers and what it loads."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

import bot.channels.web
from bot.desk.door import CSP
from bot.desk.site import build_site
from tests.fakes.brand import a_channel
from tests.fakes.chat import MemoryIntake

HOME = Path(bot.channels.web.__file__).parent


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    site = build_site(chat_routes=a_channel(MemoryIntake()).routes(), desk_routes=[])
    async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://chat.test") as opened:
        yield opened


@pytest.mark.parametrize(
    ("wanted", "language", "greeting"),
    [
        ("it-IT,it;q=0.9", "it", "Ciao! Scrivi qui la tua domanda."),
        ("en-GB,en;q=0.9,it;q=0.1", "en", "Hello! Write your question here."),
        ("fr-FR,de;q=0.8", "it", "Ciao!"),
        ("", "it", "Ciao!"),
        (";;q=,,\x01", "it", "Ciao!"),
    ],
)
async def test_the_page_speaks_the_browsers_language_or_the_brands(
    client: httpx.AsyncClient, wanted: str, language: str, greeting: str
) -> None:
    for path in ("/", "/chat"):
        answer = await client.get(path, headers={"Accept-Language": wanted})
        assert f'<html lang="{language}">' in answer.text
        assert greeting in answer.text
        assert "Volo Mobile" in answer.text
        assert answer.headers["content-language"] == language


async def test_every_file_the_page_loads_is_ours_and_of_the_right_type(client: httpx.AsyncClient) -> None:
    page = (await client.get("/")).text
    loaded = re.findall(r'(?:src|href)="([^"]+)"', page)
    imported = [f"/chat/static/{file.name}" for file in (HOME / "static").iterdir()]
    assert {path for path in loaded if path.startswith("/chat/")} <= set(imported)
    types = {".js": "javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    for path in {*loaded, *imported}:
        answer = await client.get(path)
        assert answer.status_code == 200, path
        assert types[Path(path).suffix] in answer.headers["content-type"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-cache"


async def test_every_answer_carries_the_strict_policy(client: httpx.AsyncClient) -> None:
    for path in ("/", "/nothing", "/api/chat/giulia-0001/messages", "/chat/static/chat.js", "/healthz"):
        headers = (await client.get(path)).headers
        assert headers["content-security-policy"] == CSP
        assert "unsafe" not in CSP
        assert headers["x-frame-options"] == "DENY"
    assert (await client.get("/")).headers["cache-control"] == "no-store"
    assert (await client.get("/api/chat/giulia-0001/messages")).headers["cache-control"] == "no-store"


def test_no_script_writes_html_or_reaches_another_host() -> None:
    for file in (HOME / "static").glob("*.js"):
        text = file.read_text("utf-8")
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|https?://", text
        ), file


def test_both_languages_have_every_word_and_every_word_is_used() -> None:
    words = json.loads((HOME / "words.json").read_text("utf-8"))
    assert words["it"].keys() == words["en"].keys()
    used = (HOME / "templates/chat.html").read_text("utf-8") + (HOME / "static/view.js").read_text("utf-8")
    by_sender = {"bot", "agent", "customer"}
    assert {word for word in words["it"] if f"words.{word}" not in used} <= by_sender
