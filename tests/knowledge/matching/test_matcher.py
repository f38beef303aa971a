"""What a fitted matcher makes of customers' texts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.intents import Intent
from bot.knowledge.matching import fit
from bot.knowledge.ports import Encoder, Matcher
from bot.model.matching import Match
from bot.settings.values import Brand, Settings
from tests.knowledge.matching import brand

OFF_TOPIC = [
    "che tempo farà sabato a Genova?",
    "asdf qwerty",
    "kjhsdf lkjsdf wpoeiru",
    "who won the match yesterday",
    "mi consigli una ricetta con le zucchine",
    "what is the tallest building in the world",
    "zzzz",
    "il mio gatto ha mangiato troppo",
]


def best(match: Match) -> tuple[str, float]:
    assert match.best is not None
    return match.best.intent, match.best.confidence


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("la ricarica non è arrivata", "ricarica_mancata"),
        ("ciao, la ricarica non è arrivata", "ricarica_mancata"),
        ("Ciao!! La ricarica non è arrivata. Grazie mille", "ricarica_mancata"),
        ("@volomobile #ricarica fatta ieri: 20€ e niente credito!!!", "ricarica_mancata"),
        ("la mia ricrica nn è arivata", "ricarica_mancata"),
        ("non trovo le bollette, dove sono?", "fattura_copia"),
        ("my phone got stolen", "sim_smarrita"),
        ("everything loads so slowly on my phone's internet", "internet_lento"),
        ("buongiorno a tutti", "saluto"),
    ],
)
def test_what_customers_mean_is_found_with_confidence(matcher: Matcher, text: str, intent: str) -> None:
    found, confidence = best(matcher.match(text))
    assert found == intent
    assert confidence > 0.5


@pytest.mark.parametrize("text", OFF_TOPIC)
def test_what_is_about_something_else_is_unsure(matcher: Matcher, text: str) -> None:
    assert best(matcher.match(text))[1] < 0.5


@pytest.mark.parametrize(
    "text", ["qwzx plkj vbnm", "il mio cane si chiama Argo", "my grandmother bakes apple pies"]
)
def test_what_is_like_nothing_the_brand_wrote_is_novel(matcher: Matcher, text: str) -> None:
    match = matcher.match(text)
    assert match.novel
    assert "unlike anything the brand wrote about" in match.why


def test_a_language_that_was_not_taught_is_understood_through_the_encoder(encoder: Encoder) -> None:
    english_only = [
        Intent(
            name=intent.name,
            topic=intent.topic,
            title=intent.title,
            file=intent.file,
            examples={"en": intent.examples["en"]},
        )
        for intent in brand.intents()
    ]
    taught = fit(english_only, brand.SETTINGS, encoder)
    assert best(taught.match("mi hanno rubato il telefono"))[0] == "sim_smarrita"
    assert best(taught.match("internet è molto lento"))[0] == "internet_lento"


@pytest.mark.parametrize(
    "disguise",
    [
        "ｌａ ｒｉｃａｒｉｃａ ｎｏｎ è ａｒｒｉｖａｔａ",
        "lа riсаriса nоn è аrrivаtа",
        "la ri\u200bca\u200brica non è arri\u200bvata",
        "LA RICARICA NON È ARRIVATA",
        "la ricaricaaaa non è arrivataaaa",
        "𝐥𝐚 𝐫𝐢𝐜𝐚𝐫𝐢𝐜𝐚 𝐧𝐨𝐧 è 𝐚𝐫𝐫𝐢𝐯𝐚𝐭𝐚",
        "la r\u0336i\u0336c\u0336a\u0336r\u0336i\u0336c\u0336a non e\u0300 arrivata",
        "😡😡 la ricarica non è arrivata 😡😡 https://example.org/x",
    ],
)
def test_a_disguised_sentence_means_the_same(matcher: Matcher, disguise: str) -> None:
    assert best(matcher.match(disguise)) == pytest.approx(best(matcher.match("la ricarica non è arrivata")))


def test_a_near_miss_does_not_match(encoder: Encoder) -> None:
    question = "quanto costa una ricarica"
    with_miss = fit(brand.intents(), brand.SETTINGS, encoder).match(question)
    without = [intent for intent in brand.intents() if intent.name != "ricarica_mancata"]
    bare = brand.intent(
        "ricarica_mancata", "la ricarica non è arrivata\nho ricaricato e niente credito\nricarica"
    )
    taught = fit([*without, bare], brand.SETTINGS, encoder).match(question)
    assert best(taught)[0] == "ricarica_mancata"
    assert best(with_miss)[0] != "ricarica_mancata" or best(with_miss)[1] < 0.3


def test_two_questions_at_once_are_read_in_their_order(matcher: Matcher) -> None:
    match = matcher.match("ho perso la sim. dove trovo le mie fatture?")
    assert best(match)[0] == "sim_smarrita"
    assert [one.intent for one in match.also] == ["fattura_copia"]


def test_a_guess_names_the_sentence_it_leans_on(matcher: Matcher) -> None:
    match = matcher.match("dove trovo le fatture")
    assert match.best is not None
    assert match.best.example == "dove trovo le mie fatture"
    assert match.best.source == "intents/prova/fattura_copia.toml:6"
    assert any("dove trovo le mie fatture" in line for line in match.why)


def test_a_corrected_word_is_told(matcher: Matcher) -> None:
    assert "read “conessione” as “connessione”" in matcher.match("la conessione dati va piano").why


def test_the_confidence_of_candidates_falls_and_stays_a_probability(matcher: Matcher) -> None:
    confidences = [one.confidence for one in matcher.match("la ricarica e la fattura").candidates]
    assert confidences == sorted(confidences, reverse=True)
    assert len(confidences) == 5
    assert all(0 <= value <= 1 for value in confidences)


def test_slots_are_found_beside_the_intent(matcher: Matcher) -> None:
    match = matcher.match("ho ricaricato 20 euro con l'ordine vm-123456 e niente credito")
    assert match.slots == {"importo": "20€", "ordine": "vm-123456"}
    assert matcher.slot("importo", "15,50 €") == "15,50€"
    assert matcher.slot("importo", "boh") is None
    assert matcher.slot("nessuno", "20 €") is None


@pytest.mark.parametrize("text", ["", " \n ", "😡😡", "???", "\x00\ud800", "@volomobile"])
def test_a_text_without_words_has_no_candidates_and_is_not_novel(matcher: Matcher, text: str) -> None:
    match = matcher.match(text)
    assert match.candidates == ()
    assert not match.novel


@pytest.mark.parametrize("how_many", [0, 1, 2])
@pytest.mark.parametrize("with_encoder", [True, False])
def test_few_intents_are_enough_not_to_fail(encoder: Encoder, how_many: int, with_encoder: bool) -> None:
    some = fit(brand.intents()[:how_many], brand.SETTINGS, encoder if with_encoder else None)
    match = some.match("la ricarica non è arrivata")
    assert len(match.candidates) == how_many
    if how_many:
        assert best(match)[0] == "ricarica_mancata"


@pytest.mark.parametrize("lines", ["", "la ricarica", "la ricarica\nla ricarica\nla ricarica"])
def test_an_intent_with_next_to_nothing_is_taught_by_its_title(encoder: Encoder, lines: str) -> None:
    alone = fit([brand.intent("ricarica_mancata", lines), brand.intent("vuoto")], brand.SETTINGS, encoder)
    assert best(alone.match("ricarica mancata"))[0] == "ricarica_mancata"


def test_only_near_misses_teach_an_intent_its_title_too(encoder: Encoder) -> None:
    only = fit([brand.intent("ricarica", near_miss="quanto costa")], brand.SETTINGS, encoder)
    assert best(only.match("ricarica"))[0] == "ricarica"


def test_without_an_encoder_words_and_letters_still_answer() -> None:
    plain = fit(brand.intents(), brand.SETTINGS, None)
    assert best(plain.match("dove trovo la mia fattura"))[0] == "fattura_copia"
    assert best(plain.match("asdf qwerty"))[1] < 0.5


def test_fitting_twice_gives_the_same_matches(encoder: Encoder, matcher: Matcher) -> None:
    again = fit(brand.intents(), brand.SETTINGS, encoder)
    for text in ("la ricarica non arriva", *OFF_TOPIC):
        assert again.match(text) == matcher.match(text)


def test_threads_read_the_same_as_one(encoder: Encoder) -> None:
    shared = fit(brand.intents(), brand.SETTINGS, encoder)
    texts = [f"la ricarica {number} non è arrivata" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(shared.match, texts))
    assert together == [shared.match(text) for text in texts]


def test_the_language_is_one_of_the_brands(encoder: Encoder) -> None:
    english = Settings(brand=Brand(name="Volo", languages=("en",)))
    assert fit(brand.intents(), english, encoder).match("la ricarica non è arrivata").language == "en"


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=300))
def test_no_text_makes_it_fail(matcher: Matcher, text: str) -> None:
    match = matcher.match(text, past_language="xx", hint="??")
    assert match.language in {"it", "en"}
    assert all(0 <= one.confidence <= 1 for one in match.candidates)


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "a" + "\u0301\u0316" * 50_000, "ab. " * 250_000, "parola " * 9_000]
)
def test_a_huge_text_is_read_without_delay(matcher: Matcher, text: str) -> None:
    assert len(matcher.match(text).candidates) == 5
