"""The pages' workshop against the platform's fake: accounts are met, and every trouble has its sort."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.beginning.answers import Answers
from bot.beginning.files import customised
from bot.channels.telegram.errors import ANOTHER_READER
from bot.channels.x.telling import RIGHTS as RIGHTS_LACKING
from bot.cli.unmet import not_met
from bot.cli.workshop import Workshop
from bot.desk.setup.port import ANOTHER, OTHER, REFUSED, RIGHTS, UNREACHABLE, WEBHOOK, NotMetError
from bot.desk.setup.port import Workshop as Port
from bot.errors import ChannelError
from bot.starter import StarterFile, starter_files
from bot.testing.telegram import FakeTelegram, fake_telegram

BASE = "SPORTELLO_CHANNELS__TELEGRAM__BASE_URL"


@pytest.fixture
async def telegram(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[FakeTelegram]:
    async with fake_telegram() as server:
        monkeypatch.setenv(BASE, server.base_url)
        yield server


@pytest.fixture
async def workshop(tmp_path: Path) -> AsyncIterator[Workshop]:
    opened = Workshop(tmp_path, "/desk/enter?token=x")
    yield opened
    await opened.close()
    assert await asyncio.to_thread(lambda: [*tmp_path.iterdir()]) == []


def read_by_letters(files: Iterable[StarterFile]) -> Iterator[StarterFile]:
    """Give the files without the encoder, which is slow to begin."""
    for file in files:
        yield replace(file, text=file.text.replace("[matching]", '[matching]\nencoder = "none"'))


async def heard(workshop: Port, channel: str) -> None:
    while not workshop.waiting(channel).over and workshop.waiting(channel).failure is None:
        await asyncio.sleep(0.01)


async def test_a_bot_is_named_and_its_first_message_comes(workshop: Workshop, telegram: FakeTelegram) -> None:
    assert await workshop.meet("telegram", {"token": telegram.world.token}) == "@volo_bot"
    assert not workshop.waiting("telegram").over
    telegram.world.say(7001, "si sente?")
    await heard(workshop, "telegram")
    words = workshop.waiting("telegram").words
    assert words is not None
    assert (words.name, words.text) == ("Giulia", "si sente?")
    await workshop.leave("telegram")
    assert await workshop.meet("telegram", {"token": telegram.world.token}) == "@volo_bot"


@pytest.mark.usefixtures("telegram")
@pytest.mark.parametrize(
    ("token", "sort"),
    [("4242:AAF-anothers", REFUSED), ("", OTHER), ('"quoted"', OTHER)],
)
async def test_a_token_that_does_not_work_is_told(workshop: Workshop, token: str, sort: str) -> None:
    with pytest.raises(NotMetError) as raised:
        await workshop.meet("telegram", {"token": token})
    assert raised.value.sort == sort
    assert not token or token not in str(raised.value)


async def test_a_network_that_is_down_is_no_wrong_token(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(BASE, "http://127.0.0.1:9/bot")
    with pytest.raises(NotMetError) as raised:
        await workshop.meet("telegram", {"token": "4242:AAF-some_token"})
    assert raised.value.sort == UNREACHABLE


async def test_a_webhook_keeps_the_messages_away_and_that_is_said(
    workshop: Workshop, telegram: FakeTelegram
) -> None:
    telegram.world.webhook = "https://elsewhere.test/hook"
    await workshop.meet("telegram", {"token": telegram.world.token})
    await heard(workshop, "telegram")
    failure = workshop.waiting("telegram").failure
    assert failure is not None
    assert failure.sort == WEBHOOK


def test_reasons_are_told_apart_by_what_the_channel_says() -> None:
    assert not_met(ChannelError(ANOTHER_READER)).sort == ANOTHER
    assert not_met(ChannelError(RIGHTS_LACKING)).sort == RIGHTS
    odd = not_met(ChannelError("It snows.", hint="Wait for spring."))
    assert (odd.sort, str(odd)) == (OTHER, "It snows. Wait for spring.")


async def test_a_weekend_is_played_without_a_trace(workshop: Workshop) -> None:
    files = tuple(read_by_letters(customised(starter_files(), Answers(name="Panificio Rossi"))))
    workshop.rehearse("the first", ())  # cut short by the other
    workshop.rehearse("the second", files)
    while (rehearsal := workshop.rehearsal()) is not None and rehearsal.under_way:
        await asyncio.sleep(0.05)
    assert rehearsal is not None
    assert (rehearsal.of, rehearsal.failure) == ("the second", "")
    result = rehearsal.result
    assert result is not None
    assert result.messages >= result.customers > 100
    assert result.results["lost"] == 0
    assert result.promises["made"] > 0
    kinds = {who for scene in result.scenes for _at, who, _text in scene.lines}
    assert kinds == {"customer", "bot", "person"}


async def test_a_weekend_that_cannot_be_played_says_why(workshop: Workshop) -> None:
    workshop.rehearse("none", ())
    while (rehearsal := workshop.rehearsal()) is not None and rehearsal.under_way:
        await asyncio.sleep(0.05)
    assert rehearsal is not None
    assert "settings.toml" in rehearsal.failure


async def test_a_weekend_that_cannot_begin_says_why_and_stops_nothing_else(
    workshop: Workshop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    workshop.rehearse("none", ())
    while (rehearsal := workshop.rehearsal()) is not None and rehearsal.under_way:
        await asyncio.sleep(0.05)
    assert rehearsal is not None
    assert "gone" in rehearsal.failure
