"""Times told to customers: rows with a deadline that are kept, honestly renewed, or known to be broken."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.case import FollowUpKind
from bot.model.promise import Promise, PromiseState
from bot.model.turn import TaskKind
from bot.testing import Dialogue
from tests.support.brand import MONDAY, ROME, SATURDAY, small_brand, talk, with_settings

LONG_AGO = datetime(2020, 1, 1, tzinfo=ROME)
FAR_AHEAD = datetime(2040, 1, 1, tzinfo=ROME)


async def promises(dialogue: Dialogue) -> list[Promise]:
    return list(await dialogue.sportello.store.promises(LONG_AGO, FAR_AHEAD))


async def states(dialogue: Dialogue) -> list[PromiseState]:
    return [promise.state for promise in await promises(dialogue)]


async def test_a_time_told_to_the_customer_is_a_row_with_a_deadline() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    (promise,) = await promises(dialogue)
    assert promise.made_at == SATURDAY
    assert promise.due_at == datetime(2026, 11, 30, 10, 0, tzinfo=ROME)
    assert promise.state is PromiseState.OPEN


async def test_any_reply_that_names_the_promised_time_makes_a_promise() -> None:
    dialogue = await talk()
    exchange = await dialogue.say("bla bla")
    assert "entro oggi alle 11" in exchange.text
    (promise,) = await promises(dialogue)
    assert promise.due_at == datetime(2026, 11, 23, 11, 0, tzinfo=ROME)


async def test_writing_again_makes_no_second_promise() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.say("allora?")
    await dialogue.say("operatore!")
    assert await states(dialogue) == [PromiseState.OPEN]


async def test_a_persons_answer_keeps_the_promise() -> None:
    dialogue = await talk(SATURDAY)
    await dialogue.say("bla bla")
    await dialogue.wait(timedelta(hours=47, minutes=30))
    await dialogue.agent("Eccomi")
    (promise,) = await promises(dialogue)
    assert promise.state is PromiseState.KEPT
    assert promise.ended_at == SATURDAY + timedelta(hours=47, minutes=30)


async def test_a_renewed_promise_is_told_in_time_and_later_in_open_hours() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(hours=1, minutes=5))
    assert [letter.template for letter in exchange.said] == ["_late"]
    first, second = await promises(dialogue)
    assert first.state is PromiseState.RENEWED
    assert second.due_at == datetime(2026, 11, 23, 14, 0, tzinfo=ROME)
    assert second.step == 1


async def test_a_promise_renewed_twice_and_still_not_kept_is_broken_and_no_third_time_is_named() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    exchange = await dialogue.wait(timedelta(days=3))
    about_it = [letter for letter in exchange.said if letter.template in {"_late", "_overdue"}]
    assert [letter.template for letter in about_it] == ["_late", "_late", "_overdue"]
    assert "entro" not in about_it[2].text
    renewed, broken = PromiseState.RENEWED, PromiseState.BROKEN
    assert await states(dialogue) == [renewed, renewed, broken]
    alarms = [task for task in exchange.tasks if task.kind is TaskKind.ALERT]
    assert alarms
    assert alarms[-1].priority.value == "high"


async def test_an_answer_on_the_way_does_not_rename_what_a_person_was_asked_about() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    assert (await dialogue.say("quando aprite?")).decisions[-1].rule == "answer"
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert (conversation.case.intent, conversation.case.topic) == ("", "")


async def test_a_promise_that_fell_due_unnoticed_is_broken_and_a_new_time_is_told() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    dialogue.clock.move(timedelta(hours=6))
    exchange = await dialogue.wait(timedelta(0))
    assert [letter.template for letter in exchange.said] == ["_late"]
    assert await states(dialogue) == [PromiseState.BROKEN, PromiseState.OPEN]


async def test_the_end_of_the_case_releases_the_promise_and_the_customer_is_told() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    exchange = await dialogue.close()
    assert "Chiudo la pratica" in exchange.text
    assert await states(dialogue) == [PromiseState.RELEASED]
    assert not (await dialogue.wait(timedelta(days=8))).said


async def test_no_renewal_falls_into_the_quiet_hours_in_which_it_could_not_be_said() -> None:
    knowledge, _ = small_brand()
    night = await talk(
        MONDAY.replace(hour=20, minute=30),
        knowledge=with_settings(knowledge, hours=knowledge.settings.hours),
    )
    await night.say("bla bla")
    await night.wait(timedelta(days=4))
    quiet = [promise for promise in (await promises(night))[1:] if _is_quiet(promise.due_at)]
    assert not quiet


def _is_quiet(moment: datetime) -> bool:
    hour = moment.astimezone(ROME).hour
    return hour >= 21 or hour < 8


async def test_a_channel_in_draft_tells_no_time_and_so_promises_nothing() -> None:
    knowledge, _ = small_brand()
    from bot.settings.values import ChannelSettings, Mode

    drafted = {**knowledge.settings.channels, "chat": ChannelSettings(name="chat", mode=Mode.DRAFT)}
    dialogue = await talk(SATURDAY, knowledge=with_settings(knowledge, channels=drafted))
    exchange = await dialogue.say("bla bla")
    assert not exchange.said
    assert not await promises(dialogue)
    assert any("Ti rispondo entro" in task.text for task in exchange.tasks)
    again = await dialogue.say("ci siete?")
    assert len([task for task in again.tasks if task.kind is TaskKind.DRAFT]) == 1
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert not {FollowUpKind.PROMISE, FollowUpKind.REASSURE} & {item.kind for item in conversation.follow_ups}


async def test_a_case_closed_with_nobody_having_answered_is_never_closed_in_silence() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await dialogue.wait(timedelta(days=4))
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert not [item for item in conversation.follow_ups if item.kind is FollowUpKind.PROMISE]
    assert "Chiudo la pratica" in (await dialogue.close()).text
