"""Changing and taking back on Telegram: the calls, and what their refusals mean."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.channels.telegram import BUSINESS
from bot.model.message import Earlier, Outbound, Purpose
from bot.service.values import Later, Refused, Sent, Unknown
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.rig import CHAT, connector, outbound
from tests.fakes.intake import MemoryIntake


def revised(sent: Sent, text: str = "", *, chat: str = str(CHAT)) -> Outbound:
    made = outbound(chat=chat)
    purpose = Purpose.CORRECTION if text else Purpose.TAKE_BACK
    letter = replace(made.letter, purpose=purpose, text=text, revises=Earlier(outbound=1, id=sent.id))
    return replace(made, id=2, letter=letter)


async def test_a_message_says_something_else_and_its_buttons_are_gone(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    channel = connector(fake, intake)
    sent = await channel.send(outbound("Alle 9.", buttons=("Va bene",)))
    assert isinstance(sent, Sent)
    assert await channel.edit(revised(sent, "Alle <b>10</b>."), "Alle <b>10</b>.") == Sent(id=sent.id)
    assert [post.text for post in fake.world.posts] == ["Alle <b>10</b>."]
    await channel.close()


async def test_what_is_taken_back_is_gone_and_gone_again_is_no_trouble(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    channel = connector(fake, intake)
    sent = await channel.send(outbound())
    assert isinstance(sent, Sent)
    for _ in range(2):
        assert await channel.delete(revised(sent)) == Sent(id=sent.id)
    assert not fake.world.posts
    await channel.close()


async def test_what_is_older_than_two_days_stays_and_people_are_told(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    channel = connector(fake, intake)
    sent = await channel.send(outbound())
    assert isinstance(sent, Sent)
    fake.world.posts[0].at -= 49 * 3600
    outcome = await channel.delete(revised(sent))
    assert isinstance(outcome, Refused)
    assert outcome.permanent
    assert "can't be deleted" in outcome.reason
    await channel.close()


@pytest.mark.parametrize(
    ("kind", "expected"), [("cut_after", Unknown), ("slow_down", Later), ("html", Unknown)]
)
async def test_trouble_on_the_way_is_an_outcome(
    fake: FakeTelegram, intake: MemoryIntake, kind: str, expected: type
) -> None:
    channel = connector(fake, intake)
    sent = await channel.send(outbound())
    assert isinstance(sent, Sent)
    fake.fault("editMessageText", kind, value=502 if kind == "html" else 3)
    assert isinstance(await channel.edit(revised(sent, "Alle 10."), "Alle 10."), expected)
    await channel.close()


async def test_a_text_that_is_too_long_is_refused_before_any_call(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    channel = connector(fake, intake)
    sent = await channel.send(outbound())
    assert isinstance(sent, Sent)
    long = "a" * 4097
    assert isinstance(await channel.edit(revised(sent, long), long), Refused)
    assert "editMessageText" not in [method for method, _ in fake.calls]
    await channel.close()


async def test_for_a_business_it_is_changed_and_taken_back_in_its_name(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    channel, key = connector(fake, intake), f"{BUSINESS}bc1:{CHAT}"
    fake.world.connect("bc1", 900)
    fake.world.businesses["bc1"]["rights"]["can_delete_sent_messages"] = True
    fake.world.write_business("bc1", CHAT, "ciao")
    sent = await channel.send(outbound("Alle 9.", chat=key))
    assert isinstance(sent, Sent)
    assert isinstance(await channel.edit(revised(sent, "Alle 10.", chat=key), "Alle 10."), Sent)
    assert [post.text for post in fake.world.posts] == ["Alle 10."]
    assert isinstance(await channel.delete(revised(sent, chat=key)), Sent)
    assert not fake.world.posts
    del fake.world.businesses["bc1"]["rights"]["can_delete_sent_messages"]
    assert isinstance(await channel.delete(revised(sent, chat=key)), Refused)
    await channel.close()
