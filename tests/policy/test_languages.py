"""A customer whose language we do not write is told so once, in the same message as the answer."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.knowledge.library import Knowledge, build
from bot.model.message import Purpose
from bot.model.problem import Level, Source
from bot.testing import Dialogue
from tests.support.brand import MONDAY, SATURDAY, TRAITS, small_brand, sources, talk

FRENCH = "vous ouvrez quand ?"
APOLOGY = "Nous répondons seulement en italien et anglais."


def _brand(apology: str = f"=== any\n{APOLOGY}\n", changed: tuple[Source, ...] = ()) -> Knowledge:
    files = {source.path: source for source in (*sources(), *changed)}
    path = "replies/fr/_other_language.j2"
    more = (Source(path=path, text=apology),) if apology else ()
    built = build((*files.values(), *more), environ={}, traits=TRAITS, encoder=None)
    assert built.knowledge is not None
    matcher = small_brand()[1]
    matcher.reads(FRENCH, ("orari", 0.95), foreign="fr")
    matcher.reads("et alors ?", ("pacco", 0.95), foreign="fr")
    matcher.reads("bof", foreign="fr")
    matcher.reads("c'est peut-être ça", ("orari", 0.6), ("pacco", 0.55), foreign="fr")
    matcher.reads("ma commande ?", ("stato", 0.95), foreign="fr")
    matcher.reads("когда вы открыты", ("orari", 0.95), foreign="und")
    return replace(built.knowledge, matcher=matcher)


async def _talk(channel: str = "chat", **brand: object) -> Dialogue:
    return await talk(MONDAY, channel, knowledge=_brand(**brand))  # type: ignore[arg-type]


async def test_the_apology_comes_before_the_answer_in_one_message() -> None:
    exchange = await (await _talk()).say(FRENCH)
    assert len(exchange.said) == 1
    assert exchange.text.splitlines()[0] == APOLOGY
    assert "dalle 9 alle 18" in exchange.text.splitlines()[1]


async def test_it_is_said_once_in_a_conversation() -> None:
    dialogue = await _talk()
    await dialogue.say(FRENCH)
    second = await dialogue.say("et alors ?")
    assert "pacco" in second.text
    assert APOLOGY not in second.text


async def test_without_a_sentence_in_the_customers_language_it_is_in_the_brands_first() -> None:
    exchange = await (await _talk(apology="")).say(FRENCH)
    assert "Rispondo solo in italiano e inglese." in exchange.text
    unknown = await (await _talk()).say("когда вы открыты")
    assert "Rispondo solo in italiano e inglese." in unknown.text


@pytest.mark.parametrize(
    ("said", "purpose"),
    [
        ("c'est peut-être ça", Purpose.CLARIFY),
        ("ma commande ?", Purpose.ASK_SLOT),
        ("bof", Purpose.HAND_OFF),
    ],
)
async def test_a_question_and_a_hand_off_have_it_too(said: str, purpose: Purpose) -> None:
    exchange = await (await _talk()).say(said)
    assert [letter.purpose for letter in exchange.said] == [purpose]
    assert exchange.text.startswith(APOLOGY)


async def test_the_acknowledgement_of_a_weekend_has_it_too() -> None:
    dialogue = await talk(SATURDAY, knowledge=_brand())
    exchange = await dialogue.say("bof")
    assert [letter.purpose for letter in exchange.said] == [Purpose.ACKNOWLEDGEMENT]
    assert exchange.text.startswith(APOLOGY)


async def test_a_post_has_it_where_both_fit_and_ends_with_the_signature() -> None:
    exchange = await (await _talk("wall")).say(FRENCH)
    assert exchange.text.startswith(APOLOGY)
    assert exchange.text.endswith(" ^Bot")
    assert len(exchange.text) <= 280


async def test_it_is_left_out_of_a_post_it_does_not_fit_into_and_said_when_it_does() -> None:
    long = Source(path="replies/it/orari.j2", text=f"=== any\n{'Siamo aperti dalle 9 alle 18. ' * 8}\n")
    english = Source(path="replies/en/orari.j2", text="=== any\nWe are open.\n")
    dialogue = await _talk("wall", changed=(long, english))
    exchange = await dialogue.say(FRENCH)
    assert "Siamo aperti" in exchange.text
    assert APOLOGY not in exchange.text
    assert (await dialogue.say("et alors ?")).text.startswith(APOLOGY)


async def test_a_brand_without_the_sentence_in_its_first_language_is_told() -> None:
    without = [source for source in sources() if source.path != "replies/it/_other_language.j2"]
    built = build(without, environ={}, traits=TRAITS, encoder=None)
    errors = [item.message for item in built.problems if item.level is Level.ERROR]
    assert errors == ["the reply “_other_language” is missing in “it”"]


async def test_a_customer_of_ours_is_told_nothing() -> None:
    exchange = await (await _talk()).say("quando aprite?")
    assert "solo" not in exchange.text
