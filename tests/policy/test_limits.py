"""The caps: so many automatic messages to a person, in a thread, in an hour and a day, and not one more."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.message import InboundKind
from bot.settings.values import Limits
from tests.support.brand import MONDAY, small_brand, talk, with_settings
from tests.support.square import Square

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(hours=24)
QUESTIONS = ("quando aprite?", "operatore!", "dov'è il pacco?", "forse", "bla bla", "i miei dati")


def _most_in(moments: Sequence[datetime], span: timedelta) -> int:
    """Count the fullest window by looking at every one that begins with a post."""
    return max((sum(first <= at < first + span for at in moments) for first in moments), default=0)


def _by(square: Square, name: str) -> dict[str, list[datetime]]:
    found: dict[str, list[datetime]] = defaultdict(list)
    for post in square.posts:
        if post.letter.purpose.automatic:
            found[getattr(post, name)].append(post.at)
    return found


async def test_a_person_gets_four_answers_an_hour_in_all_places_together() -> None:
    square = Square()
    for n in range(9):
        await square.say("mara", "quando aprite?", place=f"group {n}")
        await square.wait(MINUTE)
    assert len(square.posts) == 4
    await square.say("gino", "quando aprite?", place="group 1")
    assert square.posts[-1].author == "gino"


async def test_the_hour_slides() -> None:
    square = Square()
    for n in range(8):
        await square.say("mara", "quando aprite?", place=f"group {n}")
        await square.wait(20 * MINUTE)
    minutes = [(post.at - MONDAY) // MINUTE for post in square.posts]
    assert minutes == [0, 20, 40, 60, 80, 100, 120, 140]
    for n in range(8, 11):
        await square.say("mara", "quando aprite?", place=f"group {n}")
        await square.wait(MINUTE)
    assert len(square.posts) == 8  # eight a day


async def test_after_a_day_there_is_room_again() -> None:
    square = Square()
    for n in range(10):
        await square.say("mara", "quando aprite?", place=f"group {n}")
        await square.wait(30 * MINUTE)
    assert len(square.posts) == 8
    await square.wait(DAY - 5 * HOUR)
    await square.say("mara", "quando aprite?", place="group 10")
    assert len(square.posts) == 9


async def test_two_answers_in_a_thread_to_whoever_it_may_be() -> None:
    square = Square()
    for name in ("mara", "gino", "lia", "ugo"):
        await square.say(name, "quando aprite?", thread="T")
        await square.wait(15 * MINUTE)
    assert [post.author for post in square.posts] == ["mara", "gino"]
    assert {row.contact.id for row in await square.inbox() if row.tasks} == {"lia", "ugo"}


async def test_where_a_person_of_ours_has_written_a_thread_begins_anew() -> None:
    square = Square()
    for name in ("mara", "gino", "lia"):
        await square.say(name, "quando aprite?", thread="T")
    (lia,) = [row.conversation_id for row in await square.inbox() if row.contact.id == "lia"]
    await square.sportello.agents.reply(lia, "FB", "Eccomi", id="1")
    await square.engine.settle()
    await square.wait(15 * MINUTE)
    await square.say("ugo", "quando aprite?", thread="T")
    assert [post.author for post in square.posts] == ["mara", "gino", "lia", "ugo"]


async def test_one_task_for_an_author_says_how_many_messages_there_are() -> None:
    square = Square()
    for n in range(300):
        await square.say("mara", f"quando aprite? {n}", place=f"group {n % 3}")
        await square.say("mara", "quando aprite?", place=f"group {n % 3}")
    about = [text for text in await square.task_texts() if "same author" in text]
    assert len(about) == 1
    count = int(about[0].split()[0])
    assert about == [f"{count} messages from the same author; the bot is silent"]
    assert count > 500


async def test_a_task_about_an_author_ends_when_a_person_answers_there() -> None:
    square = Square()
    for _ in range(6):
        await square.say("mara", "quando aprite?", thread="T")
    (row,) = [row for row in await square.inbox() if row.tasks]
    await square.sportello.agents.reply(row.conversation_id, "FB", "Eccomi", id="1")
    await square.engine.settle()
    assert await square.task_texts() == []


async def test_answers_that_wait_to_be_sent_count_as_said_now() -> None:
    square = Square()
    square.channel.delays.extend([50 * MINUTE] * 4)
    for n in range(4):
        await square.say("mara", "quando aprite?", place=f"group {n}")
    await square.wait(70 * MINUTE)
    for n in range(4, 8):
        await square.say("mara", "quando aprite?", place=f"group {n}")
    assert _most_in([post.at for post in square.posts], HOUR) == 4


EVENTS = st.lists(
    st.tuples(
        st.sampled_from(["mara", "gino"]),
        st.sampled_from(["", "a", "b", "c", "d"]),
        st.sampled_from(["", "", "T", "U", "V"]),
        st.sampled_from(QUESTIONS),
        st.sampled_from([0, 0, 1, 7, 20, 59, 60, 61, 400]),
        st.sampled_from([0, 0, 0, 3, 45, 90]),
    ),
    min_size=10,
    max_size=60,
)


async def _live(events: Sequence[tuple[str, str, str, str, int, int]]) -> Square:
    square = Square(at=MONDAY)
    for who, place, thread, text, pause, delay in events:
        if delay:
            square.channel.delays.append(delay * MINUTE)
        await square.say(who, text, place=place, thread=thread, settle=pause > 0)
        if pause:
            await square.wait(pause * MINUTE)
    await square.wait(2 * HOUR)
    return square


@settings(max_examples=60)
@given(events=EVENTS)
def test_no_window_however_it_lies_holds_more_posts_than_are_allowed(
    events: list[tuple[str, str, str, str, int, int]],
) -> None:
    square = asyncio.run(_live(events))
    for moments in _by(square, "author").values():
        assert _most_in(moments, HOUR) <= 4
        assert _most_in(moments, DAY) <= 8
    threads = _by(square, "thread")
    assert all(len(moments) <= 2 for thread, moments in threads.items() if thread)


@settings(max_examples=30)
@given(events=EVENTS)
def test_no_message_is_answered_twice_automatically(
    events: list[tuple[str, str, str, str, int, int]],
) -> None:
    square = asyncio.run(_live(events))
    answered = [post.letter.reply_to for post in square.posts if post.letter.purpose.value != "follow_up"]
    assert len(answered) == len(set(answered))


async def test_the_limits_are_the_brands_to_set() -> None:
    knowledge = with_settings(small_brand()[0], limits=Limits(public_per_hour=1, public_per_day=2))
    square = Square(knowledge)
    for n in range(6):
        await square.say("mara", "quando aprite?", place=f"group {n}")
        await square.wait(25 * MINUTE)
    assert [(post.at - MONDAY) // MINUTE for post in square.posts] == [0, 75]


async def test_a_case_closed_by_a_person_is_not_announced_over_the_limit() -> None:
    square = Square()
    for text in ("bla bla", "operatore!"):
        await square.say("mara", text, thread="T")
    (row,) = await square.inbox()
    said = len(square.posts)
    assert said == 2
    await square.sportello.agents.close_case(row.conversation_id, "FB")
    await square.engine.settle()
    assert len(square.posts) == said


async def test_a_customer_in_private_may_press_and_type_quickly_for_long() -> None:
    dialogue = await talk()
    for n in range(9):
        exchange = await dialogue.say("forse")
        assert exchange.said, n
        exchange = await dialogue.button(exchange.said[-1].buttons[0])
        assert exchange.said, n
    assert (await dialogue.happens(InboundKind.EDIT)).said == ()
