"""Every press is confirmed; a button of an earlier question says so, and does not answer the last one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.channels.telegram.connector import Telegram
from bot.channels.telegram.words import ANOTHERS, ATTACHMENTS, OLD, say
from bot.model.message import OLD_BUTTON, InboundKind
from bot.service.values import Sent, TranscriptLine
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.rig import CHAT, NOW, connector, outbound, until
from tests.contracts.channel import running
from tests.fakes.intake import MemoryIntake


async def ask(channel: Telegram, intake: MemoryIntake, text: str, *buttons: str) -> None:
    """Send a question and settle it, which is what puts it into the transcript."""
    assert isinstance(await channel.send(outbound(text, buttons=buttons)), Sent)
    at = NOW + timedelta(seconds=len(intake.lines))
    intake.lines.append(
        TranscriptLine(n=len(intake.lines) + 1, sender="bot", text=text, at=at, buttons=buttons)
    )


async def press(fake: FakeTelegram, intake: MemoryIntake, label: str, nth: int = -1) -> tuple[bool, str]:
    """Press a button; tell whether it was read as an old one, and what was shown."""
    before = len(fake.world.toasts)
    fake.world.press(CHAT, label, nth=nth)
    channel = connector(fake, intake)
    async with running(channel):
        await until(lambda: len(fake.world.toasts) > before)
    await channel.close()
    (item,) = [item for item in intake.messages if item.kind is InboundKind.BUTTON]
    assert item.button == label
    return OLD_BUTTON in item.payload, fake.world.toasts[-1]


@pytest.fixture
async def channel(fake: FakeTelegram, intake: MemoryIntake) -> Any:
    made = connector(fake, intake)
    yield made
    await made.close()


async def test_a_button_of_the_last_question_counts(
    fake: FakeTelegram, intake: MemoryIntake, channel: Telegram
) -> None:
    await ask(channel, intake, "È risolto?", "Sì", "No")
    await ask(channel, intake, "Ti va bene domani?", "Sì", "No")
    intake.lines.append(TranscriptLine(n=9, sender="bot", text="A domani.", at=NOW))
    assert await press(fake, intake, "Sì") == (False, "")


async def test_a_button_of_an_earlier_question_says_that_it_is_old(
    fake: FakeTelegram, intake: MemoryIntake, channel: Telegram
) -> None:
    await ask(channel, intake, "È risolto?", "Sì", "No")
    await ask(channel, intake, "Ti va bene domani?", "Sì", "No")
    assert await press(fake, intake, "Sì", nth=0) == (True, OLD["it"])


async def test_the_same_question_asked_again_is_the_last_one(
    fake: FakeTelegram, intake: MemoryIntake, channel: Telegram
) -> None:
    for _ in range(2):
        await ask(channel, intake, "È risolto?", "Sì", "No")
    assert await press(fake, intake, "Sì", nth=0) == (False, "")


async def test_a_question_that_is_not_settled_yet_is_not_old(
    fake: FakeTelegram, intake: MemoryIntake, channel: Telegram
) -> None:
    await ask(channel, intake, "È risolto?", "Sì", "No")
    await channel.send(outbound("Ti va bene domani?", buttons=("Sì", "No")))
    assert await press(fake, intake, "Sì") == (False, "")


@pytest.mark.parametrize(("label", "old"), [("Sì", False), ("Forse", True)])
async def test_of_a_message_too_old_to_be_shown_the_label_decides(
    fake: FakeTelegram, intake: MemoryIntake, channel: Telegram, label: str, old: bool
) -> None:
    await ask(channel, intake, "Era questo?", "Forse")
    await ask(channel, intake, "È risolto?", "Sì", "No")
    fake.world.beyond_sight = True
    assert (await press(fake, intake, label))[0] is old


@pytest.mark.parametrize(
    ("hint", "languages", "found"),
    [
        ("en-GB", ("it", "en"), "en"),
        ("it", ("en", "it"), "it"),
        ("de", ("it", "en"), "it"),
        ("en", ("it",), "it"),
        ("", ("de",), "en"),
    ],
)
def test_a_word_is_said_in_a_language_of_the_brand(hint: str, languages: tuple[str, ...], found: str) -> None:
    assert say(OLD, hint, languages) == OLD[found]


def test_what_is_shown_over_the_chat_is_as_short_as_telegram_takes() -> None:
    assert all(len(text) <= 200 for words in (OLD, ANOTHERS) for text in words.values())
    assert set(OLD) == set(ANOTHERS) == set(ATTACHMENTS)
