"""Which of the brand's languages a short text is written in."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.short_posts import MIXED, POSTS
from bot.knowledge.language import UNKNOWN, LanguageDetector

ITALIAN_FIRST = ("it", "en")


def detect(text: str, *, languages: Sequence[str], hint: str = "", past: str = "") -> str:
    return LanguageDetector(languages).read(text, past=past, hint=hint).language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("la ricarica non è arrivata", "it"),
        ("ma quando arriva???", "it"),
        ("grazie", "it"),
        ("il roaming in Francia è incluso?", "it"),
        ("@volomobile internet down again", "en"),
        ("my top-up hasn't arrived", "en"),
        ("thanks!", "en"),
        ("I lost my password", "en"),
        ("wtf is going on with the network", "en"),
        ("#ricarica where is my money", "en"),
    ],
)
def test_a_short_post_is_told(text: str, language: str) -> None:
    assert detect(text, languages=ITALIAN_FIRST) == language


@pytest.mark.parametrize(
    "text", ["ok", "👍", "", "SIM", "12345", "???", "@volomobile", "https://example.org/the/page"]
)
def test_what_tells_nothing_keeps_the_past_language(text: str) -> None:
    assert detect(text, languages=ITALIAN_FIRST, past="en") == "en"


def test_what_tells_nothing_takes_the_hint_and_then_the_first() -> None:
    assert detect("ok", languages=ITALIAN_FIRST, hint="en-GB") == "en"
    assert detect("ok", languages=ITALIAN_FIRST, hint="fi") == "it"
    assert detect("ok", languages=ITALIAN_FIRST) == "it"


def test_a_clear_change_of_language_beats_the_past() -> None:
    assert detect("sorry, can you write in English please?", languages=ITALIAN_FIRST, past="it") == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("hola, no funciona mi tarjeta desde ayer", "es"),
        ("bonjour, je n'ai plus de réseau depuis hier", "fr"),
        ("ich habe seit gestern keine Verbindung", "de"),
    ],
)
def test_a_language_the_brand_does_not_speak_gets_the_first_and_says_so(text: str, code: str) -> None:
    spoken = LanguageDetector(ITALIAN_FIRST).read(text)
    assert spoken.language == "it"
    assert spoken.why == (f"written in a language we do not speak ({code})",)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("ciao, my top-up hasn't arrived", "en"),
        ("ciao, my top-up non è arrivata", "it"),
        ("buongiorno! how do I cancel my plan?", "en"),
        ("thanks ma la ricarica non c'è", "it"),
        ("sono inglese e non parlo bene la vostra lingua. how do I top up my card?", "en"),
    ],
)
def test_in_a_mixed_text_the_question_counts_more_than_the_greeting(text: str, language: str) -> None:
    assert detect(text, languages=ITALIAN_FIRST) == language


@pytest.mark.parametrize("past", ["it", "en"])
@pytest.mark.parametrize("text", ["20€ SIM Milano", "hola", "SIM Milano", "no signal", "ok"])
def test_in_doubt_the_conversation_stays_in_its_language(text: str, past: str) -> None:
    assert detect(text, languages=ITALIAN_FIRST, past=past) == past


def test_the_hint_decides_a_doubt_of_a_first_message() -> None:
    assert detect("SIM Milano", languages=ITALIAN_FIRST, hint="en") == "en"
    assert detect("SIM Milano", languages=ITALIAN_FIRST) == "it"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("pas de réseau depuis ce matin", "fr"),
        ("geht schon wieder nicht", "de"),
        ("no tengo cobertura desde ayer", "es"),
        ("não consigo entrar na minha conta", "pt"),
        ("buna ziua, nu am semnal de ieri", "ro"),
        ("mijn tegoed is weg", "nl"),
        ("мой телефон не работает", UNKNOWN),
        ("手机没有信号", UNKNOWN),
    ],
)
def test_a_language_that_is_not_spoken_is_named(text: str, code: str) -> None:
    spoken = LanguageDetector(ITALIAN_FIRST).read(text)
    assert (spoken.language, spoken.foreign) == ("it", code)


@pytest.mark.parametrize("text", [*POSTS["it"], *POSTS["en"], *MIXED["it"], *MIXED["en"]])
def test_no_customer_of_ours_is_taken_for_a_foreigner(text: str) -> None:
    assert not LanguageDetector(ITALIAN_FIRST).read(text).foreign


def test_of_the_benchmarks_posts_nine_in_ten_are_told() -> None:
    detector = LanguageDetector(tuple(POSTS))
    told = [detector.read(post).language == code for code, posts in POSTS.items() for post in posts]
    assert sum(told) / len(told) >= 0.9


def test_another_alphabet_gets_the_first_and_says_so() -> None:
    spoken = LanguageDetector(ITALIAN_FIRST).read("мой телефон не работает")
    assert (spoken.language, spoken.why) == ("it", ("written in a language we do not know",))


def test_the_brands_own_words_tell_its_language() -> None:
    taught = {"it": ["modulo di recesso", "il qr code non va"], "en": ["cancellation form"]}
    detector = LanguageDetector(("en", "it"), taught)
    assert detector.read("modulo recesso").language == "it"


@pytest.mark.parametrize("text", ["è il 347 555 0142", "è VM-482913", "il 12"])
def test_a_value_with_a_word_beside_it_is_in_the_conversations_language(text: str) -> None:
    assert not LanguageDetector(ITALIAN_FIRST).read(text, past="it").foreign


def test_a_brand_with_one_language_gets_it() -> None:
    assert detect("my card", languages=("it",)) == "it"
    assert detect("la ricarica non è arrivata", languages=("en",)) == "en"


@settings(max_examples=100)
@given(st.text(st.characters(), max_size=200), st.text(max_size=8), st.text(max_size=8))
def test_any_text_gets_one_of_the_brands_languages(text: str, past: str, hint: str) -> None:
    assert detect(text, languages=ITALIAN_FIRST, past=past, hint=hint) in ITALIAN_FIRST
