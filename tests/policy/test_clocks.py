"""The clocks a business sets itself: in opening time, and in real time for public posts; people are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.knowledge.library import Knowledge
from bot.model.case import Priority
from bot.model.turn import TaskKind
from bot.service.values import Task
from bot.testing import Dialogue, Exchange
from tests.support.brand import MONDAY, ROME, SATURDAY, small_brand, talk, with_settings


def told(exchange: Exchange) -> list[str]:
    """What people were told of clocks: name and stage."""
    return [
        decision.why[0].removeprefix("people are told: ")
        for decision in exchange.decisions
        if decision.rule == "wake_clock"
    ]


def clock_task(exchange: Exchange) -> Task | None:
    return next((task for task in exchange.tasks if task.kind is TaskKind.SLA), None)


def routed() -> Knowledge:
    knowledge, _ = small_brand()
    sla = replace(knowledge.settings.sla, escalate_to=("FB",), reach={10_000: 2.0, 100_000: 4.0})
    return with_settings(knowledge, sla=sla)


async def advance(dialogue: Dialogue, clock: str) -> Exchange:
    """Let it become a time of day, or of the next."""
    now = dialogue.clock.now().astimezone(ROME)
    hour, _, minute = clock.partition(":")
    at = now.replace(hour=int(hour), minute=int(minute or 0), second=0)
    return await dialogue.wait(at - now if at > now else at + timedelta(days=1) - now)


async def test_people_are_warned_before_a_promise_falls_due_and_told_when_it_is_late() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    assert not told(await advance(dialogue, "10:44"))
    warned = await advance(dialogue, "10:46")
    assert told(warned) == ["The first answer is due 2026-11-23 11:00"]
    task = clock_task(warned)
    assert task is not None
    assert task.priority is Priority.NORMAL
    late = await advance(dialogue, "11:01")
    task = clock_task(late)
    assert task is not None
    assert task.reason.startswith("first_answer:breach:")
    assert task.priority is Priority.HIGH


async def test_the_first_answer_is_timed_in_opening_hours() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    assert not told(await dialogue.wait(timedelta(hours=46)))
    assert told(await dialogue.wait(timedelta(hours=2))) == [
        "The first answer is due 2026-11-30 10:00",
        "The first answer was due 2026-11-30 10:00",
    ]


async def test_an_acknowledgement_does_not_stop_the_clock_and_an_answer_does() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.agent("Eccomi")
    assert not told(await dialogue.wait(timedelta(days=2)))


async def test_a_customer_who_writes_after_an_answer_is_owed_the_next_one() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.agent("Eccomi")
    await dialogue.say("e quindi?")
    exchange = await dialogue.wait(timedelta(hours=1))
    assert told(exchange) == [
        "The next answer is due 2026-11-23 11:00",
        "The next answer was due 2026-11-23 11:00",
    ]


async def test_thanks_are_not_owed_an_answer() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.agent("Eccomi")
    await dialogue.say("grazie")
    assert not told(await dialogue.wait(timedelta(days=2)))
    (wait,) = await dialogue.sportello.store.responses(MONDAY, MONDAY + timedelta(days=9))
    assert wait.answered_by == "FB"


async def test_thanks_do_not_stop_the_clock_of_an_older_question() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.wait(timedelta(minutes=1))
    await dialogue.say("grazie")
    assert told(await dialogue.wait(timedelta(hours=1)))


async def test_a_question_the_bot_answers_starts_no_clock() -> None:
    dialogue = await talk()
    await dialogue.say("quando aprite?")
    assert not told(await dialogue.wait(timedelta(days=3)))


async def test_a_public_post_is_timed_in_real_time_at_night_and_on_a_sunday_too() -> None:
    dialogue = await talk(SATURDAY, "wall")
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(hours=19))
    assert told(exchange) == [
        "An answer to this public post is due 2026-11-28 11:00",
        "An answer to this public post was due 2026-11-28 11:00",
        "The solution of this public complaint is due 2026-11-28 16:00",
        "The solution of this public complaint was due 2026-11-28 16:00",
        "The last moment before this public complaint is out of hand is due 2026-11-29 04:00",
        "The last moment before this public complaint is out of hand was due 2026-11-29 04:00",
    ]
    assert not exchange.said


async def test_reach_makes_the_social_clock_run_faster() -> None:
    dialogue = await talk(SATURDAY, "wall", knowledge=routed(), followers=15_200)
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(minutes=31))
    assert told(exchange)[-1] == "An answer to this public post was due 2026-11-28 10:30"
    star = await talk(SATURDAY, "wall", knowledge=routed(), followers=2_000_000)
    await star.say("bla bla")
    assert told(await star.wait(timedelta(minutes=16)))[-1].endswith("was due 2026-11-28 10:15")


async def test_what_is_late_is_escalated_to_those_who_are_named() -> None:
    dialogue = await talk(knowledge=routed())
    await dialogue.say("bla bla")
    task = clock_task(await advance(dialogue, "10:50"))
    assert task is not None
    assert task.people == ()
    task = clock_task(await advance(dialogue, "11:01"))
    assert task is not None
    assert task.people == ("FB",)


async def test_silence_where_nothing_may_be_said_is_noticed_within_minutes() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("stop")
    await dialogue.wait(timedelta(hours=3))
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(minutes=3))
    assert told(exchange) == ["A first sign of life was due 2026-11-28 13:02"]


async def test_a_case_has_a_clock_for_its_solution_where_the_brand_wants_one() -> None:
    knowledge, _ = small_brand()
    sla = replace(knowledge.settings.sla, resolution=timedelta(hours=16))
    dialogue = await talk(knowledge=with_settings(knowledge, sla=sla))
    await dialogue.say("bla bla")
    await dialogue.agent("Ci guardo")
    exchange = await dialogue.wait(timedelta(days=2))
    assert told(exchange)[-1] == "The solution was due 2026-11-25 10:00"
    await dialogue.close()
    assert not told(await dialogue.wait(timedelta(days=5)))


async def test_a_task_of_a_late_clock_is_done_with_when_a_person_answers() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    assert clock_task(await dialogue.wait(timedelta(hours=1))) is not None
    assert clock_task(await dialogue.agent("Eccomi")) is None


async def test_people_have_one_task_for_the_clocks_of_a_conversation() -> None:
    dialogue = await talk(SATURDAY, "wall")
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(days=3))
    assert len([task for task in exchange.tasks if task.kind is TaskKind.SLA]) == 1


async def test_the_first_response_is_kept_twice_with_and_without_acknowledgements() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    await dialogue.say("ci siete?")
    await dialogue.wait(timedelta(hours=47))
    await dialogue.agent("Buongiorno, eccoci")
    store = dialogue.sportello.store
    (wait,) = await store.responses(SATURDAY, SATURDAY + timedelta(days=9))
    assert wait.since == SATURDAY
    assert wait.any_at == SATURDAY
    assert wait.answer_at == SATURDAY + timedelta(hours=47)
    assert wait.answered_by == "FB"


async def test_a_question_asked_while_an_answer_was_on_its_way_still_waits() -> None:
    from bot.service.values import Later

    dialogue = await talk()
    dialogue.channel.next_outcome(Later(after=timedelta(minutes=10), reason="busy"))
    await dialogue.say("quando aprite?")
    await dialogue.wait(timedelta(minutes=5))
    await dialogue.say("bla bla")
    await dialogue.wait(timedelta(minutes=10))
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.unanswered_since == MONDAY + timedelta(minutes=5)
