"""Pictures: uploaded once and shown whole, or the message is surely not sent."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.x.connector import X
from bot.channels.x.options import read_options
from bot.channels.x.pictures import BIGGEST, PictureError, read_picture
from bot.model.message import Media, MediaKind, Outbound
from bot.service.values import Later, Refused, Sent, Unknown
from bot.testing.x import FakeX
from tests.channels.x.rig import GIULIA, POST, TELL, Waits, linked, message, reply
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake

PNG = b"\x89PNG\r\n\x1a\n"
BEGIN, APPEND = "POST /2/media/upload/initialize", "POST /2/media/upload/:id/append"
END, STATUS = "POST /2/media/upload/:id/finalize", "GET /2/media/upload"


@pytest.fixture
async def channel(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock, tmp_path: Path
) -> AsyncIterator[X]:
    link = replace(linked(fake, intake, clock), folder=tmp_path)
    made = X(link, read_options(link.settings), wait=Waits())
    yield made
    await made.close()


def write(folder: Path, name: str = "mappa.png", size: int = 2_500_000) -> Media:
    """Write a picture into the brand's folder."""
    (folder / name).write_bytes(PNG + bytes(n % 251 for n in range(size - len(PNG))))
    return Media(kind=MediaKind.PHOTO, path=name)


def showing(outbound: Outbound, *media: Media) -> Outbound:
    """Give a message with pictures."""
    return replace(outbound, letter=replace(outbound.letter, media=media))


def asked(fake: FakeX, clock: StandingClock, text: str = "Ecco la mappa") -> Outbound:
    """Let Giulia ask, and give the reply to her."""
    return reply(fake.world.say(GIULIA, "@volomobile dove siete?", age=60), text, at=clock.now())


async def test_a_picture_is_uploaded_in_pieces_and_shown_below_the_reply(
    channel: X, fake: FakeX, clock: StandingClock, tmp_path: Path
) -> None:
    sent = await channel.send(showing(asked(fake, clock), write(tmp_path)))
    (post,) = fake.world.posts
    (upload,) = fake.uploading.uploads.values()
    assert sent == Sent(id=str(post.id), url=f"https://x.com/i/status/{post.id}")
    assert post.media == (upload.id,)
    assert upload.content == (tmp_path / "mappa.png").read_bytes()
    assert (upload.kind, upload.category, fake.count(APPEND)) == ("image/png", "tweet_image", 3)


async def test_the_same_picture_is_uploaded_once_until_x_lets_it_go(
    channel: X, fake: FakeX, clock: StandingClock, tmp_path: Path
) -> None:
    picture = write(tmp_path, size=1000)
    for n in range(3):
        assert isinstance(await channel.send(showing(asked(fake, clock, f"Ecco {n}"), picture)), Sent)
    assert fake.count(BEGIN) == 1
    clock.move(timedelta(days=1))
    assert isinstance(await channel.send(showing(asked(fake, clock, "Ecco ancora"), picture)), Sent)
    assert fake.count(BEGIN) == 2


async def test_a_direct_message_has_its_picture_too(
    channel: X, fake: FakeX, clock: StandingClock, tmp_path: Path
) -> None:
    fake.world.tell(GIULIA, "dove siete?")
    outbound = showing(message("Ecco", at=clock.now()), write(tmp_path, size=1000))
    assert isinstance(await channel.send(outbound), Sent)
    (made,) = fake.world.directs
    (upload,) = fake.uploading.uploads.values()
    assert (made.media, upload.category) == ((upload.id,), "dm_image")


async def test_a_picture_that_x_works_on_is_waited_for(
    channel: X, fake: FakeX, clock: StandingClock, tmp_path: Path
) -> None:
    fake.uploading.slow = 2
    assert isinstance(await channel.send(showing(asked(fake, clock), write(tmp_path, size=1000))), Sent)
    assert fake.count(STATUS) == 2


