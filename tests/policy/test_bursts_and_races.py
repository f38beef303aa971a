"""What comes together in one turn: bursts, our own echoes, a take-over beside an answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.model.case import CaseStatus
from bot.model.message import Author, Inbound, InboundKind, Purpose
from bot.model.turn import TaskKind
from bot.service.values import Batch
from bot.testing import Dialogue, Exchange
from tests.support.brand import SATURDAY, talk


async def together(dialogue: Dialogue, *events: Inbound) -> Exchange:
    """Bring events in one batch, so that they are one turn."""
    first = events[0]
    batch = Batch(channel=first.channel, account=first.account, items=events)
    await dialogue.sportello.intake.accept(batch)
    return await dialogue._settled()


def said(dialogue: Dialogue, text: str) -> Inbound:
    return dialogue._inbound(InboundKind.MESSAGE, text=text)


def echo(dialogue: Dialogue, text: str) -> Inbound:
    return replace(said(dialogue, text), author=Author(id="us", is_brand=True))


def act(dialogue: Dialogue, kind: InboundKind) -> Inbound:
    return replace(said(dialogue, ""), kind=kind, author=Author(id="agent:FB"), payload={"agent": "FB"})


async def test_our_own_echo_does_not_silence_the_customer_who_wrote_just_before() -> None:
    dialogue = await talk()
    exchange = await together(dialogue, said(dialogue, "quando aprite?"), echo(dialogue, "grazie a tutti"))
    assert [letter.purpose for letter in exchange.said] == [Purpose.ANSWER]


async def test_our_own_echo_does_not_take_back_the_question_the_bot_asked() -> None:
    dialogue = await talk()
    await dialogue.say("quando aprite?")
    before = await dialogue.conversation()
    await together(dialogue, echo(dialogue, "eccoci"))
    after = await dialogue.conversation()
    assert before is not None
    assert after is not None
    assert after.state == before.state
    assert after.follow_ups == before.follow_ups


async def test_a_stop_within_a_burst_is_obeyed_and_the_rest_goes_to_a_person() -> None:
    dialogue = await talk()
    exchange = await together(dialogue, said(dialogue, "stop"), said(dialogue, "quando aprite?"))
    assert [letter.purpose for letter in exchange.said] == [Purpose.STOP]
    assert [task.kind for task in exchange.tasks] == [TaskKind.HAND_OFF]


async def test_a_start_taken_back_by_a_stop_is_a_stop() -> None:
    dialogue = await talk()
    await together(dialogue, said(dialogue, "start"), said(dialogue, "stop"))
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.state.opted_out


async def test_stop_and_start_say_nothing_over_a_person_and_leave_them_the_conversation() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.take_over()
    assert not (await dialogue.say("stop")).said
    assert not (await dialogue.say("start")).said
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.state.agent == "FB"


async def test_start_repeated_without_end_is_greeted_only_within_the_cap() -> None:
    dialogue = await talk(channel="wall.post")
    greeted = 0
    for _ in range(12):
        greeted += len((await dialogue.say("start")).said)
    assert 0 < greeted <= 4


async def test_an_answer_is_not_sent_when_a_person_takes_over_in_the_same_turn() -> None:
    dialogue = await talk()
    exchange = await together(
        dialogue, said(dialogue, "quando aprite?"), act(dialogue, InboundKind.TAKE_OVER)
    )
    assert not exchange.said


async def test_a_case_handed_back_with_a_promise_open_is_a_task_again() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    assert not (await dialogue.take_over()).tasks
    exchange = await dialogue.hand_back()
    assert [task.kind for task in exchange.tasks] == [TaskKind.HAND_OFF]
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.case.status is CaseStatus.WAITING_FOR_AGENT


async def test_a_promise_kept_by_nobody_is_not_renewed_for_ever() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(days=6))
    late = [letter.template for letter in exchange.said if letter.template in {"_late", "_overdue"}]
    assert late == ["_late", "_late", "_overdue"]
    assert any(task.kind is TaskKind.ALERT for task in exchange.tasks)


async def test_two_follow_ups_due_together_are_not_both_said() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    dialogue.clock.move(timedelta(days=3))
    exchange = await dialogue._settled()
    assert len(exchange.said) == 1
