"""An intent that people approve often enough answers by itself, and one mistake makes it begin anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.knowledge.library import Knowledge
from bot.model.approval import ApprovalEvent, Standing, band_of
from bot.model.draft import Refusal, WaitingDraft
from bot.model.message import Author, Inbound, InboundKind, Letter, Surface
from bot.service.values import Batch
from bot.settings.values import Approval, Band, ChannelSettings, Mode
from bot.testing import Dialogue
from bot.testing.dialogue import Exchange
from tests.support.brand import small_brand, talk, with_settings

ASKS = "quando aprite?"


def on_trial(needed: int, *bands: Band) -> Knowledge:
    knowledge, matcher = small_brand()
    matcher.reads("quasi sicuro", ("orari", 0.84))
    matcher.reads("siete vergognosi, quando aprite?", ("orari", 0.95), ("reclamo", 0.55))
    drafted = {**knowledge.settings.channels, "chat": ChannelSettings(name="chat", mode=Mode.DRAFT)}
    approval = Approval(when=bands, graduate_after=needed)
    return with_settings(knowledge, channels=drafted, approval=approval)


async def the_draft(dialogue: Dialogue) -> WaitingDraft:
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    assert dossier.draft is not None
    return dossier.draft


async def approved(dialogue: Dialogue, times: int, text: str = ASKS) -> Exchange:
    for _ in range(times):
        await dialogue.say(text)
        await dialogue.sportello.agents.approve(1, (await the_draft(dialogue)).id, "FB")
        exchange = await dialogue.wait(timedelta(minutes=5))
    return exchange


async def standings(dialogue: Dialogue) -> tuple[Standing, ...]:
    return await dialogue.sportello.store.standings()


async def events(dialogue: Dialogue) -> list[ApprovalEvent]:
    return [step.event for step in reversed(await dialogue.sportello.store.approval_steps(50))]


async def said(dialogue: Dialogue, text: str = ASKS) -> list[Letter]:
    return list((await dialogue.say(text)).said)


async def strays(dialogue: Dialogue) -> list[str]:
    tasks = await dialogue.sportello.agents.tasks()
    return [task.reason for task in tasks if not task.conversation_id]


@pytest.mark.parametrize(
    ("confidence", "band"), [(0.0, 0), (0.8, 8), (0.899, 8), (0.9, 9), (0.7, 7), (0.3, 3), (1.0, 9)]
)
def test_a_band_is_a_tenth_and_holds_its_lower_end(confidence: float, band: int) -> None:
    assert band_of(confidence) == band


async def test_after_enough_approvals_in_a_row_the_answer_goes_by_itself_and_people_are_told() -> None:
    dialogue = await talk(knowledge=on_trial(3))
    await approved(dialogue, 2)
    assert await said(dialogue) == []
    await dialogue.sportello.agents.approve(1, (await the_draft(dialogue)).id, "FB")
    await dialogue.wait(timedelta(minutes=5))
    assert await strays(dialogue) == ["graduated:orari:chat:3"]
    exchange = await dialogue.say(ASKS)
    assert [letter.template for letter in exchange.said] == ["orari"]
    assert exchange.said[0].purpose.automatic
    assert "such answers were approved often enough to go by themselves" in exchange.decisions[-1].why
    (standing,) = await standings(dialogue)
    assert (standing.surface, standing.band, standing.approved) == (Surface.PRIVATE, 9, 3)
    assert standing.automatic_since is not None
    assert await events(dialogue) == [*[ApprovalEvent.APPROVED] * 3, ApprovalEvent.GRADUATED]


async def test_what_has_not_been_approved_waits_on_another_intent_and_another_band() -> None:
    dialogue = await talk(knowledge=on_trial(1))
    await approved(dialogue, 1)
    assert await said(dialogue, "dov'è il pacco?") == []
    assert await said(dialogue, "quasi sicuro") == []
    assert await said(dialogue, "bla bla") == []
    assert [letter.template for letter in await said(dialogue)] == ["orari"]


async def test_with_nought_nothing_ever_goes_by_itself() -> None:
    dialogue = await talk(knowledge=on_trial(0))
    await approved(dialogue, 5)
    assert await said(dialogue) == []
    assert [item.approved for item in await standings(dialogue)] == [5]


async def test_an_edit_or_a_refusal_begins_the_count_anew() -> None:
    for act in ("edit", "refuse"):
        dialogue = await talk(knowledge=on_trial(3))
        await approved(dialogue, 2)
        await dialogue.say(ASKS)
        draft, agents = await the_draft(dialogue), dialogue.sportello.agents
        if act == "edit":
            await agents.edit_draft(1, draft.id, "FB", "Alle dieci.")
        else:
            await agents.refuse_draft(1, draft.id, "FB", Refusal.WRONG)
        await dialogue.wait(timedelta(minutes=5))
        assert [item.approved for item in await standings(dialogue)] == [0]
        assert await strays(dialogue) == []
        await approved(dialogue, 2)
        assert await said(dialogue) == []


async def graduated() -> Dialogue:
    dialogue = await talk(knowledge=on_trial(1))
    await approved(dialogue, 1)
    assert [letter.template for letter in await said(dialogue)] == ["orari"]
    return dialogue


async def test_a_person_who_steps_in_right_after_the_answer_takes_it_back() -> None:
    for act in (Dialogue.take_over, lambda dialogue: dialogue.agent("No, alle dieci.")):
        dialogue = await graduated()
        await act(dialogue)
        assert [item.automatic_since for item in await standings(dialogue)] == [None]
        assert (await events(dialogue))[-1] is ApprovalEvent.TAKEN_OVER
        assert "fell_back:orari:chat:taken_over" in await strays(dialogue)
        await dialogue.hand_back()
        await dialogue.wait(timedelta(days=1))
        assert await said(dialogue) == []


async def test_a_person_who_steps_in_much_later_does_not() -> None:
    dialogue = await graduated()
    await dialogue.wait(timedelta(hours=2))
    await dialogue.take_over()
    assert all(item.automatic_since is not None for item in await standings(dialogue))


async def test_a_moment_that_wants_a_person_is_not_lifted_by_approvals() -> None:
    knowledge = on_trial(1, Band(angry=True))
    dialogue = await talk(knowledge=knowledge)
    await approved(dialogue, 1)
    assert await said(dialogue, "siete vergognosi, quando aprite?") == []
    assert [letter.template for letter in await said(dialogue)] == ["orari"]


async def test_it_holds_in_a_band_of_a_channel_that_answers_too() -> None:
    knowledge, _ = small_brand()
    approval = Approval(when=(Band(intents=("orari",)),), graduate_after=1)
    dialogue = await talk(knowledge=with_settings(knowledge, approval=approval))
    await approved(dialogue, 1)
    assert [letter.template for letter in await said(dialogue)] == ["orari"]


async def test_what_a_person_only_let_be_told_or_asked_counts_for_nothing() -> None:
    dialogue = await talk(knowledge=on_trial(1))
    await approved(dialogue, 1, "bla bla")
    await approved(dialogue, 1, "il mio ordine?")
    assert await standings(dialogue) == ()


@pytest.mark.parametrize("kind", [InboundKind.CORRECT, InboundKind.TAKE_BACK])
async def test_an_answer_that_is_corrected_or_taken_back_takes_it_back(kind: InboundKind) -> None:
    dialogue = await graduated()
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    line, conversation, now = dossier.lines[-1], dossier.conversation, dialogue.clock.now()
    event = Inbound(
        channel=conversation.channel,
        account=conversation.account,
        event_key="desk:revise",
        conversation_key=conversation.key,
        author=Author(id="agent:FB"),
        kind=kind,
        text="Alle dieci." if kind is InboundKind.CORRECT else "",
        occurred_at=now,
        received_at=now,
        payload={"agent": "FB", "outbound": str(line.outbound), "id": line.id},
    )
    batch = Batch(channel=event.channel, account=event.account, items=(event,))
    await dialogue.sportello.intake.accept(batch)
    await dialogue.wait(timedelta(0))
    assert [item.automatic_since for item in await standings(dialogue)] == [None]
    assert (await events(dialogue))[-1] is ApprovalEvent.CORRECTED
