"""Did you mean: asked at most once, answered in any plain way, always with a way out."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.library import Knowledge, build
from bot.model.conversation import Offered
from bot.model.message import Purpose
from bot.model.problem import Source
from bot.policy.choosing import chosen_of
from bot.policy.text import plain
from bot.testing import Exchange
from tests.support.brand import TRAITS, ScriptedMatcher, small_brand, sources, talk

OFFERED = (
    Offered(label="Ricarica non arrivata", meaning="mancata"),
    Offered(label="Ricarica sbagliata", meaning="sbagliata"),
    Offered(label="Changing plan", meaning="plan"),
    Offered(label="Altro", meaning="none"),
)


def _handed_off(exchange: Exchange) -> str:
    return str(json.loads(exchange.decisions[-1].detail)["hand_off"])


@pytest.mark.parametrize(
    ("said", "meaning"),
    [
        ("1", "mancata"),
        ("2.", "sbagliata"),
        ("la 2", "sbagliata"),
        ("numero 3", "plan"),
        ("opzione 1", "mancata"),
        ("number 2 please", "sbagliata"),
        ("La prima", "mancata"),
        ("la prima, grazie", "mancata"),
        ("the second one", "sbagliata"),
        ("the third", "plan"),
        ("direi la seconda", "sbagliata"),
        ("Ricarica non arrivata", "mancata"),
        ("ricarica non arivata", "mancata"),
        ("ricarica sbaliata", "sbagliata"),
        ("quella sbagliata", None),
        ("sbagliata", "sbagliata"),
        ("Changing plam", "plan"),
        ("plan", "plan"),
        ("intendevo changing plan", "plan"),
        ("4", "none"),
        ("altro", "none"),
        ("nessuna di queste", "none"),
        ("Nessuna delle due!", "none"),
        ("none of these", "none"),
        ("neither", "none"),
        ("something else", "none"),
        ("no", "none"),
    ],
)
def test_a_choice_is_made_by_number_by_place_by_label_and_by_none(said: str, meaning: str | None) -> None:
    found = chosen_of(OFFERED, plain(said))
    assert (found.meaning if found is not None else None) == meaning


@pytest.mark.parametrize(
    "said",
    [
        "",
        "ricarica",
        "5",
        "0",
        "non ricarica sbagliata",
        "quanto costa una ricarica",
        "sì",
        "la quinta",
        "la mia ricarica è arrivata ma il piano no",
    ],
)
def test_what_picks_none_for_sure_is_read_as_a_new_message(said: str) -> None:
    assert chosen_of(OFFERED, plain(said)) is None


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=20), max_size=5))
def test_any_text_picks_one_of_the_offered_or_none(said: str, labels: list[str]) -> None:
    offered = tuple(Offered(label=label, meaning=f"intent_{at}") for at, label in enumerate(labels))
    assert chosen_of(offered, plain(said)) in {*offered, None}


@given(st.integers(min_value=0, max_value=3))
def test_every_label_picks_itself(at: int) -> None:
    assert chosen_of(OFFERED, plain(OFFERED[at].label)) == OFFERED[at]


def test_while_a_value_is_asked_for_a_number_is_a_value() -> None:
    way_out = (Offered(label="Operatore", meaning="person"),)
    assert chosen_of(way_out, "1", only_labels=True) is None
    assert chosen_of(way_out, "operatore", only_labels=True) == way_out[0]


async def test_a_tie_is_asked_about_once_and_then_a_person_answers() -> None:
    dialogue = await talk()
    assert [letter.purpose for letter in (await dialogue.say("forse")).said] == [Purpose.CLARIFY]
    again = await dialogue.say("forse")
    assert [letter.purpose for letter in again.said] == [Purpose.HAND_OFF]
    assert _handed_off(again) == "tie"


async def test_none_of_these_is_offered_also_where_the_wording_forgot_it() -> None:
    knowledge, matcher = _forgetful()
    dialogue = await talk(knowledge=replace(knowledge, matcher=matcher))
    exchange = await dialogue.say("forse")
    assert exchange.said[0].buttons == ("Orari", "Pacco", "Nessuna di queste")
    assert _handed_off(await dialogue.button("Nessuna di queste")) == "tie"


async def test_the_way_out_is_in_the_customers_language() -> None:
    knowledge, matcher = _forgetful()
    matcher.reads("maybe", ("orari", 0.6), ("pacco", 0.55), language="en")
    dialogue = await talk(knowledge=replace(knowledge, matcher=matcher))
    assert (await dialogue.say("maybe")).said[0].buttons[-1] == "None of these"


def _forgetful() -> tuple[Knowledge, ScriptedMatcher]:
    plain_question = "=== any\nIntendi {{ options }}?\n=== any\nÈ {{ options }}?\n"
    changed = [
        Source(path=source.path, text=plain_question) if source.path.endswith("_unclear.j2") else source
        for source in sources()
    ]
    built = build(changed, environ={}, traits=TRAITS, encoder=None).knowledge
    assert built is not None
    return built, small_brand()[1]


@pytest.mark.parametrize("name", ["saluto"])
async def test_a_greeting_is_never_offered_as_a_meaning(name: str) -> None:
    knowledge, matcher = small_brand()
    matcher.reads("boh", ("orari", 0.6), (name, 0.58), ("pacco", 0.4))
    dialogue = await talk(knowledge=knowledge)
    assert (await dialogue.say("boh")).said[0].buttons == ("Orari", "Pacco", "Nessuna di queste")


async def test_mere_guesses_below_a_greeting_are_no_question() -> None:
    knowledge, matcher = small_brand()
    matcher.reads("ehilà", ("saluto", 0.6), ("orari", 0.25))
    dialogue = await talk(knowledge=knowledge)
    assert Purpose.CLARIFY not in [letter.purpose for letter in (await dialogue.say("ehilà")).said]


async def test_what_is_new_to_the_brand_is_not_asked_about() -> None:
    knowledge, matcher = small_brand()
    matcher.reads("boh", ("orari", 0.6), ("pacco", 0.58), novel=True)
    dialogue = await talk(knowledge=knowledge)
    assert [letter.purpose for letter in (await dialogue.say("boh")).said] == [Purpose.HAND_OFF]


async def test_what_is_new_to_the_brand_is_never_answered_by_the_bot_alone() -> None:
    knowledge, matcher = small_brand()
    matcher.reads("boh", ("orari", 0.95), novel=True)
    dialogue = await talk(knowledge=knowledge)
    assert [letter.purpose for letter in (await dialogue.say("boh")).said] == [Purpose.HAND_OFF]


async def test_a_reminder_leaves_the_question_open() -> None:
    dialogue = await talk()
    await dialogue.say("forse")
    reminder = await dialogue.wait(timedelta(days=1, hours=1))
    assert [letter.template for letter in reminder.said] == ["_remind"]
    assert "dov'è il pacco" in (await dialogue.say("la seconda")).text
