"""Follow-ups: the ladder of reassurances, the reminder, the closing, and what days of downtime do to them."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, FollowUpKind
from bot.testing import Dialogue
from tests.support.brand import MONDAY, ROME, SATURDAY, small_brand, talk, with_settings


async def due(dialogue: Dialogue, kind: FollowUpKind) -> datetime | None:
    conversation = await dialogue.conversation()
    assert conversation is not None
    return next((item.at for item in conversation.follow_ups if item.kind is kind), None)


def slow() -> Knowledge:
    """A brand whose people take their time, so that reassurances come before the promised hour."""
    from dataclasses import replace

    knowledge, _ = small_brand()
    return with_settings(knowledge, sla=replace(knowledge.settings.sla, first_answer=timedelta(hours=12)))


async def test_a_customer_who_waits_long_is_reassured_before_the_promised_hour() -> None:
    dialogue = await talk(MONDAY.replace(hour=9), knowledge=slow())
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(hours=2, minutes=1))
    assert [letter.template for letter in exchange.said] == ["_reassure"]


async def test_the_ladder_begins_anew_when_the_customer_writes_again() -> None:
    dialogue = await talk(MONDAY.replace(hour=9), knowledge=slow())
    await dialogue.say("bla bla")
    await dialogue.wait(timedelta(hours=1))
    assert not (await dialogue.say("allora?")).said
    assert await due(dialogue, FollowUpKind.REASSURE) == datetime(2026, 11, 23, 12, 0, tzinfo=ROME)
    assert not (await dialogue.wait(timedelta(hours=1, minutes=59))).said
    exchange = await dialogue.wait(timedelta(minutes=2))
    assert [letter.template for letter in exchange.said] == ["_reassure"]


async def test_a_reassurance_keeps_clear_of_the_promised_hour() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    promised = await due(dialogue, FollowUpKind.PROMISE)
    reassured = await due(dialogue, FollowUpKind.REASSURE)
    assert promised is not None
    assert reassured is not None
    assert reassured >= promised + timedelta(hours=2)


async def test_the_ladders_last_step_is_repeated_while_nobody_answers_but_not_for_ever() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(days=30))
    spoken = [letter.template for letter in exchange.said]
    after = spoken[spoken.index("_overdue") + 1 :]
    assert after == ["_reassure"] * len(after)
    assert 3 <= len(after) <= 7


async def test_a_reassurance_without_a_standing_promise_makes_none() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.wait(timedelta(days=6))
    assert await due(dialogue, FollowUpKind.PROMISE) is None


async def test_a_customer_who_was_asked_something_is_reminded_once_then_the_case_is_closed() -> None:
    dialogue = await talk()
    await dialogue.say("il mio ordine?")
    exchange = await dialogue.wait(timedelta(days=1, minutes=1))
    assert [letter.template for letter in exchange.said] == ["_remind"]
    later = await dialogue.wait(timedelta(days=7))
    assert [letter.template for letter in later.said] == ["_closed"]
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.case.status is CaseStatus.CLOSED


async def test_whoever_answers_in_time_is_not_reminded() -> None:
    dialogue = await talk()
    await dialogue.say("forse")
    await dialogue.say("quando aprite?")
    assert not (await dialogue.wait(timedelta(days=3))).said


async def test_a_brand_may_want_no_reminders() -> None:
    from dataclasses import replace

    knowledge, _ = small_brand()
    quiet = with_settings(knowledge, follow_ups=replace(knowledge.settings.follow_ups, remind_after=None))
    dialogue = await talk(knowledge=quiet)
    await dialogue.say("il mio ordine?")
    assert not (await dialogue.wait(timedelta(days=3))).said


async def test_the_question_that_was_asked_may_still_be_answered_after_the_reminder() -> None:
    dialogue = await talk()
    knowledge = dialogue.sportello.turns._knowledge()
    await dialogue.say("il mio ordine?")
    await dialogue.wait(timedelta(days=1, minutes=1))
    knowledge.matcher.values["IT-4711"] = "IT-4711"  # type: ignore[attr-defined]
    assert "L'ordine IT-4711 è partito" in (await dialogue.say("IT-4711")).text


async def test_a_notice_of_closing_does_not_reopen_the_case() -> None:
    dialogue = await talk()
    await dialogue.say("forse")
    await dialogue.wait(timedelta(days=9))
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.case.status is CaseStatus.CLOSED
    assert not conversation.follow_ups


async def test_after_days_of_downtime_a_customer_gets_one_message_and_nothing_out_of_date() -> None:
    dialogue = await talk()
    await dialogue.say("il mio ordine?")
    dialogue.clock.move(timedelta(days=3))
    assert not (await dialogue.wait(timedelta(0))).said
    waiting = await talk(MONDAY.replace(hour=9), knowledge=slow())
    await waiting.say("bla bla")
    waiting.clock.move(timedelta(days=3))
    exchange = await waiting.wait(timedelta(0))
    assert [letter.template for letter in exchange.said] == ["_late"]


async def test_nothing_a_day_old_is_said_in_public_and_people_are_told() -> None:
    dialogue = await talk(SATURDAY, "wall")
    await dialogue.say("bla bla")
    dialogue.clock.move(timedelta(days=4))
    exchange = await dialogue.wait(timedelta(hours=1))
    assert not exchange.said
    assert any(task.reason == "promise_broken" for task in exchange.tasks)


async def test_a_follow_up_in_six_hours_is_six_hours_away_in_a_night_the_clock_changes() -> None:
    eve = datetime(2027, 3, 26, 16, 30, tzinfo=ROME)  # a Friday; the clocks go forward on Sunday
    dialogue = await talk(eve)
    await dialogue.say("dov'è il pacco?")
    at = await due(dialogue, FollowUpKind.CHECK)
    assert at == datetime(2027, 3, 29, 9, 0, tzinfo=ROME)
    assert at is not None
    assert at.astimezone(ROME).utcoffset() == timedelta(hours=2)
