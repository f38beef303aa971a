"""What people of the desk do beside answering: promising a time, approving a draft, sending a file."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.model.case import CaseStatus, FollowUpKind
from bot.model.message import (
    DUE,
    FILE,
    WRITTEN_AT,
    Author,
    Inbound,
    InboundKind,
    Media,
    MediaKind,
    Purpose,
)
from bot.model.promise import PromiseState
from bot.model.turn import TaskKind
from bot.policy.agents import Unpromisable, unpromisable
from bot.policy.timing import timetable
from bot.service.values import Batch
from bot.settings.values import ChannelSettings, Mode
from bot.testing import Dialogue
from bot.testing.dialogue import Exchange
from tests.support.brand import MONDAY, ROME, TRAITS, small_brand, talk, with_settings

AT_FOUR = datetime(2026, 11, 23, 16, 0, tzinfo=ROME)


async def act(dialogue: Dialogue, kind: InboundKind, text: str = "", **payload: str) -> Exchange:
    conversation = await dialogue.conversation()
    assert conversation is not None
    event = Inbound(
        channel=conversation.channel,
        account=conversation.account,
        event_key=f"desk:{kind}:{dialogue.clock.now().isoformat()}:{len(dialogue.channel.sent)}",
        conversation_key=conversation.key,
        author=Author(id="agent:FB"),
        kind=kind,
        text=text,
        occurred_at=dialogue.clock.now(),
        received_at=dialogue.clock.now(),
        payload={"agent": "FB", **payload},
    )
    await dialogue.sportello.intake.accept(
        Batch(channel=event.channel, account=event.account, items=(event,))
    )
    return await dialogue.wait(timedelta(0))


async def in_draft() -> Dialogue:
    knowledge, _ = small_brand()
    drafted = {**knowledge.settings.channels, "chat": ChannelSettings(name="chat", mode=Mode.DRAFT)}
    return await talk(knowledge=with_settings(knowledge, channels=drafted))


def drafts(exchange: Exchange) -> list[str]:
    return [task.text for task in exchange.tasks if task.kind is TaskKind.DRAFT]


async def status(dialogue: Dialogue) -> CaseStatus:
    conversation = await dialogue.conversation()
    assert conversation is not None
    return conversation.case.status


async def test_a_person_promises_a_time_that_is_told_signed_and_owed() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    exchange = await act(dialogue, InboundKind.PROMISE, **{DUE: AT_FOUR.isoformat()})
    (letter,) = exchange.said
    assert (letter.template, letter.purpose, letter.author) == ("_human_soon", Purpose.PROMISE, "FB")
    assert letter.text.endswith("^FB")
    first, second = await dialogue.sportello.store.promises(MONDAY, MONDAY + timedelta(days=9))
    assert (first.state, second.state, second.due_at) == (PromiseState.RENEWED, PromiseState.OPEN, AT_FOUR)
    later = (await dialogue.wait(timedelta(hours=4))).said
    assert "_late" not in [letter.template for letter in later], "the old time is not spoken of any more"


async def test_a_promise_is_no_answer_the_customer_still_waits() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await act(dialogue, InboundKind.PROMISE, **{DUE: AT_FOUR.isoformat()})
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.unanswered_since == MONDAY
    assert conversation.case.status is CaseStatus.WAITING_FOR_AGENT


async def test_a_promise_where_nobody_waited_makes_a_person_owe_the_next_word() -> None:
    dialogue = await talk()
    await dialogue.say("quando aprite?")
    exchange = await act(dialogue, InboundKind.PROMISE, **{DUE: AT_FOUR.isoformat()})
    assert [task.reason for task in exchange.tasks] == ["promised"]
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert [item.at for item in conversation.follow_ups if item.kind is FollowUpKind.PROMISE] == [AT_FOUR]
    assert not any(item.kind is FollowUpKind.GIVE_UP for item in conversation.follow_ups)


async def test_a_promise_is_said_on_a_channel_in_draft_too_it_is_a_persons_word() -> None:
    dialogue = await in_draft()
    await dialogue.say("bla bla")
    exchange = await act(dialogue, InboundKind.PROMISE, **{DUE: AT_FOUR.isoformat()})
    assert [letter.template for letter in exchange.said] == ["_human_soon"]


@pytest.mark.parametrize(
    ("due", "fault"),
    [
        (MONDAY - timedelta(minutes=1), Unpromisable.PAST),
        (MONDAY, Unpromisable.PAST),
        (AT_FOUR.replace(hour=13), Unpromisable.CLOSED),
        (AT_FOUR.replace(hour=18), Unpromisable.CLOSED),
        (AT_FOUR.replace(hour=17, minute=59), None),
        (AT_FOUR + timedelta(days=1), None),
    ],
)
async def test_only_a_time_to_come_in_opening_hours_can_be_promised(
    due: datetime, fault: Unpromisable | None
) -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    conversation = await dialogue.conversation()
    assert conversation is not None
    hours = timetable(conversation, small_brand()[0], TRAITS["chat"])
    assert unpromisable(conversation, due, hours, MONDAY) is fault
    exchange = await act(dialogue, InboundKind.PROMISE, **{DUE: due.isoformat()})
    assert bool(exchange.said) is (fault is None)
    assert any(task.reason == "not_promised" for task in exchange.tasks) is (fault is not None)


async def test_no_time_is_promised_after_the_platform_shuts_or_the_case_is_closed() -> None:
    dialogue = await talk(channel="shop")
    await dialogue.say("bla bla")
    conversation = await dialogue.conversation()
    assert conversation is not None
    hours = timetable(conversation, small_brand()[0], TRAITS["shop"])
    late = AT_FOUR + timedelta(days=2)
    assert unpromisable(conversation, late, hours, MONDAY) is Unpromisable.UNREACHABLE
    over = replace(conversation, case=replace(conversation.case, status=CaseStatus.CLOSED))
    assert unpromisable(over, AT_FOUR, hours, MONDAY) is Unpromisable.CASE_OVER


async def test_drafts_are_done_with_when_a_person_answers() -> None:
    dialogue = await in_draft()
    assert drafts(await dialogue.say("quando aprite?"))
    assert not (await dialogue.agent("Alle nove.")).tasks


async def test_a_persons_answer_carries_its_file_and_where_it_was_written() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    sent = {FILE: "photo:AgACAg:x", WRITTEN_AT: "group:5"}
    (letter,) = (await act(dialogue, InboundKind.AGENT_REPLY, "Ecco", **sent)).said
    assert letter.media == (Media(kind=MediaKind.PHOTO, reference="AgACAg:x"),)
    assert (letter.text, letter.written_at) == ("Ecco ^FB", "group:5")
