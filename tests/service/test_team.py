"""What a team shares: second thoughts, promises, notes, whose a case is, who is writing, prepared replies."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model.case import CaseStatus
from bot.model.promise import PromiseState
from bot.model.role import Role
from bot.model.traits import Idempotency
from bot.model.user import User
from bot.service.inbox_values import AnswerFate, InboxAsk, Shelf
from bot.service.team import WRITES, Team
from bot.service.values import Unknown
from bot.testing import Dialogue
from tests.support.brand import MONDAY, SATURDAY, TRAITS, small_brand, talk, with_settings

UNDO = timedelta(seconds=10)
NOTHING = timedelta(0)
CANARY = "canarino-giallo-1"


async def waiting() -> tuple[Dialogue, Team, int]:
    """Begin with a customer who waits for a person and was promised a time."""
    dialogue = await talk()
    exchange = await dialogue.say("operatore!")
    assert exchange.said
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.case.status is CaseStatus.WAITING_FOR_AGENT
    return dialogue, dialogue.sportello.team, conversation.id


async def answered(dialogue: Dialogue, number: int, text: str = "Eccomi") -> int:
    """Answer in a way that can be taken back, and give the letter's number."""
    await dialogue.sportello.agents.reply(number, "FB", text, id=f"reply-{text}", hold=UNDO)
    await dialogue.wait(NOTHING)
    dossier = await dialogue.sportello.agents.dossier(number)
    assert dossier is not None
    (letter,) = dossier.pending
    assert letter.held_until == dialogue.clock.now() + UNDO
    return letter.id


async def test_an_answer_waits_for_second_thoughts_and_then_leaves_once() -> None:
    dialogue, team, number = await waiting()
    letter = await answered(dialogue, number)
    assert [item.text for item in (await dialogue.wait(UNDO - timedelta(seconds=1))).said] == []
    assert [item.text for item in (await dialogue.wait(timedelta(seconds=1))).said] == ["Eccomi ^FB"]
    assert await team.take_back(letter, "FB") is None
    assert (await dialogue.wait(timedelta(hours=1))).said == ()


async def test_an_answer_taken_back_says_nothing_and_what_was_promised_is_still_owed() -> None:
    dialogue, team, number = await waiting()
    before = await dialogue.conversation()
    assert before is not None
    owed = [item.at for item in before.follow_ups if item.kind.value == "promise"]
    letter = await answered(dialogue, number)
    taken = await team.take_back(letter, "FB")
    assert taken is not None
    assert (taken.conversation_id, taken.text) == (number, "Eccomi")
    assert (await dialogue.wait(UNDO + UNDO)).said == ()
    after = await dialogue.conversation()
    assert after is not None
    assert [item.at for item in after.follow_ups if item.kind.value == "promise"] == owed
    assert (after.state.agent, after.case.status) == ("FB", CaseStatus.WITH_AGENT)
    assert after.unanswered_since == before.unanswered_since
    (promise,) = await dialogue.sportello.store.promises(MONDAY, MONDAY + timedelta(days=1))
    assert promise.state is PromiseState.OPEN
    await answered(dialogue, number, "Ecco davvero")
    assert [item.text for item in (await dialogue.wait(UNDO)).said] == ["Ecco davvero ^FB"]
    (kept,) = await dialogue.sportello.store.promises(MONDAY, MONDAY + timedelta(days=1))
    assert kept.state is PromiseState.KEPT


async def test_without_a_hold_an_answer_leaves_at_once() -> None:
    dialogue, _team, _number = await waiting()
    assert [item.text for item in (await dialogue.agent("Subito")).said] == ["Subito ^FB"]


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("quando posso", "how"),
        ("", "how"),
        ("2026-11-20 9:00", "past"),
        ("22:30", "closed"),
    ],
)
async def test_a_time_that_cannot_be_promised_is_not_told(written: str, why: str) -> None:
    dialogue, team, number = await waiting()
    told = await team.promise(number, "FB", written)
    assert told is not None
    assert told.why == why
    assert (told.opening is not None) == (why in {"past", "closed"})
    assert (await dialogue.wait(NOTHING)).said == ()


async def test_a_promised_time_is_told_to_the_customer_and_owed() -> None:
    dialogue, team, number = await waiting()
    told = await team.promise(number, "FB", "2h")
    assert told is not None
    assert (told.why, told.due) == ("", dialogue.clock.now() + timedelta(hours=2))
    (said,) = (await dialogue.wait(NOTHING)).said
    assert said.author == "FB"
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert told.due in {item.at for item in conversation.follow_ups if item.kind.value == "promise"}
    assert await team.promise(99, "FB", "2h") is None


