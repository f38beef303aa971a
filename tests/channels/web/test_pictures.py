"""The chat page is served the pictures that replies name, and no other file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.web import connect
from bot.model.message import Media, MediaKind
from bot.service.values import TranscriptLine
from tests.contracts.channel import NOW
from tests.fakes.intake import MemoryIntake
from tests.fakes.link import make_link

MESSAGES = "/api/chat/customer-0001/messages"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    brand = tmp_path / "brand"
    (brand / "images").mkdir(parents=True)
    for name in ("negozi.png", "private.png"):
        (brand / "images" / name).write_bytes(name.encode())
    (brand / "settings.toml").write_text("[brand]", encoding="utf-8")
    (tmp_path / "secret.png").write_bytes(b"secret")
    return brand


def client(folder: Path, intake: MemoryIntake, *named: str) -> httpx.AsyncClient:
    link = replace(make_link("web", intake), folder=folder, pictures=lambda: frozenset(named))
    app = Starlette(routes=list(connect(link).routes()))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://chat.test")


async def test_a_message_says_where_its_picture_is_and_it_is_there(folder: Path) -> None:
    intake = MemoryIntake()
    picture = Media(kind=MediaKind.PHOTO, path="images/negozi.png")
    intake.lines.append(TranscriptLine(n=1, sender="bot", text="Eccoli", at=NOW, media=(picture,)))
    async with client(folder, intake, "images/negozi.png") as http:
        (line,) = (await http.get(MESSAGES)).json()["messages"]
        assert line["pictures"] == ["/chat/files/images/negozi.png"]
        answer = await http.get(line["pictures"][0])
        assert (answer.content, answer.headers["content-type"]) == (b"negozi.png", "image/png")


@pytest.mark.parametrize(
    "path",
    [
        "images/private.png",
        "settings.toml",
        "images/../settings.toml",
        "%2e%2e/secret.png",
        "images/none.png",
        "",
    ],
)
async def test_what_no_reply_names_is_not_served(folder: Path, path: str) -> None:
    named = ("images/negozi.png", "images/none.png", "../secret.png")
    async with client(folder, MemoryIntake(), *named) as http:
        assert (await http.get(f"/chat/files/{path}")).status_code == 404
