"""A person can mute a contact, with a reason and an end: the bot is silent, all is kept, need is heard."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.model.incident import Announcement
from bot.model.message import Author
from bot.testing import Dialogue
from tests.support.brand import MONDAY, talk

WEEK = timedelta(days=7)


async def _mute(dialogue: Dialogue, span: timedelta = WEEK) -> None:
    until = dialogue.clock.now() + span
    assert await dialogue.sportello.agents.mute(1, "FB", "solo insulti", until)
    await dialogue.engine.settle()


async def test_a_muted_contact_is_told_nothing_and_what_they_write_is_kept() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await _mute(dialogue)
    exchange = await dialogue.say("quando aprite?")
    assert (exchange.said, exchange.tasks) == ((), ())
    assert exchange.decisions[-1].rule == "muted"
    assert "FB" in exchange.decisions[-1].why[0]
    assert "solo insulti" in exchange.decisions[-1].why[0]
    dossier = await dialogue.sportello.agents.dossier(1)
    assert dossier is not None
    assert dossier.lines[-1].text == "quando aprite?"
    assert not (await dialogue.wait(timedelta(days=6))).said, "nothing is owed"


async def test_a_mute_ends_by_itself_and_can_be_lifted() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await _mute(dialogue, timedelta(days=1))
    assert not (await dialogue.say("quando aprite?")).said
    await dialogue.wait(timedelta(days=1))
    assert (await dialogue.say("quando aprite?")).said
    await _mute(dialogue)
    assert not (await dialogue.say("quando aprite?")).said
    await dialogue.sportello.agents.unmute(1, "MR")
    await dialogue.engine.settle()
    assert (await dialogue.say("quando aprite?")).said


async def test_the_last_mute_counts() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await _mute(dialogue, timedelta(days=30))
    await _mute(dialogue, timedelta(hours=1))
    await dialogue.wait(timedelta(hours=2))
    assert (await dialogue.say("quando aprite?")).said


async def test_nor_do_they_hear_the_news_of_an_incident() -> None:
    dialogue = await talk()
    texts, end = {"it": "La rete non va.", "en": "It is down."}, {"it": "Va di nuovo.", "en": "It works."}
    said = Announcement(intents=("pacco",), texts=texts, next_update=MONDAY + timedelta(hours=2))
    await dialogue.open_incident(said)
    assert (await dialogue.say("dov'è il pacco?")).said
    await _mute(dialogue)
    before = len(dialogue.channel.sent)
    await dialogue.go_on_about_incident(Announcement(texts=end), over=True)
    await dialogue.wait(timedelta(seconds=10))
    assert dialogue.channel.sent[before:] == []


async def test_nobody_else_is_muted_with_them() -> None:
    dialogue = await talk()
    await dialogue.say("bla bla")
    await _mute(dialogue)
    dialogue.customer = Author(id="other", name="Ugo")
    assert (await dialogue.say("quando aprite?")).said


@pytest.mark.parametrize("channel", ["chat", "wall.post"])
@pytest.mark.parametrize(
    "text", ["non voglio più vivere", "so dove abitate", "ho 12 anni", "sento il legale"]
)
async def test_need_danger_and_the_law_are_heard_by_people_all_the_same(channel: str, text: str) -> None:
    dialogue = await talk(MONDAY, channel=channel)
    await dialogue.say("bla bla")
    await _mute(dialogue)
    exchange = await dialogue.say(text)
    assert not exchange.said
    assert exchange.tasks