@pytest.mark.parametrize("endpoint", [BEGIN, APPEND, END])
@pytest.mark.parametrize("kind", ["cut_before", "cut_after", "error", "slow_down", "html", "odd"])
async def test_an_upload_that_goes_wrong_is_tried_again_and_nothing_was_posted(  # noqa: PLR0917
    channel: X, fake: FakeX, clock: StandingClock, tmp_path: Path, endpoint: str, kind: str
) -> None:
    outbound = showing(asked(fake, clock), write(tmp_path, size=1000))
    fake.fault(endpoint, kind)
    assert isinstance(await channel.send(outbound), Later)
    assert fake.count(POST) == 0
    clock.move(timedelta(minutes=20))
    assert isinstance(await channel.send(outbound), Sent)
    assert len(fake.world.posts) == 1


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("nota.png", b"only words", "no picture that X shows"),
        ("vasta.png", PNG + bytes(BIGGEST), "shrink it"),
        ("manca.png", None, "cannot be read"),
        ("../fuori.png", PNG, "not in the brand's folder"),
    ],
)
async def test_what_is_no_picture_of_the_brands_is_refused_before_any_call(  # noqa: PLR0917
    channel: X,
    fake: FakeX,
    clock: StandingClock,
    tmp_path: Path,
    name: str,
    content: bytes | None,
    why: str,
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    refused = await channel.send(showing(asked(fake, clock), Media(kind=MediaKind.PHOTO, path=name)))
    assert isinstance(refused, Refused)
    assert refused.permanent
    assert why in refused.reason
    assert Path(name).name in refused.reason
    assert fake.count(BEGIN) == fake.count(POST) == 0


async def test_a_picture_that_x_cannot_read_is_named(
    channel: X, fake: FakeX, clock: StandingClock, tmp_path: Path
) -> None:
    fake.uploading.spoilt = True
    refused = await channel.send(showing(asked(fake, clock), write(tmp_path, size=1000)))
    assert isinstance(refused, Refused)
    assert "mappa.png" in refused.reason
    assert fake.count(POST) == 0


async def test_a_picture_that_x_no_longer_keeps_is_uploaded_anew(
    channel: X, fake: FakeX, clock: StandingClock, tmp_path: Path
) -> None:
    picture = write(tmp_path, size=1000)
    await channel.send(showing(asked(fake, clock, "Ecco"), picture))
    fake.uploading.uploads.clear()
    outbound = showing(asked(fake, clock, "Ecco di nuovo"), picture)
    again = await channel.send(outbound)
    assert isinstance(again, Refused)
    assert not again.permanent
    assert isinstance(await channel.send(outbound), Sent)


async def test_a_reply_with_a_picture_whose_answer_was_lost_is_found(
    channel: X, fake: FakeX, clock: StandingClock, tmp_path: Path
) -> None:
    outbound = showing(asked(fake, clock), write(tmp_path, size=1000))
    fake.fault(POST, "cut_after")
    assert isinstance(await channel.send(outbound), Unknown)
    assert isinstance(await channel.reconcile(outbound), Sent)
    private = showing(message("Ecco", at=clock.now()), Media(kind=MediaKind.PHOTO, path="mappa.png"))
    fake.fault(TELL, "cut_after")
    assert isinstance(await channel.send(private), Unknown)
    assert isinstance(await channel.reconcile(private), Sent)


async def test_a_card_takes_the_place_of_pictures(
    channel: X, fake: FakeX, clock: StandingClock, tmp_path: Path
) -> None:
    outbound = showing(asked(fake, clock), write(tmp_path, size=1000))
    card = "https://x.com/messages/compose?recipient_id=4242"
    carded = replace(outbound, letter=replace(outbound.letter, card=card))
    assert isinstance(await channel.send(carded), Sent)
    (post,) = fake.world.posts
    assert (post.card, post.media, fake.count(BEGIN)) == (card, (), 0)


STARTS = [b"\xff\xd8\xff", PNG, b"GIF89a", b"RIFF....WEBP"]


@given(start=st.sampled_from(STARTS), rest=st.binary(max_size=64))
def test_a_file_is_a_picture_by_its_content_and_is_read_whole(
    tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes
) -> None:
    folder = tmp_path_factory.mktemp("brand")
    (folder / "file.txt").write_bytes(start + rest)
    picture = read_picture(folder, "file.txt")
    assert picture.content == start + rest
    assert picture.kind.startswith("image/")


@pytest.mark.parametrize("path", ["", ".", "a\0b", "x" * 5000])
def test_a_path_that_names_no_file_is_a_picture_error(tmp_path: Path, path: str) -> None:
    with pytest.raises(PictureError):
        read_picture(tmp_path, path)
