"""Values are asked for one at a time, the second time in other words, with a way out; then a person."""

from __future__ import annotations

import json
from dataclasses import replace

from bot.model.case import CaseStatus
from bot.model.message import Purpose
from bot.settings.values import Slot, SlotKind
from bot.testing import Dialogue, Exchange
from tests.support.brand import MONDAY, ScriptedMatcher, small_brand, talk, with_settings

NOTHING_OF_USE = "boh, non saprei"


def _matcher(dialogue: Dialogue) -> ScriptedMatcher:
    matcher = dialogue.sportello.turns._knowledge().matcher
    assert isinstance(matcher, ScriptedMatcher)
    return matcher


def _handed_off(exchange: Exchange) -> str:
    return str(json.loads(exchange.decisions[-1].detail)["hand_off"])


async def _asked_again(channel: str = "chat") -> tuple[Dialogue, Exchange, Exchange]:
    dialogue = await talk(MONDAY, channel)
    first = await dialogue.say("il mio ordine?")
    return dialogue, first, await dialogue.say(NOTHING_OF_USE)


async def test_the_second_question_is_in_other_words_and_says_the_form() -> None:
    _, first, again = await _asked_again()
    assert first.text == "Mi dai il numero d'ordine?"
    assert "cinque cifre" in again.text
    assert again.said[0].purpose is Purpose.ASK_SLOT
    assert first.text not in again.text


async def test_the_second_question_offers_a_person() -> None:
    dialogue, _, again = await _asked_again()
    assert again.said[0].buttons == ("Una persona",)
    answer = await dialogue.button("Una persona")
    assert _handed_off(answer) == "asked_for_human"
    assert "entro" in answer.text


async def test_the_second_answer_is_taken() -> None:
    dialogue, _, _ = await _asked_again()
    _matcher(dialogue).values["12345"] = "12345"
    assert "L'ordine 12345 è partito." in (await dialogue.say("12345")).text


async def test_a_one_is_a_value_and_not_the_first_button() -> None:
    dialogue, _, _ = await _asked_again()
    _matcher(dialogue).values["1"] = "1"
    assert "L'ordine 1 è partito." in (await dialogue.say("1")).text


async def test_after_two_failures_a_person_answers() -> None:
    dialogue, _, _ = await _asked_again()
    last = await dialogue.say("non lo so proprio")
    assert [letter.purpose for letter in last.said] == [Purpose.HAND_OFF]
    assert _handed_off(last) == "slot_failed"
    conversation = await dialogue.conversation()
    assert conversation is not None
    assert conversation.case.status is CaseStatus.WAITING_FOR_AGENT


async def test_no_words_are_said_twice_where_the_brand_has_no_second_question() -> None:
    knowledge, _ = small_brand()
    slot = replace(knowledge.settings.slots["pratica"], ask_again={})
    dialogue = await talk(knowledge=with_settings(knowledge, slots={"pratica": slot}))
    first = await dialogue.say("il mio ordine?")
    again = await dialogue.say(NOTHING_OF_USE)
    assert first.text in again.text
    assert again.text != first.text


async def test_a_public_question_is_signed_and_a_private_one_is_not() -> None:
    _, first, again = await _asked_again("wall")
    assert first.text.endswith("? ^Bot")
    assert again.text.endswith(" ^Bot")
    _, private, _ = await _asked_again()
    assert "^Bot" not in private.text


async def test_a_question_that_does_not_fit_goes_to_a_person() -> None:
    knowledge, _ = small_brand()
    slot = replace(knowledge.settings.slots["pratica"], ask={"it": "Numero? " * 60})
    dialogue = await talk(MONDAY, "wall", knowledge=with_settings(knowledge, slots={"pratica": slot}))
    exchange = await dialogue.say("il mio ordine?")
    assert [letter.template for letter in exchange.said] == ["_handoff"]
    assert any("the question for “pratica” is" in task.text for task in exchange.tasks)


async def test_a_question_in_no_language_of_ours_is_not_asked() -> None:
    knowledge, _ = small_brand()
    slot = replace(knowledge.settings.slots["pratica"], ask={"fr": "Quel est votre numéro ?"})
    dialogue = await talk(knowledge=with_settings(knowledge, slots={"pratica": slot}))
    exchange = await dialogue.say("il mio ordine?")
    assert [letter.template for letter in exchange.said] == ["_handoff"]


async def test_two_values_are_asked_for_one_at_a_time() -> None:
    knowledge, matcher = small_brand()
    settings, stato = knowledge.settings, knowledge.intents["stato"]
    mail = Slot(
        name="mail", kind=SlotKind.EMAIL, ask={"it": "E la tua e-mail?"}, ask_again={"it": "Con la @."}
    )
    both = replace(
        with_settings(knowledge, slots={**settings.slots, "mail": mail}),
        intents={**knowledge.intents, "stato": replace(stato, slots=("pratica", "mail"))},
    )
    dialogue = await talk(knowledge=both)
    assert (await dialogue.say("il mio ordine?")).text == "Mi dai il numero d'ordine?"
    matcher.values["12345"] = "12345"
    assert (await dialogue.say("12345")).text == "E la tua e-mail?"
    matcher.values["a@b.it"] = "a@b.it"
    assert "L'ordine 12345 è partito." in (await dialogue.say("a@b.it")).text


async def test_another_question_goes_its_own_way() -> None:
    dialogue = await talk()
    await dialogue.say("il mio ordine?")
    assert "dalle 9 alle 18" in (await dialogue.say("quando aprite?")).text


async def test_a_personal_value_is_asked_for_in_private_only() -> None:
    knowledge, _ = small_brand()
    personal = replace(knowledge.settings.slots["pratica"], private=True)
    brand = with_settings(knowledge, slots={"pratica": personal})
    public = await (await talk(MONDAY, "wall", knowledge=brand)).say("il mio ordine?")
    assert [letter.template for letter in public.said] == ["_ask_private"]
    private = await (await talk(MONDAY, "chat", knowledge=brand)).say("il mio ordine?")
    assert private.text == "Mi dai il numero d'ordine?"
