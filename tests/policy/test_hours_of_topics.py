"""Hours of their own: a topic or a channel that is open when the brand is not, and the other way round."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.library import Knowledge
from bot.model.hours import Calendars, Interval
from bot.model.message import Purpose
from tests.support.brand import MONDAY, SATURDAY, small_brand, talk

ALWAYS = {day: (Interval(0, 1440),) for day in range(7)}


def opened(**places: str) -> Knowledge:
    """Give the small brand with a channel or a topic that is always open."""
    knowledge, _ = small_brand()
    always = replace(knowledge.calendar, week=ALWAYS)
    calendars = Calendars(
        brand=knowledge.calendar,
        by_channel={places["channel"]: always} if "channel" in places else {},
        by_topic={places["topic"]: always} if "topic" in places else {},
    )
    return replace(knowledge, calendars=calendars)


async def test_a_topic_that_is_open_is_handed_to_a_person_while_the_brand_is_closed() -> None:
    dialogue = await talk(SATURDAY, knowledge=opened(topic="generale"))
    exchange = await dialogue.say("operatore!")
    assert [letter.purpose for letter in exchange.said] == [Purpose.HAND_OFF]
    assert "entro oggi alle 11" in exchange.text


async def test_what_belongs_to_no_topic_is_acknowledged_by_the_brands_hours() -> None:
    dialogue = await talk(SATURDAY, knowledge=opened(topic="generale"))
    exchange = await dialogue.say("bla bla")
    assert [letter.purpose for letter in exchange.said] == [Purpose.ACKNOWLEDGEMENT]


async def test_a_channel_keeps_its_own_hours() -> None:
    dialogue = await talk(SATURDAY, knowledge=opened(channel="chat"))
    assert [letter.purpose for letter in (await dialogue.say("bla bla")).said] == [Purpose.HAND_OFF]
    other = await talk(SATURDAY, "phone", knowledge=opened(channel="chat"))
    assert [letter.purpose for letter in (await other.say("bla bla")).said] == [Purpose.ACKNOWLEDGEMENT]


async def test_a_topics_hours_win_over_its_channels() -> None:
    knowledge, _ = small_brand()
    never = replace(knowledge.calendar, week={})
    both = opened(channel="chat")
    both = replace(both, calendars=replace(both.calendars, by_topic={"generale": never}))
    dialogue = await talk(MONDAY, knowledge=both)
    exchange = await dialogue.say("operatore!")
    assert "entro" not in exchange.text
