"""What waits for a person before it is sent: approved, edited, refused, or out of date; each ends once."""

from __future__ import annotations

from datetime import timedelta

from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus
from bot.model.draft import Refusal, WaitingDraft
from bot.model.message import Purpose
from bot.model.promise import PromiseState
from bot.model.turn import TaskKind
from bot.settings.values import ChannelSettings, Mode
from bot.testing import Dialogue
from bot.testing.dialogue import Exchange
from tests.support.brand import MONDAY, small_brand, talk, with_settings


async def in_draft(channel: str = "chat", *, knowledge: Knowledge | None = None) -> Dialogue:
    known = knowledge if knowledge is not None else small_brand()[0]
    name = channel.partition(".")[0]
    drafted = {**known.settings.channels, name: ChannelSettings(name=name, mode=Mode.DRAFT)}
    return await talk(channel=channel, knowledge=with_settings(known, channels=drafted))


async def waiting(dialogue: Dialogue) -> WaitingDraft | None:
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    return dossier.draft


async def the_draft(dialogue: Dialogue) -> WaitingDraft:
    found = await waiting(dialogue)
    assert found is not None
    return found


async def status(dialogue: Dialogue) -> CaseStatus:
    conversation = await dialogue.conversation()
    assert conversation is not None
    return conversation.case.status


async def approve(dialogue: Dialogue, draft: WaitingDraft, agent: str = "FB") -> Exchange:
    await dialogue.sportello.agents.approve(1, draft.id, agent)
    return await dialogue.wait(timedelta(0))


async def test_a_draft_keeps_the_letter_and_where_it_comes_from() -> None:
    dialogue = await in_draft()
    exchange = await dialogue.say("quando aprite?")
    assert not exchange.said
    proposal = (await the_draft(dialogue)).proposal
    assert (proposal.intent, proposal.letter.template) == ("orari", "orari")
    assert proposal.confidence > 0.8
    assert proposal.letter.source
    assert proposal.why
    assert [task.text for task in exchange.tasks if task.kind is TaskKind.DRAFT] == [proposal.letter.text]


async def test_an_approved_draft_is_sent_as_it_stands_and_answers_the_customer() -> None:
    dialogue = await in_draft()
    await dialogue.say("quando aprite?")
    draft = await the_draft(dialogue)
    exchange = await approve(dialogue, draft)
    assert [(letter.text, letter.author) for letter in exchange.said] == [(draft.text, "FB")]
    assert exchange.tasks == ()
    assert await status(dialogue) is CaseStatus.ANSWERED
    await dialogue.say("quando aprite?")
    assert (await the_draft(dialogue)).id != draft.id, "the bot goes on drafting"


async def test_a_draft_from_before_the_customers_last_words_is_not_sent_and_another_takes_its_place() -> None:
    dialogue = await in_draft()
    await dialogue.say("quando aprite?")
    old = await the_draft(dialogue)
    exchange = await dialogue.say("anzi, dov'è il pacco?")
    new = await the_draft(dialogue)
    assert new.id != old.id
    assert [task.text for task in exchange.tasks if task.kind is TaskKind.DRAFT] == [new.text]
    assert not await dialogue.sportello.agents.approve(1, old.id, "FB")
    assert not (await dialogue.wait(timedelta(0))).said


async def test_an_approval_that_the_customers_next_word_overtakes_sends_nothing_and_tells_people() -> None:
    dialogue = await in_draft()
    await dialogue.say("quando aprite?")
    draft = await the_draft(dialogue)
    await dialogue.write_unheard("anzi, dov'è il pacco?")
    exchange = await approve(dialogue, draft)
    assert not exchange.said
    assert any(task.reason == "draft_outdated" for task in exchange.tasks)
    assert (await the_draft(dialogue)).id != draft.id


async def test_whoever_is_first_ends_a_draft_and_only_once() -> None:
    dialogue = await in_draft()
    await dialogue.say("quando aprite?")
    agents, draft = dialogue.sportello.agents, await the_draft(dialogue)
    assert await agents.refuse_draft(1, draft.id, "FB", Refusal.WRONG)
    assert await agents.approve(1, draft.id, "MR"), "it still waits: the refusal has not been decided yet"
    exchange = await dialogue.wait(timedelta(0))
    assert not exchange.said
    assert await waiting(dialogue) is None
    assert not await agents.approve(1, draft.id, "FB")


async def test_a_draft_approved_by_two_people_is_sent_once() -> None:
    dialogue = await in_draft()
    await dialogue.say("quando aprite?")
    draft = await the_draft(dialogue)
    await dialogue.sportello.agents.approve(1, draft.id, "MR")
    exchange = await approve(dialogue, draft)
    assert [letter.author for letter in exchange.said] == ["MR"]
    assert exchange.tasks == ()


async def test_an_edited_draft_is_sent_in_the_persons_words_with_their_signature() -> None:
    dialogue = await in_draft()
    await dialogue.say("quando aprite?")
    draft = await the_draft(dialogue)
    assert await dialogue.sportello.agents.edit_draft(1, draft.id, "FB", "  Dalle nove e mezza. ")
    exchange = await dialogue.wait(timedelta(0))
    assert [letter.text for letter in exchange.said] == ["Dalle nove e mezza. ^FB"]
    assert await status(dialogue) is CaseStatus.ANSWERED
    assert await waiting(dialogue) is None


