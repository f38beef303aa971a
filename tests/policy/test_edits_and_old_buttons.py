"""What a customer corrects or takes back, a button of an earlier question, and a contact who blocks us."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.case import CaseStatus, FollowUpKind
from bot.model.message import DELETED, OLD_BUTTON, STARTED_BY, Author, Inbound, InboundKind, Purpose
from bot.model.promise import PromiseState
from bot.model.turn import TaskKind
from bot.service.values import Batch
from bot.testing import Dialogue, Exchange
from tests.policy.test_promises import states
from tests.support.brand import SATURDAY, talk


async def together(dialogue: Dialogue, *events: Inbound) -> Exchange:
    batch = Batch(channel=events[0].channel, account=events[0].account, items=events)
    await dialogue.sportello.intake.accept(batch)
    return await dialogue._settled()


def event(dialogue: Dialogue, kind: InboundKind, text: str = "", number: str = "7") -> Inbound:
    return replace(dialogue._inbound(InboundKind.MESSAGE, text=text), kind=kind, message_id=number)


def pressed(dialogue: Dialogue, label: str, **payload: str) -> Inbound:
    press = dialogue._inbound(InboundKind.MESSAGE, text=label)
    return replace(press, kind=InboundKind.BUTTON, button=label, payload=payload)


async def test_a_message_corrected_before_it_is_read_is_answered_as_corrected() -> None:
    dialogue = await talk()
    exchange = await together(
        dialogue,
        event(dialogue, InboundKind.MESSAGE, "dov'è il paco?"),
        event(dialogue, InboundKind.EDIT, "quando chiudete?"),
        event(dialogue, InboundKind.EDIT, "quando aprite?"),
    )
    assert [letter.template for letter in exchange.said] == ["orari"]


async def test_an_edit_of_another_message_changes_nothing() -> None:
    dialogue = await talk()
    exchange = await together(
        dialogue,
        event(dialogue, InboundKind.MESSAGE, "quando aprite?"),
        event(dialogue, InboundKind.EDIT, "bla bla", number="8"),
    )
    assert [letter.template for letter in exchange.said] == ["orari"]


async def test_a_message_taken_back_before_it_is_read_is_not_answered() -> None:
    dialogue = await talk()
    exchange = await together(
        dialogue,
        event(dialogue, InboundKind.MESSAGE, "quando aprite?"),
        event(dialogue, InboundKind.DELETE),
    )
    assert not exchange.said


async def test_a_deletion_of_an_older_message_takes_nothing_back() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    last = await dialogue.conversation()
    assert last is not None
    older = replace(event(dialogue, InboundKind.DELETE), payload={DELETED: "98,99"})
    await together(dialogue, older)
    kept = await dialogue.conversation()
    assert kept is not None
    kinds = {item.kind for item in last.follow_ups}
    assert {item.kind for item in kept.follow_ups} == kinds
    assert {FollowUpKind.PROMISE, FollowUpKind.REASSURE} <= kinds
    gone = replace(event(dialogue, InboundKind.DELETE), payload={DELETED: f"98,{last.state.heard_id}"})
    await together(dialogue, gone)
    after = await dialogue.conversation()
    assert after is not None
    assert not [item for item in after.follow_ups if item.kind is not FollowUpKind.CLOCK]


async def test_a_person_who_answers_past_the_desk_has_answered() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    said = dialogue._inbound(InboundKind.MESSAGE, text="Fatto, buona domenica!")
    exchange = await together(
        dialogue,
        replace(said, kind=InboundKind.TAKE_OVER, event_key="over", payload={"agent": "Anna"}),
        replace(said, author=Author(id="owner", is_brand=True)),
    )
    assert not exchange.said
    assert not exchange.tasks
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert (conversation.state.agent, conversation.case.status) == ("Anna", CaseStatus.WITH_AGENT)
    assert conversation.unanswered_since is None
    assert await states(dialogue) == [PromiseState.KEPT]
    assert not (await dialogue.say("quando aprite?")).said
    lines = await dialogue.sportello.store.lines_after(
        conversation.channel, conversation.account, conversation.key, 0
    )
    assert ("agent", "Fatto, buona domenica!") in [(line.sender, line.text) for line in lines]


@pytest.mark.parametrize(("text", "told"), [("bla bla", 1), ("quando aprite?", 0)])
async def test_people_who_are_to_answer_hear_what_a_changed_message_says_now(text: str, told: int) -> None:
    dialogue = await talk()
    await dialogue.say(text)
    exchange = await together(dialogue, event(dialogue, InboundKind.EDIT, "un'altra cosa"))
    assert not exchange.said
    alerts = [task for task in exchange.tasks if task.kind is TaskKind.ALERT]
    assert len(alerts) == told
    assert all("un'altra cosa" in task.text for task in alerts)


@pytest.mark.parametrize(("text", "told"), [("bla bla", 1), ("quando aprite?", 0)])
async def test_people_hear_that_a_customer_they_owe_an_answer_has_blocked_us(text: str, told: int) -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say(text)
    exchange = await together(dialogue, event(dialogue, InboundKind.BLOCKED))
    assert not exchange.said
    assert sum("has blocked" in task.text for task in exchange.tasks) == told


@pytest.mark.parametrize(("payload", "answered"), [({}, True), ({OLD_BUTTON: "yes"}, False)])
async def test_a_button_of_an_earlier_question_does_not_answer_this_one(
    payload: dict[str, str], answered: bool
) -> None:
    dialogue = await talk()
    asked = (await dialogue.say("forse")).said[0]
    exchange = await together(dialogue, pressed(dialogue, asked.buttons[0], **payload))
    purposes = [letter.purpose for letter in exchange.said]
    assert (purposes == [Purpose.ANSWER]) is answered


@pytest.mark.parametrize(
    ("word", "told"), [("TK-1041", 1), ("promo", 0), ("TK-10019", 0), ("TK-", 0), ("TK-1042", 0)]
)
async def test_people_hear_by_which_cases_link_a_customer_came_and_the_customer_hears_nothing_of_it(
    word: str, told: int
) -> None:
    dialogue = await talk()
    started = replace(dialogue._inbound(InboundKind.MESSAGE, text="/start"), payload={STARTED_BY: word})
    exchange = await together(dialogue, started)
    assert [letter.template for letter in exchange.said] == ["saluto"]
    assert "TK" not in exchange.text
    assert [task.reason for task in exchange.tasks] == [f"link:{word}"] * told
    again = replace(dialogue._inbound(InboundKind.MESSAGE, text="/start"), payload={STARTED_BY: "TK-10429"})
    assert len((await together(dialogue, again)).tasks) == told, "not another task within the hour"