async def test_a_notes_words_never_leave() -> None:
    dialogue, team, number = await waiting()
    assert await team.note(number, "FB", f"  {CANARY}  ")
    assert not await team.note(number, "FB", "   ")
    await dialogue.say("quando aprite?")
    await dialogue.agent("Eccomi")
    await dialogue.hand_back()
    await dialogue.say("quando aprite?")
    await dialogue.wait(timedelta(days=8))
    assert CANARY not in "\n".join(repr(item) for item in dialogue.channel.sent)
    customers = await dialogue.sportello.store.lines_after("chat", "test", "customer", 0)
    dossier = await dialogue.sportello.agents.dossier(number)
    assert dossier is not None
    assert CANARY not in repr((customers, dossier.lines, dossier.decisions, dossier.tasks))
    assert [item.text for item in dossier.notes] == [CANARY]


async def test_a_case_is_given_to_somebody_who_signs_and_to_nobody_else() -> None:
    _dialogue, team, number = await waiting()
    assert not await team.assign(number, "ZZ", "MR")
    assert await team.assign(number, "FB", "MR")
    (row,) = await team.rows([number])
    assert (row.assigned, row.routed) == ("FB", ())
    assert await team.assign(number, "", "MR")


async def test_a_case_is_given_to_a_user_whom_the_settings_do_not_name() -> None:
    dialogue, team, number = await waiting()
    assert not await team.assign(number, "anna", "MR")
    anna = User(key="anna", name="Anna R.", role=Role.AGENT)
    assert await dialogue.sportello.store.add_user(anna, "", by="FB", now=dialogue.clock.now())
    assert await team.assign(number, "anna", "MR")
    assert not await team.assign(number, "Anna", "MR")


async def test_a_route_by_topic_channel_or_language_leads_to_its_people() -> None:
    knowledge, _ = small_brand()
    routes = {"channel:chat": ("FB",), "language:en": ("MR",), "generale": ("SK",)}
    dialogue = await talk(knowledge=with_settings(knowledge, routes=routes))
    await dialogue.say("operatore!")
    team = dialogue.sportello.team
    (row,) = (await team.page(InboxAsk(shelf=Shelf.MINE, person="FB", most=5))).rows
    assert "FB" in row.routed
    assert "MR" not in row.routed
    assert (await team.page(InboxAsk(shelf=Shelf.MINE, person="MR", most=5))).rows == ()


async def test_who_writes_is_told_for_some_seconds_only() -> None:
    dialogue, team, number = await waiting()
    seen = team.seen()
    team.writes(number, "FB")
    assert team.writers(number) == ("FB",)
    assert team.changes(seen).conversations == {number}
    assert team.writers(number + 1) == ()
    dialogue.clock.move(timedelta(seconds=WRITES))
    assert team.writers(number) == ()
    team.writes(number, "MR")
    team.stops_writing(number, "MR")
    assert team.writers(number) == ()


async def test_a_doubt_is_settled_by_a_persons_word_where_the_platform_cannot_tell() -> None:
    traits = {**TRAITS, "chat": replace(TRAITS["chat"], idempotency=Idempotency.NONE)}
    dialogue = await Dialogue.open(small_brand()[0], traits=traits, at=MONDAY, channel="chat")
    await dialogue.say("operatore!")
    conversation = await dialogue.conversation()
    assert conversation is not None
    dialogue.channel.next_outcome(Unknown(evidence="no answer in time"))
    await dialogue.agent("Eccomi")
    dossier = await dialogue.sportello.agents.dossier(conversation.id)
    assert dossier is not None
    (letter,) = dossier.pending
    team = dialogue.sportello.team
    assert await team.look(letter.id, "FB") is AnswerFate.CANNOT_TELL
    assert await team.arrived(letter.id, "FB")
    assert not await team.arrived(letter.id, "MR")
    assert await team.look(letter.id, "FB") is None
    after = await dialogue.sportello.agents.dossier(conversation.id)
    assert after is not None
    assert after.pending == ()
    assert after.lines[-1].text == "Eccomi ^FB"
    assert "maybe_sent" not in {task.kind.value for task in after.tasks}


async def test_prepared_replies_are_found_by_all_words_without_accents() -> None:
    dialogue, team, number = await waiting()
    every = await team.prepared(number, "")
    assert every
    assert {item.language for item in every} == {"it"}
    some = await team.prepared(number, every[0].title.upper())
    assert some
    assert every[0].name in {item.name for item in some}
    assert await team.prepared(number, "parola-che-nessuno-dice") == ()
    assert await team.prepared(99, "") is None
    assert (await dialogue.wait(NOTHING)).said == ()


async def test_out_of_hours_the_reasons_say_so_with_the_limits() -> None:
    dialogue = await talk(SATURDAY)
    exchange = await dialogue.say("operatore!")
    detail = exchange.decisions[-1].detail
    assert '"open": false' in detail
    assert '"most": 20' in detail
