"""The bands of [approval]: what a person reads first, what is said meanwhile, and what goes by itself."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.model.case import CaseStatus
from bot.model.draft import WaitingDraft
from bot.model.incident import Evidence
from bot.model.message import Purpose
from bot.model.promise import PromiseState
from bot.service.incident_values import Burst
from bot.settings.values import Approval, Band, ChannelSettings, Mode
from bot.testing import Dialogue
from tests.support.brand import MONDAY, SATURDAY, small_brand, talk, with_settings


async def with_bands(
    *bands: Band, channel: str = "chat", at: datetime = MONDAY, followers: int | None = None
) -> Dialogue:
    knowledge, matcher = small_brand()
    matcher.reads("quasi sicuro", ("orari", 0.84))
    matcher.reads("siete vergognosi, quando aprite?", ("orari", 0.85), ("reclamo", 0.55))
    approved = with_settings(knowledge, approval=Approval(when=bands))
    return await talk(at, channel=channel, knowledge=approved, followers=followers)


async def waiting(dialogue: Dialogue) -> WaitingDraft | None:
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    return dossier.draft


@pytest.mark.parametrize(
    ("band", "said", "reason"),
    [
        (Band(channels=("chat",)), "quando aprite?", "on chat"),
        (Band(surfaces=("private",)), "quando aprite?", "in private"),
        (Band(topics=("generale",)), "quando aprite?", "about generale"),
        (Band(intents=("orari",)), "quando aprite?", "about orari"),
        (Band(below=0.9), "quasi sicuro", "0.84 sure, below 0.90"),
        (Band(angry=True), "siete vergognosi, quando aprite?", "the customer sounds angry"),
        (Band(channels=("chat",), below=0.9), "quasi sicuro", "on chat, 0.84 sure, below 0.90"),
    ],
)
async def test_where_a_band_holds_the_answer_waits_and_says_why(band: Band, said: str, reason: str) -> None:
    dialogue = await with_bands(band)
    exchange = await dialogue.say(said)
    draft = await waiting(dialogue)
    assert draft is not None
    assert (draft.proposal.letter.template, draft.proposal.reason) == ("orari", reason)
    assert f"a person reads it first: {reason}" in exchange.decisions[-1].why
    assert [letter.purpose for letter in exchange.said] == [Purpose.HAND_OFF]


@pytest.mark.parametrize(
    "band",
    [
        Band(channels=("wall",)),
        Band(surfaces=("public",)),
        Band(topics=("altro",)),
        Band(intents=("pacco",)),
        Band(below=0.9),
        Band(angry=True),
        Band(reach=10),
        Band(channels=("chat",), intents=("pacco",)),
    ],
)
async def test_where_no_band_holds_the_answer_is_given_at_once(band: Band) -> None:
    dialogue = await with_bands(band)
    assert [letter.template for letter in (await dialogue.say("quando aprite?")).said] == ["orari"]
    assert await waiting(dialogue) is None


async def test_one_band_of_several_is_enough() -> None:
    dialogue = await with_bands(Band(intents=("pacco",)), Band(below=0.99))
    await dialogue.say("quando aprite?")
    assert await waiting(dialogue) is not None


@pytest.mark.parametrize(("followers", "held"), [(9_999, False), (10_000, True), (None, False)])
async def test_reach_counts_followers_and_in_public_nothing_is_said_meanwhile(
    followers: int | None,
    held: bool,
) -> None:
    dialogue = await with_bands(Band(reach=10_000), channel="wall", followers=followers)
    exchange = await dialogue.say("quando aprite?")
    assert (await waiting(dialogue) is not None) is held
    assert bool(exchange.said) is not held


async def test_in_private_the_customer_is_told_when_and_approving_keeps_the_promise() -> None:
    dialogue = await with_bands(Band(intents=("orari",)))
    exchange = await dialogue.say("quando aprite?")
    assert [task.reason for task in exchange.tasks if task.reason] == ["approval"]
    draft = await waiting(dialogue)
    assert draft is not None
    await dialogue.sportello.agents.approve(1, draft.id, "FB")
    (letter,) = (await dialogue.wait(timedelta(0))).said
    assert letter.text == draft.text
    (promise,) = await dialogue.sportello.store.promises(MONDAY, MONDAY + timedelta(days=1))
    assert promise.state is PromiseState.KEPT
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.case.status is CaseStatus.ANSWERED


async def test_out_of_hours_the_customer_is_acknowledged_and_the_draft_waits_for_the_morning() -> None:
    dialogue = await with_bands(Band(intents=("orari",)), at=SATURDAY)
    exchange = await dialogue.say("quando aprite?")
    assert [letter.template for letter in exchange.said] == ["_ack"]
    assert await waiting(dialogue) is not None


async def test_a_question_for_a_detail_waits_too_and_what_is_asked_of_people_does_not() -> None:
    dialogue = await with_bands(Band(surfaces=("private",)))
    await dialogue.say("il mio ordine?")
    draft = await waiting(dialogue)
    assert draft is not None
    assert draft.proposal.letter.purpose is Purpose.ASK_SLOT
    await dialogue.say("operatore!")
    assert await waiting(dialogue) is None


async def test_which_of_two_is_meant_is_no_guess_to_approve_by_its_confidence() -> None:
    dialogue = await with_bands(Band(below=0.99))
    assert [letter.template for letter in (await dialogue.say("forse")).said] == ["_unclear"]


async def test_a_channel_in_draft_or_that_only_acknowledges_is_a_band_of_its_own() -> None:
    for mode, drafts in ((Mode.DRAFT, True), (Mode.ACKNOWLEDGE, False)):
        knowledge, _ = small_brand()
        settings = knowledge.settings
        channels = {**settings.channels, "chat": ChannelSettings(name="chat", mode=mode)}
        approval = Approval(when=(Band(channels=("chat",)),))
        dialogue = await talk(knowledge=with_settings(knowledge, channels=channels, approval=approval))
        await dialogue.say("quando aprite?")
        draft = await waiting(dialogue)
        assert (draft is not None) is drafts
        if draft is not None:
            assert draft.proposal.reason == "the channel is in draft"


async def test_while_an_incident_is_suspected_its_questions_wait_for_a_person() -> None:
    dialogue = await with_bands(Band(incident=True))
    burst = Burst(
        key="intent:orari",
        title="orari",
        evidence=Evidence(people=20, minutes=10, usual=1.0),
        intents=("orari",),
        topics=("generale",),
    )
    (number,) = await dialogue.sportello.store.suggest((burst,), (), MONDAY)
    await dialogue.say("dov'è il pacco?")
    assert await waiting(dialogue) is None
    await dialogue.say("quando aprite?")
    draft = await waiting(dialogue)
    assert draft is not None
    assert draft.proposal.reason == "an incident is suspected"
    await dialogue.sportello.store.suggest((), (number,), MONDAY)
    assert [letter.template for letter in (await dialogue.say("when are you open?")).said] == ["orari"]
