"""Where personal data is needed in public, the customer is shown the way to a private conversation."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.message import Letter
from bot.model.traits import Traits
from bot.testing import Dialogue
from tests.support.brand import MONDAY, POSTS, TRAITS, small_brand, with_reply

INVITING, PLAIN = "Apri qui {{ private_link }} e cita {{ case.ref }}.", "Scrivimi in privato."


def link(account: str, reference: str) -> str:
    return f"https://posts.example/{account}?text={reference}"


LINKED = replace(POSTS, private_link=link)
CARDED = replace(LINKED, private_card=True)


async def told(traits: Traits, *variants: str) -> Letter:
    """Ask in public for what is private, and give what is said."""
    knowledge = with_reply(small_brand()[0], "_ask_private", *variants)
    dialogue = await Dialogue.open(knowledge, at=MONDAY, traits={**TRAITS, "posts": traits}, channel="posts")
    (letter,) = (await dialogue.say("i miei dati")).said
    return letter


async def test_a_card_is_pointed_at_and_its_link_is_no_part_of_the_text() -> None:
    letter = await told(CARDED, INVITING)
    reference = letter.card.partition("text=")[2]
    assert letter.card == link("test", reference)
    assert letter.text.startswith(f"Apri qui 👇 e cita {reference}.")


async def test_where_there_are_no_cards_the_link_stands_in_the_text() -> None:
    letter = await told(LINKED, INVITING)
    assert "https://posts.example/test?text=TK-" in letter.text
    assert letter.card == ""


@pytest.mark.parametrize("traits", [CARDED, LINKED])
async def test_words_that_point_to_no_link_have_no_card(traits: Traits) -> None:
    assert (await told(traits, PLAIN)).card == ""


async def test_a_channel_without_private_conversations_says_it_in_other_words() -> None:
    letter = await told(POSTS, INVITING, PLAIN)
    assert letter.text.startswith(PLAIN)
    assert letter.card == ""
