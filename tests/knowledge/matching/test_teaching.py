"""Teaching a fitted matcher: one more sentence, a wished precision, many thousand examples."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.intents import Examples, Intent, Utterance
from bot.knowledge.matching import adding, fit, fitting, grown
from bot.knowledge.matching.calibration import Head
from bot.knowledge.matching.lessons import Kind
from bot.knowledge.matching.matcher import FittedMatcher
from bot.knowledge.matching.memory import Memory
from bot.knowledge.matching.model import Worth
from bot.knowledge.ports import Encoder, Matcher
from bot.settings.values import Settings
from tests.knowledge.matching import brand

NEW = "mi hanno scippato in metro e adesso qualcuno usa il mio numero"
ASKED = [NEW, "la ricarica non è arrivata", "internet va pianissimo oggi", "quanto costa un volo per Parigi"]


def taught(name: str, *texts: str) -> list[Intent]:
    """Give the small brand with more sentences for one intent."""
    intents = brand.intents()
    at = next(place for place, intent in enumerate(intents) if intent.name == name)
    examples = intents[at].examples["it"]
    lines = tuple(Utterance(text=text, file=intents[at].file, line=90 + n) for n, text in enumerate(texts))
    more = replace(examples, say=(*examples.say, *lines))
    intents[at] = replace(intents[at], examples={**intents[at].examples, "it": more})
    return intents


def confidence(matcher: Matcher, text: str, name: str) -> float:
    found = {one.intent: one.confidence for one in matcher.match(text).candidates}
    return found.get(name, 0.0)


def test_one_more_sentence_is_learnt_as_if_everything_were_fitted_again(
    matcher: Matcher, encoder: Encoder
) -> None:
    intents = taught("sim_smarrita", NEW)
    quick = grown(matcher, intents, brand.SETTINGS, encoder)
    slow = fit(intents, brand.SETTINGS, encoder)
    assert quick is not None
    assert confidence(matcher, NEW, "sim_smarrita") < 0.8 < confidence(quick, NEW, "sim_smarrita")
    for text in ASKED:
        one, other = quick.match(text).best, slow.match(text).best
        assert one is not None
        assert other is not None
        assert one.intent == other.intent
        assert one.confidence == pytest.approx(other.confidence, abs=0.12)


def test_what_leans_on_a_sentence_just_taught_names_it(matcher: Matcher, encoder: Encoder) -> None:
    quick = grown(matcher, taught("sim_smarrita", NEW), brand.SETTINGS, encoder)
    assert quick is not None
    best = quick.match(NEW).best
    assert best is not None
    assert (best.example, best.source) == (NEW, "intents/prova/sim_smarrita.toml:90")


def test_a_matcher_that_has_grown_can_grow_again_and_the_first_stays_as_it_was(
    matcher: Matcher, encoder: Encoder
) -> None:
    before = matcher.match(NEW)
    once = grown(matcher, taught("sim_smarrita", NEW), brand.SETTINGS, encoder)
    assert once is not None
    twice = grown(once, taught("sim_smarrita", NEW, "scippo in metro"), brand.SETTINGS, encoder)
    assert isinstance(twice, FittedMatcher)
    assert twice.model is not None
    assert twice.model.added == 2
    assert matcher.match(NEW) == before


@pytest.mark.parametrize(
    "strange", ["posso pagare con i bitcoin?", "avete un podcast?", "quando uscite in borsa?"]
)
def test_what_was_just_taught_is_not_new_to_the_brand_any_more(
    matcher: Matcher, encoder: Encoder, strange: str
) -> None:
    assert matcher.match(strange).novel
    quick = grown(matcher, taught("saluto", strange), brand.SETTINGS, encoder)
    assert quick is not None
    assert not quick.match(strange).novel


def test_what_stood_in_the_background_is_fitted_anew_when_it_is_taught(
    matcher: Matcher, encoder: Encoder
) -> None:
    assert grown(matcher, taught("saluto", "quanti anni hai"), brand.SETTINGS, encoder) is None


def test_anything_but_new_sentences_is_fitted_again(matcher: Matcher, encoder: Encoder) -> None:
    intents = brand.intents()
    assert grown(matcher, intents[1:], brand.SETTINGS, encoder) is None
    retitled = [replace(intents[0], title="Un altro titolo"), *intents[1:]]
    assert grown(matcher, retitled, brand.SETTINGS, encoder) is None
    shorter = replace(intents[0].examples["it"], say=intents[0].examples["it"].say[1:])
    fewer = [replace(intents[0], examples={**intents[0].examples, "it": shorter}), *intents[1:]]
    assert grown(matcher, fewer, brand.SETTINGS, encoder) is None
    many = [f"frase numero {at} sulla sim persa" for at in range(adding.MOST + 1)]
    assert grown(matcher, taught("sim_smarrita", *many), brand.SETTINGS, encoder) is None


def test_titles_that_lead_astray_are_left_out() -> None:
    names = {
        "la fattura": "la ricarica non arriva",
        "il telefono": "la fattura è alta",
        "la ricarica": "il telefono non prende",
    }
    intents = [
        Intent(name=name, topic="", title=name, file=f"{name}.toml", examples={"it": _examples(text)})
        for name, text in names.items()
    ]
    fitted = fit(intents, Settings(brand=brand.SETTINGS.brand), None)
    assert isinstance(fitted, FittedMatcher)
    assert fitted.model is not None
    assert Kind.TITLE not in {lesson.kind for lesson in fitted.model.lessons}


def _examples(text: str) -> Examples:
    lines = (f"{word} {text}" for word in ("ciao", "oggi", "qui"))
    return Examples(say=tuple(Utterance(text=line, file="prova.toml", line=1) for line in lines))


def test_very_many_examples_are_answered_through_landmarks(monkeypatch: pytest.MonkeyPatch) -> None:
    exact = fit(brand.intents(), brand.SETTINGS, None)
    monkeypatch.setattr(fitting, "EXACT", 100)
    monkeypatch.setattr(fitting, "LANDMARKS", 90)
    through = fit(brand.intents(), brand.SETTINGS, None)
    assert isinstance(through, FittedMatcher)
    assert through.model is not None
    assert through.model.channels.size == len(through.model.lessons) == 90
    said = [
        line.text for intent in brand.intents() for group in intent.examples.values() for line in group.say
    ]
    pairs = zip(through.best_of(said), exact.best_of(said), strict=True)
    same = [one is not None and other is not None and one.intent == other.intent for one, other in pairs]
    assert sum(same) >= 0.9 * len(said)
    assert grown(through, taught("sim_smarrita", NEW), brand.SETTINGS, None) is None


@given(
    st.lists(st.tuples(st.floats(0.01, 0.99), st.booleans()), min_size=1, max_size=80), st.floats(0.5, 0.99)
)
def test_above_the_threshold_the_wished_part_was_right(seen: list[tuple[float, bool]], wished: float) -> None:
    confidences, right = (np.array(column, dtype=float) for column in zip(*seen, strict=True))
    worth = Worth(
        sharpness=1.0, head=Head(), confidences=confidences, right=right, weights=np.ones(len(seen))
    )
    above = worth.threshold_for(wished)
    answered = confidences >= above
    if above < 1.0:
        assert right[answered].mean() >= wished - 1e-9
        assert confidences[answered].mean() >= wished - 1e-9


def test_confidences_that_are_equal_are_answered_together_or_not_at_all() -> None:
    same = np.full(40, 0.95)
    right = np.array([1.0] * 20 + [0.0] * 20)
    worth = Worth(sharpness=1.0, head=Head(), confidences=same, right=right, weights=np.ones(40))
    assert worth.threshold_for(0.9) == 1.0


def test_a_wished_precision_is_the_threshold_in_force(encoder: Encoder) -> None:
    wished = replace(brand.SETTINGS, matching=replace(brand.SETTINGS.matching, precision=0.95))
    plain, strict = (fit(brand.intents(), settings, encoder) for settings in (brand.SETTINGS, wished))
    assert strict.threshold_for(0.95) == plain.threshold_for(0.95)
    assert 0.0 < strict.threshold_for(0.9) <= strict.threshold_for(0.95) <= strict.threshold_for(0.99) <= 1.0
    assert fit([], brand.SETTINGS, encoder).threshold_for(0.95) == 1.0


def test_a_memory_works_out_a_key_once_and_forgets_the_oldest() -> None:
    asked: list[int] = []
    memory: Memory[int, int] = Memory(most=3)

    def twice(key: int) -> int:
        def work_out() -> int:
            asked.append(key)
            return 2 * key

        return memory.recall(key, work_out)

    assert [twice(key) for key in (1, 2, 1, 3, 4, 1, 2)] == [2, 4, 2, 6, 8, 2, 4]
    assert asked == [1, 2, 3, 4, 2]
