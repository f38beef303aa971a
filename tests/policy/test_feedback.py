"""Did this solve it: asked in private, once a case, after an answer; a no goes to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.model.case import CaseStatus
from bot.model.feedback import Feedback
from bot.settings.values import Approval, Band, ChannelSettings, Mode
from bot.testing import Dialogue
from tests.support.brand import MONDAY, small_brand, talk, with_settings

ASKED = timedelta(hours=2, minutes=1)


async def rows(dialogue: Dialogue) -> tuple[Feedback, ...]:
    return await dialogue.sportello.store.feedback(MONDAY, MONDAY + timedelta(days=30))


async def status(dialogue: Dialogue) -> CaseStatus:
    conversation = await dialogue.conversation()
    assert conversation is not None
    return conversation.case.status


async def test_a_yes_is_kept_with_the_answer_it_is_about_and_resolves_the_case() -> None:
    dialogue = await talk()
    await dialogue.say("dov'è il pacco?")
    exchange = await dialogue.wait(ASKED)
    assert [letter.template for letter in exchange.said] == ["_check"]
    (asked,) = await rows(dialogue)
    assert (asked.template, asked.channel, asked.solved) == ("pacco", "chat", None)
    assert not (await dialogue.button("Sì, risolto")).said
    (said,) = await rows(dialogue)
    assert said == replace(asked, solved=True)
    assert await status(dialogue) is CaseStatus.RESOLVED


async def test_a_no_goes_to_a_person_who_reads_why_and_the_customer_is_not_asked_again() -> None:
    dialogue = await talk()
    await dialogue.say("dov'è il pacco?")
    await dialogue.wait(ASKED)
    exchange = await dialogue.button("No, non ancora")
    assert [task.reason for task in exchange.tasks] == ["not_solved"]
    assert exchange.decisions[-1].why[0] == "the answer pacco did not solve it"
    assert [item.solved for item in await rows(dialogue)] == [False]
    assert [letter.template for letter in exchange.said] == ["_handoff"]


async def test_it_is_asked_once_a_case_however_often_is_answered() -> None:
    dialogue = await talk()
    await dialogue.say("dov'è il pacco?")
    await dialogue.wait(ASKED)
    await dialogue.say("dov'è il pacco?")
    later = await dialogue.wait(timedelta(hours=5))
    assert "_check" not in [letter.template for letter in later.said]
    assert len(await rows(dialogue)) == 1


async def test_the_next_case_is_asked_about_again() -> None:
    dialogue = await talk()
    await dialogue.say("dov'è il pacco?")
    await dialogue.wait(ASKED)
    await dialogue.close()
    await dialogue.say("dov'è il pacco?")
    await dialogue.wait(ASKED)
    first, second = await rows(dialogue)
    assert first.reference != second.reference


async def test_in_public_and_after_a_question_of_ours_it_is_never_asked() -> None:
    for channel, said in (("wall", "dov'è il pacco?"), ("chat", "forse")):
        dialogue = await talk(channel=channel)
        await dialogue.say(said)
        later = await dialogue.wait(timedelta(days=2))
        assert "_check" not in [letter.template for letter in later.said]
        assert not await rows(dialogue)


async def test_an_answer_that_a_person_approved_is_asked_about_but_not_on_a_channel_in_draft() -> None:
    knowledge, _ = small_brand()
    held = with_settings(knowledge, approval=Approval(when=(Band(intents=("pacco",)),)))
    drafted = {**knowledge.settings.channels, "chat": ChannelSettings(name="chat", mode=Mode.DRAFT)}
    for brand, asked in ((held, ["_check"]), (with_settings(knowledge, channels=drafted), [])):
        dialogue = await talk(knowledge=brand)
        await dialogue.say("dov'è il pacco?")
        dossier = await dialogue.sportello.agents.dossier(1)
        assert dossier is not None
        assert dossier.draft is not None
        await dialogue.sportello.agents.approve(1, dossier.draft.id, "FB")
        await dialogue.wait(timedelta(0))
        assert [letter.template for letter in (await dialogue.wait(ASKED)).said] == asked
        assert [item.template for item in await rows(dialogue)] == ["pacco"] * len(asked)


async def test_every_step_of_a_conversation_can_be_read_for_what_followed_an_answer() -> None:
    dialogue = await talk()
    await dialogue.say("quando aprite?")
    await dialogue.say("vergogna")
    found = await dialogue.sportello.store.steps(MONDAY, MONDAY + timedelta(days=1))
    assert [(step.answered, step.handed_off) for step in found] == [("orari", ""), ("", "angry")]
