"""Files on Telegram: uploaded once, sent by their id after, with the words below them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.telegram import BUSINESS
from bot.channels.telegram.connector import Telegram
from bot.channels.telegram.options import read_options
from bot.model.message import Earlier, Letter, Media, MediaKind, Purpose
from bot.service.values import Later, Refused, Sent, Unknown
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.rig import CHAT, outbound
from tests.fakes.intake import MemoryIntake
from tests.fakes.link import make_link

SHOPS = Media(kind=MediaKind.PHOTO, path="images/negozi.png")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "negozi.png").write_bytes(b"\x89PNG one")
    return tmp_path


@pytest.fixture
async def channel(fake: FakeTelegram, intake: MemoryIntake, folder: Path) -> AsyncIterator[Telegram]:
    link = make_link("telegram", intake, token=fake.world.token, base_url=fake.base_url)
    made = Telegram(replace(link, folder=folder), read_options(link.settings))
    yield made
    await made.close()


def uploads(fake: FakeTelegram) -> int:
    return len(fake.world.files)


async def test_a_picture_is_uploaded_once_and_sent_by_its_id_after(
    fake: FakeTelegram, channel: Telegram
) -> None:
    for text in ("Ecco i negozi", "Eccoli & di nuovo"):
        assert isinstance(await channel.send(outbound(text, media=(SHOPS,), buttons=("Grazie",))), Sent)
    first, second = fake.world.posts
    assert (first.media, first.text, first.buttons) == ("photo", "Ecco i negozi", ("Grazie",))
    assert (second.file, second.text) == (first.file, "Eccoli & di nuovo")
    assert fake.world.files == {first.file: b"\x89PNG one"}


async def test_a_picture_that_was_changed_is_uploaded_anew(
    fake: FakeTelegram, channel: Telegram, folder: Path
) -> None:
    await channel.send(outbound(media=(SHOPS,)))
    (folder / "images" / "negozi.png").write_bytes(b"\x89PNG two")
    await channel.send(outbound(media=(SHOPS,)))
    assert list(fake.world.files.values()) == [b"\x89PNG one", b"\x89PNG two"]


async def test_an_id_that_telegram_has_forgotten_is_made_anew(fake: FakeTelegram, channel: Telegram) -> None:
    await channel.send(outbound(media=(SHOPS,)))
    fake.world.files.clear()
    assert isinstance(await channel.send(outbound(media=(SHOPS,))), Sent)
    assert len(fake.world.posts) == 2


@pytest.mark.parametrize("kind", list(MediaKind))
async def test_a_file_that_telegram_has_is_sent_by_its_id_also_for_a_business(
    fake: FakeTelegram, channel: Telegram, kind: MediaKind
) -> None:
    fake.world.files["sent-before"] = b"voice of a customer"
    fake.world.connect("bc1", 900)
    fake.world.write_business("bc1", CHAT, "ciao")
    media = (Media(kind=kind, reference="sent-before"),)
    for key in (str(CHAT), f"{BUSINESS}bc1:{CHAT}"):
        assert isinstance(await channel.send(outbound("", chat=key, media=media)), Sent)
    assert [(post.media, post.file, post.business) for post in fake.world.posts] == [
        (kind.value, "sent-before", ""),
        (kind.value, "sent-before", "bc1"),
    ]


async def test_words_that_are_too_long_below_a_picture_are_refused_before_any_call(
    fake: FakeTelegram, channel: Telegram
) -> None:
    emoji = "🙂"  # two units
    assert isinstance(await channel.send(outbound(emoji * 512, media=(SHOPS,))), Sent)
    outcome = await channel.send(outbound(emoji * 512 + "a", media=(SHOPS,)))
    assert outcome == Refused(
        reason="The text has 1025 characters; Telegram takes 1024.", permanent=True, by_us=True
    )
    assert len(fake.world.posts) == 1


async def test_where_the_file_is_gone_the_words_go_alone(
    fake: FakeTelegram, channel: Telegram, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / "images" / "negozi.png").unlink()
    assert isinstance(await channel.send(outbound("Ecco i negozi", media=(SHOPS,))), Sent)
    assert [(post.text, post.file) for post in fake.world.posts] == [("Ecco i negozi", "")]
    assert "images/negozi.png cannot be read" in caplog.text
    assert isinstance(await channel.send(outbound("", media=(SHOPS,))), Refused)


async def test_two_files_in_one_message_are_refused(channel: Telegram) -> None:
    assert isinstance(await channel.send(outbound(media=(SHOPS, SHOPS))), Refused)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("cut_before", Unknown), ("cut_after", Unknown), ("slow_down", Later), ("html", Unknown)],
)
async def test_trouble_while_sending_a_picture_is_an_outcome_as_for_words(
    fake: FakeTelegram, channel: Telegram, kind: str, expected: type
) -> None:
    fake.fault("sendPhoto", kind, value=502 if kind == "html" else 3)
    assert isinstance(await channel.send(outbound(media=(SHOPS,))), expected)


async def test_what_stands_below_a_picture_can_be_corrected(fake: FakeTelegram, channel: Telegram) -> None:
    sent = await channel.send(outbound("Alle 9", media=(SHOPS,)))
    assert isinstance(sent, Sent)
    earlier = Earlier(outbound=1, id=sent.id, with_file=True)
    change = replace(outbound(), letter=Letter(purpose=Purpose.CORRECTION, text="Alle 10", revises=earlier))
    for _ in range(2):
        assert await channel.edit(change, "Alle 10") == Sent(id=sent.id)
    assert [(post.text, bool(post.file)) for post in fake.world.posts] == [("Alle 10", True)]
    assert isinstance(await channel.edit(change, "a" * 1025), Refused)
