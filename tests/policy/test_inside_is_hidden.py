"""How a brand is organised inside stays inside: no topic, team, route or full name reaches a customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.knowledge.wording import Fault, faults_in
from bot.settings.hearing import PolicyWords
from bot.settings.values import Person
from bot.testing.dialogue import Dialogue
from tests.support.brand import MONDAY, TRAITS, small_brand, with_settings

HOUR = timedelta(hours=1)
PEOPLE = {
    "FB": Person(key="FB", name="Zefirina Canarini"),
    "MR": Person(key="MR", name="Squadra Ornitorinchi"),
}
SAYS = (
    "quando aprite?",
    "il pacco è perso",
    "il pacco è perso!",
    "operatore!",
    "operatore!",
    "forse",
    "i miei dati",
    "dov'è il pacco?",
)
INSIDE = ("Zefirina", "Canarini", "Squadra", "Ornitorinchi", "FB", "MR", "volatili", "generale")


async def _said(channel: str) -> list[str]:
    """Let a customer say all sorts, promises fall due, and people of a route answer and close."""
    knowledge, _ = small_brand()
    routed: dict[str, Any] = {"people": PEOPLE, "routes": {"volatili": ("MR",), "generale": ("FB", "MR")}}
    known = with_settings(knowledge, **routed)
    intents = {
        name: replace(intent, topic="volatili" if name == "pacco" else intent.topic)
        for name, intent in known.intents.items()
    }
    dialogue = await Dialogue.open(replace(known, intents=intents), traits=TRAITS, at=MONDAY, channel=channel)
    exchanges = []
    for text in SAYS:
        exchanges.append(await dialogue.say(text))
        exchanges.append(await dialogue.wait(HOUR / 4))
    exchanges += [
        await dialogue.wait(6 * HOUR),
        await dialogue.take_over("FB"),
        await dialogue.agent("Lo trovo e ti scrivo qui entro le 15.", "FB"),
        await dialogue.hand_back("FB"),
        await dialogue.say("il pacco è perso"),
        await dialogue.close("MR"),
    ]
    letters = [letter for exchange in exchanges for letter in exchange.said]
    assert len(letters) > 5
    # a person signs with their key, which is the brand's own choice, and with nothing else
    return [letter.text.removesuffix(f" ^{letter.author}") for letter in letters]


@pytest.mark.parametrize("channel", ["chat", "wall"])
async def test_no_topic_team_route_or_full_name_reaches_a_customer(channel: str) -> None:
    for text in await _said(channel):
        assert not [word for word in INSIDE if word.casefold() in text.casefold()], text


def test_the_brand_may_add_words_of_its_own_to_what_customers_are_spared() -> None:
    own = PolicyWords(
        inside=("squadra ornitorinc*",), elsewhere=("apri* … ticket",), blame=("te l'avevo detto",)
    )
    text = "La Squadra  Ornitorinchi è fuori: apra prima un nuovo ticket. Te l'avevo detto"
    found = {item.fault: item.words for item in faults_in(text, own)}
    assert found == {
        Fault.INSIDE: "Squadra  Ornitorinchi",
        Fault.BLAME: "Te l'avevo detto",
    }
    written = {item.fault: item.words for item in faults_in("Aprite pure un ticket", own)}
    assert written == {Fault.ELSEWHERE: "Aprite pure un ticket"}
    assert not list(faults_in(text.replace("Te l'avevo detto", ""), PolicyWords()))


@pytest.mark.parametrize(
    "text",
    [
        "Non dipende da noi, è colpa del corriere.",
        "Deve sentire direttamente il tecnico.",
        "Contatta la ditta che ha installato.",
        "It is the courier's fault, not ours.",
        "Please contact the installer.",
        "There is nothing we can do.",
    ],
)
def test_a_third_partys_fault_is_ours_to_mend(text: str) -> None:
    assert Fault.DISOWNS in {item.fault for item in faults_in(text, PolicyWords())}


@pytest.mark.parametrize(
    "text",
    [
        "Il corriere è in ritardo: lo sentiamo noi e ti scriviamo qui entro le 15.",
        "The courier is late: we will ask them and write here by 3 pm.",
        "Il tecnico arriva domani alle 9.",
    ],
)
def test_naming_a_third_party_is_not_leaving_the_customer_to_it(text: str) -> None:
    assert list(faults_in(text, PolicyWords())) == []
