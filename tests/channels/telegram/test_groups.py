"""In a group: whom the bot hears, whom it answers and where, and how often it speaks."""

from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.connector import Telegram
from bot.channels.telegram.pace import MINUTE, MOST, GroupPace
from bot.channels.telegram.places import Place, place_of
from bot.channels.telegram.words import ANOTHERS
from bot.model.message import InboundKind, Surface
from bot.service.values import Later, SendOutcome, Sent
from bot.testing import FakeClock
from bot.testing.telegram import FakeTelegram
from tests.channels.telegram.rig import CHAT, NOW, connector, outbound, until
from tests.contracts.channel import running
from tests.fakes.intake import MemoryIntake

GROUP, GIULIA, LUCA = -100777, CHAT, 55502


@pytest.fixture
def group(fake: FakeTelegram) -> int:
    return fake.world.group(GROUP, GIULIA, LUCA)


async def read(fake: FakeTelegram, intake: MemoryIntake) -> None:
    channel = connector(fake, intake)
    async with running(channel):
        await until(lambda: bool(fake.calls) and not fake.world.unconfirmed())
    await channel.close()


@pytest.mark.usefixtures("group")
async def test_it_hears_its_name_and_replies_to_it_and_nothing_else(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    world = fake.world
    world.privacy = False
    said = world.as_message(world.post(GROUP, "Alle 9."))
    world.say_in(GROUP, GIULIA, "quando aprono?")
    world.say_in(GROUP, GIULIA, "@volo_bot quando aprite?")
    world.say_in(GROUP, LUCA, "@volo_bot_2 e voi?")
    world.say_in(GROUP, LUCA, "e la domenica?", reply_to_message=said)
    await read(fake, intake)
    assert [(m.text, m.author.id, m.surface) for m in intake.messages] == [
        ("quando aprite?", str(GIULIA), Surface.PUBLIC),
        ("e la domenica?", str(LUCA), Surface.PUBLIC),
    ]


@pytest.mark.usefixtures("group")
async def test_with_privacy_mode_commands_and_replies_still_come_through(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    world = fake.world
    said = world.as_message(world.post(GROUP, "Alle 9."))
    assert world.say_in(GROUP, GIULIA, "quando aprono?") == 0
    world.say_in(GROUP, GIULIA, "/start@volo_bot")
    world.say_in(GROUP, LUCA, "e la domenica?", reply_to_message=said)
    await read(fake, intake)
    assert [message.text for message in intake.messages] == ["/start", "e la domenica?"]


@pytest.mark.usefixtures("group")
async def test_the_answer_quotes_the_message_in_its_topic(fake: FakeTelegram, intake: MemoryIntake) -> None:
    channel = connector(fake, intake)
    for key, topic in ((f"{GROUP}:{GIULIA}", None), (f"{GROUP}:{GIULIA}:77", 77)):
        letter = outbound(chat=key, surface=Surface.PUBLIC, reply_to="3")
        fake.world.next_message = 4
        assert isinstance(await channel.send(letter), Sent)
        assert (fake.world.posts[-1].chat, fake.world.posts[-1].topic) == (GROUP, topic)
        assert fake.world.posts[-1].reply_to == 3
    await channel.typing(f"{GROUP}:{GIULIA}:77")
    await channel.close()
    assert fake.world.chat_actions == [GROUP]


async def test_a_button_counts_for_the_one_who_was_answered(
    fake: FakeTelegram, intake: MemoryIntake, group: int
) -> None:
    fake.world.privacy = False
    fake.world.say_in(group, GIULIA, "@volo_bot portabilità")
    channel = connector(fake, intake)
    async with running(channel):
        await intake.until_rows(1)
        key, asked = intake.messages[0].conversation_key, intake.messages[0].message_id
        await channel.send(outbound(chat=key, surface=Surface.PUBLIC, reply_to=asked, buttons=("Sì", "No")))
        fake.world.press(group, "No", by=LUCA)
        fake.world.press(group, "Sì", by=GIULIA)
        await until(lambda: len(fake.world.confirmed_presses) == 2)
    await channel.close()
    assert sorted(fake.world.toasts) == ["", ANOTHERS["it"]]
    presses = [item for item in intake.messages if item.kind is InboundKind.BUTTON]
    assert [(item.button, item.conversation_key) for item in presses] == [("Sì", key)]


async def _send(channel: Telegram, person: int) -> SendOutcome:
    return await channel.send(outbound(chat=f"{GROUP}:{person}", surface=Surface.PUBLIC))


@pytest.mark.usefixtures("group")
async def test_a_group_hears_twenty_a_minute_whoever_is_answered(
    fake: FakeTelegram, intake: MemoryIntake
) -> None:
    clock = FakeClock(NOW)
    channel = connector(fake, intake, clock=clock)
    outcomes = await asyncio.gather(*(_send(channel, 60_000 + n) for n in range(25)))
    later = [item for item in outcomes if isinstance(item, Later)]
    assert len(fake.world.posts) == MOST
    assert len(later) == 5
    assert not any(item.whole_account for item in later), "other chats are not held up"
    assert isinstance(await channel.send(outbound()), Sent)
    clock.move(max(item.after for item in later))
    assert isinstance(await _send(channel, 1), Sent)
    await channel.close()


@given(st.lists(st.tuples(st.sampled_from("ab"), st.floats(0, 30)), max_size=200))
def test_no_minute_holds_more_than_twenty_in_any_group(steps: list[tuple[str, float]]) -> None:
    pace, now, sent = GroupPace(), 1000.0, {"a": [0.0], "b": [0.0]}
    for group, pause in steps:
        now += pause / 10
        wait = pace.take(group, now)
        if not wait:
            sent[group].append(now)
        assert sum(at > now - MINUTE for at in sent[group]) <= MOST
        assert 0 <= wait.total_seconds() <= MINUTE


@given(
    chat=st.integers().map(str),
    person=st.integers(0).map(str) | st.just(""),
    topic=st.integers(0, 10**9),
    business=st.text("abcXYZ09-_:", max_size=30),
)
def test_a_place_is_read_back_from_its_key(chat: str, person: str, topic: int, business: str) -> None:
    place = (
        Place(chat=chat, business=business)
        if business
        else Place(chat=chat, person=person, topic=topic if person else 0)
    )
    assert place_of(place.key) == place
