"""What a person should read first is left to a person, silently in public, with a reason and a priority."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.knowledge.tone import Tone, tones
from bot.model.case import Priority
from bot.model.message import Author
from bot.policy.sensitive import REASONS
from bot.settings.hearing import ToneWords
from bot.testing import Dialogue
from tests.support.brand import MONDAY, TRAITS, small_brand, talk, with_settings

SPOKEN = {
    Tone.SELF_HARM: "voglio farla finita",
    Tone.THREAT: "so dove abitate",
    Tone.MINOR: "ho 12 anni",
    Tone.LEGAL: "sentite il mio avvocato",
    Tone.SCANDAL: "boicottate tutti",
    Tone.INSULT: "siete degli incapaci",
    Tone.DARK: "Hitler aveva ragione",
    Tone.IRONY: "bravi eh",
    Tone.CHORUS: "anche a me",
    Tone.JOKE: "ahahah",
}


@pytest.mark.parametrize("tone", Tone)
async def test_in_public_each_tone_is_left_to_a_person_with_its_reason_and_priority(tone: Tone) -> None:
    dialogue = await talk(channel="wall.post")
    exchange = await dialogue.say(SPOKEN[tone])
    reason, priority = REASONS[tone]
    assert not exchange.said
    (task,) = exchange.tasks
    assert (task.reason, task.priority) == (reason.value, priority)
    assert exchange.decisions[-1].rule == "tone"


async def test_the_gravest_tone_is_the_reason() -> None:
    exchange = await (await talk(channel="wall.post")).say("bastardi, so dove abitate, anche a me")
    assert [task.reason for task in exchange.tasks] == ["threat"]


async def test_a_task_says_that_it_may_be_about_self_harm() -> None:
    (task,) = (await (await talk(channel="wall.post")).say("voglio morire")).tasks
    assert "self-harm" in task.text
    assert task.priority is Priority.HIGH


async def test_until_a_person_has_answered_the_bot_adds_nothing_in_public() -> None:
    dialogue = await talk(channel="wall.post")
    await dialogue.say("siete degli incapaci")
    assert not (await dialogue.say("quando aprite?")).said
    assert not (await dialogue.say("operatore!")).said
    assert not (await dialogue.wait(timedelta(days=6))).said
    exchange = await dialogue.close()
    assert not exchange.said
    assert (await dialogue.say("quando aprite?")).said


async def test_a_promise_made_before_is_not_renewed_in_public_and_people_are_told() -> None:
    dialogue = await talk(channel="wall.post")
    assert (await dialogue.say("bla bla")).said
    assert not (await dialogue.say("siete degli incapaci")).said
    exchange = await dialogue.wait(timedelta(days=2))
    assert not exchange.said
    assert any(task.reason == "promise_broken" for task in exchange.tasks)


async def test_in_private_rudeness_is_heard_by_the_matcher_and_need_by_a_person() -> None:
    dialogue = await talk()
    assert (await dialogue.say("quando aprite?")).said
    exchange = await dialogue.say("non voglio più vivere")
    assert [letter.template for letter in exchange.said] == ["_handoff"]
    assert [task.priority for task in exchange.tasks] == [Priority.HIGH]
    assert json.loads(exchange.decisions[-1].detail)["hand_off"] == "self_harm"


async def test_an_offensive_name_gets_no_public_answer() -> None:
    for name, handle in (("Volo Merda", "x"), ("Ugo", "Stronzo_99"), ("Ugo", "volo-fa-schifo")):
        dialogue = await Dialogue.open(
            small_brand()[0],
            traits=TRAITS,
            at=MONDAY,
            channel="wall.post",
            customer=Author(id="u", name=name, handle=handle),
        )
        assert not (await dialogue.say("quando aprite?")).said, handle


async def test_a_brand_adds_its_own_words_and_says_which_are_harmless() -> None:
    knowledge, _ = small_brand()
    words = ToneWords(insult=("provolon*", "bello … davvero"), harmless=("anche a me piace",))
    for text, silent in (
        ("quando aprite?", False),
        ("PROVOLONI", True),
        ("che bello il sito davvero", True),
        ("anche a me", True),
        ("anche a me piace il sito", False),
    ):
        dialogue = await talk(channel="wall.post", knowledge=with_settings(knowledge, tone=words))
        assert bool((await dialogue.say(text)).said) is not silent, text


@pytest.mark.parametrize(
    "text",
    [
        "STRONZI",
        "str0nzi",
        "$tronzi",
        "s t r o n z i",
        "s.t.r.o.n.z.i",
        "strоnzі",
        "ｓｔｒｏｎｚｉ",
        "stro\u200bnzi",
        "STRÒNZI",
        "#stronzi",
        "str*nzi",
        "𝓼𝓽𝓻𝓸𝓷𝔃𝓲",
    ],
)
def test_no_disguise_hides_a_word(text: str) -> None:
    assert tones(f"siete degli {text} davvero") == (Tone.INSULT,)


@pytest.mark.parametrize(
    "text", ["assassino's creed no", "il mio Scunthorpe", "documento", "cassa continua", "analisi"]
)
def test_a_word_inside_another_is_not_heard(text: str) -> None:
    assert tones(text) == ()


def test_an_expression_reaches_over_six_words_and_not_over_seven() -> None:
    own = (("insult", ("uno … due",)),)
    assert tones("uno al bel cui del era fra due", own=own) == (Tone.INSULT,)
    assert tones("uno al bel cui del era fra gli due", own=own) == ()


async def test_a_draft_channel_proposes_nothing_either() -> None:
    knowledge, _ = small_brand()
    channels = knowledge.settings.channels
    draft = replace(channels["wall"], mode=type(channels["wall"].mode)("draft"))
    knowledge = with_settings(knowledge, channels={**channels, "wall": draft})
    exchange = await (await talk(channel="wall.post", knowledge=knowledge)).say("siete degli incapaci")
    assert [task.kind.value for task in exchange.tasks] == ["hand_off"]
