"""Question words alone are nobody's question: they are never answered by guess."""

from __future__ import annotations

import pytest

from bot.knowledge.matching import fit
from bot.knowledge.matching.clauses import readings
from bot.knowledge.matching.hollow import is_hollow
from bot.knowledge.ports import Encoder, Matcher
from tests.knowledge.matching import brand

_SURE = 0.5


@pytest.mark.parametrize(
    "text",
    [
        "quanto costa?",
        "e poi quanto costa",
        "come faccio",
        "how much is it?",
        "and how do i do that",
        "perché?",
    ],
)
def test_question_words_alone_are_hollow(text: str) -> None:
    assert is_hollow(text)


@pytest.mark.parametrize(
    "text",
    ["quanto costa la esim", "come ricarico", "how do i top up", "20€ quanto costa", "", "???", "operatore"],
)
def test_one_word_of_the_matter_is_enough(text: str) -> None:
    assert not is_hollow(text)


@pytest.fixture(scope="module")
def priced(encoder: Encoder) -> Matcher:
    """A brand with one intent about prices, which draws every question of cost, and one of small words."""
    esim = brand.intent(
        "esim",
        "quanto costa la esim\nquanto costa\ncome attivo la esim\nquanto costa attivare la esim",
        "what is it",
    )
    lost = brand.intent("costi_sim", "quanto costa la sim\nquanto costa una sim nuova\ncome attivo la sim")
    return fit([lost, esim, *brand.intents()], brand.SETTINGS, encoder)


@pytest.mark.parametrize(
    "text", ["e poi quanto costa?", "come faccio?", "ciao, e come faccio?", "how much is it?"]
)
def test_a_hollow_text_is_never_sure_enough_to_ask_about(priced: Matcher, text: str) -> None:
    read = priced.match(text).best
    quick = priced.best_of([text])[0]
    assert read is not None
    assert quick is not None
    assert read.confidence < brand.SETTINGS.matching.ask_above
    assert quick.confidence == pytest.approx(read.confidence, abs=1e-4)


def test_small_words_that_the_brand_taught_are_taken_at_their_word(priced: Matcher) -> None:
    read = priced.match("quanto costa?").best
    assert read is not None
    assert (read.intent, read.confidence > _SURE) == ("esim", True)


def test_a_hollow_part_says_nothing_beside_the_matter() -> None:
    assert "come faccio" not in readings("ho perso la sim. come faccio")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "la ricarica non va e poi dove scarico la fattura",
            ("la ricarica non va", "dove scarico la fattura"),
        ),
        ("no signal here and also my bill is wrong", ("no signal here", "my bill is wrong")),
        (
            "dove scarico la fattura e come pago la bolletta",
            ("dove scarico la fattura", "come pago la bolletta"),
        ),
        ("my bill is too high plus I have no signal", ("my bill is too high", "I have no signal")),
    ],
)
def test_two_questions_joined_by_a_word_are_read_apart(text: str, parts: tuple[str, str]) -> None:
    assert set(parts) <= set(readings(text))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("la ricarica non è arrivata e inoltre ho perso la sim", ("ricarica_mancata", "sim_smarrita")),
        (
            "my top-up hasn't arrived and also I need a copy of my invoice",
            ("ricarica_mancata", "fattura_copia"),
        ),
    ],
)
def test_of_two_sure_questions_the_first_is_read_and_the_second_is_kept(
    matcher: Matcher, text: str, names: tuple[str, str]
) -> None:
    match = matcher.match(text)
    assert match.best is not None
    assert (match.best.intent, *(other.intent for other in match.also)) == names
    assert min(match.best.confidence, match.also[0].confidence) >= brand.SETTINGS.matching.answer_above


def test_thanks_with_a_but_are_no_thanks() -> None:
    assert readings("grazie mille, ma non ho risolto")[0] == "non ho risolto"
    assert readings("thanks anyway but it still fails")[0] == "it still fails"
    assert "grazie ma" in readings("grazie ma")


def test_thanks_after_a_remark_may_be_the_point() -> None:
    assert "ok grazie" in readings("ok grazie")
    assert "è arrivata, grazie" in readings("è arrivata, grazie")
    assert not any("grazie" in part for part in readings("la ricarica che ho fatto ieri non si vede, grazie"))