async def test_words_that_do_not_fit_the_channel_with_the_signature_are_not_sent() -> None:
    dialogue = await in_draft()
    await dialogue.say("quando aprite?")
    agents, draft = dialogue.sportello.agents, await the_draft(dialogue)
    measure = await agents.measure(1, "", "FB")
    assert measure is not None
    fits = "a" * (measure.limit - len(" ^FB"))
    assert not await agents.edit_draft(1, draft.id, "FB", fits + "a")
    assert await waiting(dialogue) == draft
    assert await agents.edit_draft(1, draft.id, "FB", fits)


async def test_a_refused_draft_leaves_the_customer_waiting_for_a_person() -> None:
    dialogue = await in_draft()
    await dialogue.say("quando aprite?")
    draft = await the_draft(dialogue)
    await dialogue.sportello.agents.refuse_draft(1, draft.id, "FB", Refusal.MISUNDERSTOOD)
    exchange = await dialogue.wait(timedelta(0))
    assert not exchange.said
    assert [task.kind for task in exchange.tasks] == [TaskKind.HAND_OFF]
    assert await status(dialogue) is CaseStatus.WAITING_FOR_AGENT
    assert exchange.decisions[-1].why == ("FB refuses the draft: misunderstood",)


async def test_a_person_who_answers_or_takes_over_ends_the_draft() -> None:
    for act in (Dialogue.take_over, lambda dialogue: dialogue.agent("Alle nove.")):
        dialogue = await in_draft()
        await dialogue.say("quando aprite?")
        exchange = await act(dialogue)
        assert await waiting(dialogue) is None
        assert TaskKind.DRAFT not in [task.kind for task in exchange.tasks]


async def test_an_approved_hand_off_promises_what_it_tells_and_the_customer_goes_on_waiting() -> None:
    dialogue = await in_draft()
    await dialogue.say("bla bla")
    draft = await the_draft(dialogue)
    assert draft.proposal.letter.purpose is Purpose.HAND_OFF
    assert draft.proposal.promised is not None
    await approve(dialogue, draft)
    assert await status(dialogue) is CaseStatus.WAITING_FOR_AGENT
    (promise,) = await dialogue.sportello.store.promises(MONDAY, MONDAY + timedelta(days=9))
    assert (promise.due_at, promise.state) == (draft.proposal.promised, PromiseState.OPEN)


async def test_a_draft_that_tells_a_time_which_is_over_is_not_sent_as_it_stands() -> None:
    dialogue = await in_draft()
    await dialogue.say("bla bla")
    draft = await the_draft(dialogue)
    assert draft.proposal.promised is not None
    await dialogue.wait(draft.proposal.promised - MONDAY + timedelta(minutes=1))
    exchange = await approve(dialogue, draft)
    assert not exchange.said
    assert any(task.reason == "draft_outdated" for task in exchange.tasks)


async def test_the_choices_below_an_approved_draft_can_be_made() -> None:
    knowledge, matcher = small_brand()
    matcher.reads("orari e pacco?", ("orari", 0.95), also=[("pacco", 0.9)])
    dialogue = await in_draft(knowledge=knowledge)
    await dialogue.say("orari e pacco?")
    draft = await the_draft(dialogue)
    (letter,) = (await approve(dialogue, draft)).said
    assert letter.buttons == draft.proposal.letter.buttons == ("Pacco", "No, basta così")
    await dialogue.say("1")
    assert (await the_draft(dialogue)).proposal.letter.template == "pacco"


async def test_the_question_of_an_approved_draft_can_be_answered() -> None:
    knowledge, matcher = small_brand()
    matcher.values["12345"] = "12345"
    dialogue = await in_draft(knowledge=knowledge)
    await dialogue.say("il mio ordine?")
    draft = await the_draft(dialogue)
    assert draft.proposal.letter.purpose is Purpose.ASK_SLOT
    await approve(dialogue, draft)
    await dialogue.say("12345")
    answered = (await the_draft(dialogue)).proposal
    assert (answered.letter.template, answered.confidence) == ("stato", 1.0)
    assert "12345" in answered.letter.text


async def test_in_public_the_bots_signature_stays_on_what_a_person_only_let_go() -> None:
    dialogue = await in_draft("wall")
    await dialogue.say("quando aprite?")
    draft = await the_draft(dialogue)
    (letter,) = (await approve(dialogue, draft)).said
    assert letter.text == draft.text
    assert letter.text.endswith("^Bot")
    assert letter.reply_to


async def test_people_are_warned_while_a_draft_waits() -> None:
    dialogue = await in_draft()
    await dialogue.say("quando aprite?")
    later = await dialogue.wait(timedelta(hours=2))
    assert TaskKind.SLA in [task.kind for task in later.tasks]
    assert await waiting(dialogue) is not None


async def test_an_approval_is_one_event_so_a_repeated_press_is_one_message() -> None:
    dialogue = await in_draft()
    await dialogue.say("quando aprite?")
    draft = await the_draft(dialogue)
    for _ in range(3):
        await dialogue.sportello.agents.approve(1, draft.id, "FB")
    exchange = await dialogue.wait(timedelta(0))
    assert len(exchange.said) == 1
    assert len([item for item in exchange.decisions if item.rule == "approve"]) == 1
