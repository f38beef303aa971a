"""Platforms that let a business write only for a time, and those that allow one automatic message a post."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.model.case import FollowUpKind
from bot.model.message import Author, Purpose
from bot.model.promise import PromiseState
from bot.testing import Dialogue
from tests.policy.test_follow_ups import due
from tests.policy.test_promises import promises, states
from tests.support.brand import MONDAY, ROME, SATURDAY, TRAITS, small_brand, talk


async def test_no_time_is_promised_that_lies_beyond_the_messaging_window() -> None:
    dialogue = await talk(SATURDAY, "shop")
    exchange = await dialogue.say("bla bla")
    assert "lunedì alle 9" in exchange.text
    assert "entro" not in exchange.text
    assert not await promises(dialogue)


async def test_a_reassurance_is_pulled_into_the_window_and_out_of_the_night() -> None:
    dialogue = await talk(SATURDAY, "shop")
    await dialogue.say("bla bla")
    assert await due(dialogue, FollowUpKind.REASSURE) == datetime(2026, 11, 29, 8, 0, tzinfo=ROME)
    exchange = await dialogue.wait(timedelta(hours=23))
    assert [letter.purpose for letter in exchange.said] == [Purpose.FOLLOW_UP]


async def test_a_window_that_shuts_at_dawn_is_used_the_evening_before() -> None:
    dialogue = await talk(SATURDAY.replace(hour=7), "shop")
    await dialogue.say("bla bla")
    assert await due(dialogue, FollowUpKind.REASSURE) == datetime(2026, 11, 28, 20, 30, tzinfo=ROME)


async def test_nothing_automatic_is_said_after_the_window_has_shut() -> None:
    dialogue = await talk(SATURDAY, "shop")
    await dialogue.say("bla bla")
    await dialogue.wait(timedelta(hours=24))
    assert not (await dialogue.wait(timedelta(days=9))).said


async def test_the_customers_next_message_opens_the_window_again() -> None:
    dialogue = await talk(SATURDAY, "shop")
    await dialogue.say("bla bla")
    await dialogue.wait(timedelta(hours=23))
    await dialogue.say("ok")
    reassured = await due(dialogue, FollowUpKind.REASSURE)
    exchange = await dialogue.wait(timedelta(hours=26))
    assert reassured is not None
    assert not [letter for letter in exchange.said if letter.template == "_late"]


async def test_people_are_warned_before_a_window_shuts_on_an_unanswered_customer() -> None:
    dialogue = await talk(SATURDAY, "shop")
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(hours=23, minutes=50))
    assert any(task.reason.startswith("window:warning:") for task in exchange.tasks)


async def test_a_promise_within_the_window_is_made_and_renewed_as_elsewhere() -> None:
    dialogue = await talk(MONDAY, "shop")
    assert "entro oggi alle 11" in (await dialogue.say("bla bla")).text
    exchange = await dialogue.wait(timedelta(hours=1, minutes=5))
    assert [letter.template for letter in exchange.said] == ["_late"]


@pytest.mark.parametrize(("key", "windowed"), [("business:bc1:55501", True), ("55501", False)])
async def test_a_window_may_hold_for_some_conversations_of_a_channel_only(key: str, windowed: bool) -> None:
    chat = replace(TRAITS["chat"], windows={"business:": timedelta(hours=24)})
    dialogue = await Dialogue.open(
        small_brand()[0],
        traits={**TRAITS, "chat": chat},
        at=SATURDAY,
        channel="chat",
        customer=Author(id=key, name="Giulia"),
    )
    exchange = await dialogue.say("bla bla")
    assert ("entro" not in exchange.text) is windowed
    await dialogue.wait(timedelta(hours=24))
    assert bool((await dialogue.wait(timedelta(days=9))).said) is not windowed


async def test_where_one_automatic_message_is_allowed_the_acknowledgement_is_that_one() -> None:
    dialogue = await talk(SATURDAY, "posts")
    assert [letter.purpose for letter in (await dialogue.say("bla bla")).said] == [Purpose.ACKNOWLEDGEMENT]
    exchange = await dialogue.wait(timedelta(days=8))
    assert not exchange.said
    assert any(task.reason == "promise_broken" for task in exchange.tasks)
    assert await states(dialogue) == [PromiseState.BROKEN]


async def test_a_persons_answer_to_a_post_stands_below_the_customers_post() -> None:
    dialogue = await talk(SATURDAY, "posts")
    await dialogue.say("bla bla")
    exchange = await dialogue.agent("Eccoci")
    assert exchange.said[0].reply_to == "1"


async def test_a_late_answer_on_a_public_page_stands_below_the_customers_post() -> None:
    dialogue = await talk(MONDAY, "wall")
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(hours=1, minutes=5))
    assert [(letter.template, letter.reply_to) for letter in exchange.said] == [("_late", "1")]
