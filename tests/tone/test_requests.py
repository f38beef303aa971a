"""Fifty complaints in rude words and fifty insults that ask for nothing, a language."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest

from bot.knowledge.library import Knowledge
from bot.knowledge.tone import is_bare_insult
from bot.model.case import Priority
from bot.testing import Dialogue
from bot.testing.pytest_plugin import brand_of
from tests.support.brand import MONDAY, TRAITS, small_brand, talk, with_reply, with_settings

HERE = Path(__file__).parent
LANGUAGES = ("it", "en")


def _lines(name: str) -> list[str]:
    return (HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def _courteous(knowledge: Knowledge) -> Knowledge:
    return with_settings(knowledge, handoff=replace(knowledge.settings.handoff, courtesy=True))


@cache
def _example() -> Knowledge:
    return _courteous(brand_of(HERE.parents[1])[0])


def _small() -> Knowledge:
    return _courteous(with_reply(small_brand()[0], "_courtesy", "Dicci che cosa è successo."))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_complaint_in_rude_words_is_taken_for_a_mere_insult(language: str) -> None:
    complaints = _lines(f"rude_{language}")
    assert len(complaints) == 50
    assert [text for text in complaints if is_bare_insult(text)] == []


def test_insults_that_ask_for_nothing_are_known_as_often_as_the_document_says() -> None:
    insults = [text for language in LANGUAGES for text in _lines(f"insults_{language}")]
    known = sum(is_bare_insult(text) for text in insults)
    page = (HERE.parents[1] / "docs" / "settings.md").read_text(encoding="utf-8")
    assert len(insults) == 100
    assert f"of 100 insults that ask for nothing, {known} are" in page


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_rude_complaint_is_a_persons_with_high_priority_and_gets_no_courtesy(language: str) -> None:
    knowledge, traits = _example(), brand_of(HERE.parents[1])[1]
    asked = 0
    for text in _lines(f"rude_{language}"):
        dialogue = await Dialogue.open(knowledge, traits=traits, at=MONDAY, channel="x.post")
        exchange = await dialogue.say(text)
        assert "_courtesy" not in {letter.template for letter in exchange.said}, text
        asked += any(task.priority is Priority.HIGH for task in exchange.tasks)
    assert asked >= 49


@pytest.mark.parametrize(
    "text",
    ["siete dei ladri?", "ladri 20", "ladri, la rete", "ladri www.x.it", "brave persone", "", "ladri ieri"],
)
def test_one_word_that_may_say_more_makes_it_a_complaint(text: str) -> None:
    assert not is_bare_insult(text)


def test_a_disguised_insult_is_one() -> None:
    assert is_bare_insult("siete degli s t r o n z i")
    assert is_bare_insult("@volomobile siete degli $tronzi #vergogna")


async def test_an_insult_that_asks_for_nothing_has_one_courteous_answer_then_silence() -> None:
    dialogue = await talk(channel="wall.post", knowledge=_small())
    first = await dialogue.say("siete degli incapaci")
    assert [letter.template for letter in first.said] == ["_courtesy"]
    assert first.tasks == ()
    for text in ("ladri", "siete solo dei ladri", "siete degli incapaci"):
        again = await dialogue.say(text)
        assert (again.said, again.tasks) == ((), ())
        assert "asks for nothing" in again.decisions[-1].why[0], "always a record"
    assert not (await dialogue.wait(timedelta(days=30))).said, "no reminder, no notice of closing"


async def test_who_says_what_is_wrong_after_all_has_a_person() -> None:
    dialogue = await talk(channel="wall.post", knowledge=_small())
    await dialogue.say("siete degli incapaci")
    exchange = await dialogue.say("incapaci, la bolletta è sbagliata")
    assert not exchange.said
    assert [task.priority for task in exchange.tasks] == [Priority.HIGH]


async def test_an_insult_after_a_complaint_leaves_the_complaint_with_people() -> None:
    dialogue = await talk(channel="wall.post", knowledge=_small())
    await dialogue.say("incapaci, la bolletta è sbagliata")
    exchange = await dialogue.say("ladri")
    assert not exchange.said
    assert exchange.tasks


@pytest.mark.parametrize(
    "text", ["ladri, so dove abitate", "ladri, sento il mio avvocato", "bravi eh, ladri"]
)
async def test_a_graver_tone_is_a_persons(text: str) -> None:
    exchange = await (await talk(channel="wall.post", knowledge=_small())).say(text)
    assert not exchange.said
    assert exchange.tasks


async def test_without_the_setting_or_the_reply_a_person_reads_it_and_nothing_is_said() -> None:
    for knowledge in (with_reply(small_brand()[0], "_courtesy", "Dicci."), _courteous(small_brand()[0])):
        dialogue = await Dialogue.open(knowledge, traits=TRAITS, at=MONDAY, channel="wall.post")
        exchange = await dialogue.say("siete degli incapaci")
        assert not exchange.said
        assert exchange.tasks


@pytest.mark.parametrize("text", ["grazie mille!", "ahahah", "😂😂", "grazie, gentilissimi"])
async def test_thanks_and_jokes_get_no_courtesy(text: str) -> None:
    exchange = await (await talk(channel="wall.post", knowledge=_small())).say(text)
    assert "_courtesy" not in {letter.template for letter in exchange.said}
