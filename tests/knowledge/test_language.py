"""Which of the brand's languages a short text is written in."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.language import LanguageDetector

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


def test_another_alphabet_gets_the_first_and_says_so() -> None:
    spoken = LanguageDetector(ITALIAN_FIRST).read("мой телефон не работает")
    assert (spoken.language, spoken.why) == ("it", ("written in a language we do not know",))


def test_the_brands_own_words_tell_its_language() -> None:
    taught = {"it": ["modulo di recesso", "il qr code non va"], "en": ["cancellation form"]}
    detector = LanguageDetector(("en", "it"), taught)
    assert detector.read("modulo recesso").language == "it"


def test_a_brand_with_one_language_gets_it() -> None:
    assert detect("my card", languages=("it",)) == "it"
    assert detect("la ricarica non è arrivata", languages=("en",)) == "en"


@settings(max_examples=100)
@given(st.text(st.characters(), max_size=200), st.text(max_size=8), st.text(max_size=8))
def test_any_text_gets_one_of_the_brands_languages(text: str, past: str, hint: str) -> None:
    assert detect(text, languages=ITALIAN_FIRST, past=past, hint=hint) in ITALIAN_FIRST
