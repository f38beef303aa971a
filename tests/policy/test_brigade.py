"""Many newcomers with one voice raise one alarm and get no replies; customers in an outage are no brigade."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.message import Author
from bot.model.turn import TaskKind
from bot.settings.hearing import Brigade, ToneWords
from bot.testing import Dialogue
from tests.support.brand import small_brand, talk, with_settings

HOSTILE = "@prova siete una vergogna, chiudete tutto {}"
COPIED = "chiediamo tutti insieme conto della vostra pubblicità sui gatti {}"
AUTHORS = 6


async def _wall(channel: str = "wall.post") -> Dialogue:
    knowledge = with_settings(small_brand()[0], brigade=Brigade(authors=AUTHORS))
    return await talk(channel=channel, knowledge=knowledge)


async def _crowd(
    dialogue: Dialogue, text: str, people: int, *, apart: float = 30, first: int = 0
) -> list[bool]:
    """Let people say a text, each once and a little differently; tell of each whether something was said."""
    answered = []
    for number in range(first, first + people):
        dialogue.customer = Author(id=f"p{number}", name="Ugo")
        answered.append(bool((await dialogue.say(text.format("!" * (number % 3)))).said))
        await dialogue.wait(timedelta(seconds=apart))
    return answered


async def _alarms(dialogue: Dialogue) -> list[str]:
    tasks = await dialogue.sportello.agents.tasks()
    return [task.text for task in tasks if task.reason == "brigade"]


@pytest.mark.parametrize("text", [HOSTILE, COPIED])
async def test_many_newcomers_with_one_voice_raise_one_alarm_and_get_no_replies(text: str) -> None:
    dialogue = await _wall()
    answered = await _crowd(dialogue, text, 40)
    assert not any(answered[AUTHORS - 1 :])
    (alarm,) = await _alarms(dialogue)
    assert alarm.startswith(f"{40 - AUTHORS + 1} alike messages")
    tasks = await dialogue.sportello.agents.tasks()
    assert len([task for task in tasks if task.kind is TaskKind.HAND_OFF]) < AUTHORS, (
        "people have an alarm, not forty rows"
    )


async def test_another_who_writes_meanwhile_is_answered_as_ever() -> None:
    dialogue = await _wall()
    await _crowd(dialogue, HOSTILE, 10)
    dialogue.customer = Author(id="genuine", name="Ada")
    assert (await dialogue.say("quando aprite?")).said


async def test_an_alarm_that_a_person_has_seen_is_raised_anew_for_what_comes_after() -> None:
    dialogue = await _wall()
    await _crowd(dialogue, HOSTILE, 10)
    for task in await dialogue.sportello.agents.tasks():
        await dialogue.sportello.agents.finish_task(task.id, "FB")
    await _crowd(dialogue, HOSTILE, 2, first=50)
    assert [text[:2] for text in await _alarms(dialogue)] == ["2 "]


@pytest.mark.parametrize("insults", [(), ("quando aprite",)])
async def test_many_who_ask_what_the_bot_knows_are_customers_however_rude(insults: tuple[str, ...]) -> None:
    settings = {"brigade": Brigade(authors=AUTHORS), "tone": ToneWords(insult=insults)}
    knowledge = with_settings(small_brand()[0], **settings)
    dialogue = await talk(channel="wall.post", knowledge=knowledge)
    await _crowd(dialogue, "quando aprite?", 12)
    assert await _alarms(dialogue) == []


async def test_too_few_too_slow_or_too_short_is_no_brigade() -> None:
    few, slow, short = await _wall(), await _wall(), await _wall()
    await _crowd(few, HOSTILE, AUTHORS - 1)
    await _crowd(slow, HOSTILE, 12, apart=300)
    await _crowd(short, "boh {}", 12)
    assert [await _alarms(dialogue) for dialogue in (few, slow, short)] == [[], [], []]


async def test_authors_who_wrote_before_are_no_newcomers() -> None:
    dialogue = await _wall()
    for number in range(12):
        dialogue.customer = Author(id=f"p{number}", name="Ugo")
        await dialogue.say("quando aprite?")
    await dialogue.wait(timedelta(days=1))
    await _crowd(dialogue, HOSTILE, 12)
    assert await _alarms(dialogue) == []


async def test_one_author_alone_is_no_crowd_and_private_messages_are_none() -> None:
    alone, private = await _wall(), await _wall("chat")
    for _ in range(12):
        await alone.say(HOSTILE.format(""))
    await _crowd(private, HOSTILE, 12)
    assert [await _alarms(alone), await _alarms(private)] == [[], []]


@pytest.mark.parametrize("text", ["vergogna, voglio morire {}", "vergogna, so dove abitate {}"])
async def test_need_and_danger_in_a_crowd_are_each_a_persons(text: str) -> None:
    dialogue = await _wall()
    await _crowd(dialogue, text, 9)
    tasks = [task for task in await dialogue.sportello.agents.tasks() if task.kind is TaskKind.HAND_OFF]
    assert {task.reason for task in tasks} <= {"self_harm", "threat"}
    assert len(tasks) == 9


async def test_the_usual_number_of_authors_is_fifteen() -> None:
    dialogue = await talk(channel="wall.post")
    await _crowd(dialogue, HOSTILE, 14)
    assert await _alarms(dialogue) == []
    await _crowd(dialogue, HOSTILE, 1, first=14)
    assert len(await _alarms(dialogue)) == 1
