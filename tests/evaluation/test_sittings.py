"""Folds are even, near copies stay together, and nobody is asked what they were taught."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clock import SystemClock
from bot.evaluation.asking import Taught, ask, run
from bot.evaluation.folds import deal, plain
from bot.evaluation.listening import Listener
from bot.evaluation.question import Question, Sort
from bot.evaluation.sittings import checking, crossing, lines_of, without
from bot.model.matching import Match
from bot.settings.values import Brand, Settings, Slot, SlotKind
from tests.evaluation.made import intent

WORDS = st.sampled_from(["ricarica", "sim", "fattura", "rete", "giga", "persa", "quando", "perché", "lenta"])
TEXTS = st.lists(WORDS, min_size=1, max_size=5).map(" ".join)
QUESTIONS = st.lists(
    st.builds(lambda text, name: Question(text=text, intent=name), TEXTS, st.sampled_from("abc")),
    min_size=1,
    max_size=40,
)


@given(QUESTIONS, st.integers(2, 6), st.integers(0, 3))
def test_every_question_has_a_fold_the_same_for_the_same_seed(
    questions: list[Question], count: int, seed: int
) -> None:
    found = deal(questions, count, seed=seed)
    assert len(found) == len(questions)
    assert set(found) <= set(range(count))
    assert found == deal(questions, count, seed=seed)


@given(QUESTIONS, st.integers(2, 6))
def test_the_same_words_are_in_one_fold_whatever_the_intent_and_the_marks(
    questions: list[Question], count: int
) -> None:
    twice = [*questions, *(Question(text=f"{item.text.upper()}!!", intent="d") for item in questions)]
    folds = deal(twice, count, seed=1)
    places: dict[str, set[int]] = {}
    for question, fold in zip(twice, folds, strict=True):
        places.setdefault(plain(question.text), set()).add(fold)
    assert all(len(found) == 1 for found in places.values())


def test_each_intent_is_dealt_evenly() -> None:
    questions = [
        Question(text=f"{name * 3}{number} {number * 7919} parola", intent=name)
        for name in "ab"
        for number in range(1, 26)
    ]
    counted = Counter(
        (question.intent, fold) for question, fold in zip(questions, deal(questions, 5, seed=1), strict=True)
    )
    assert set(counted.values()) == {5}


def test_another_seed_deals_otherwise() -> None:
    questions = [Question(text=f"{number} {number * 7919} x", intent="a") for number in range(30)]
    assert deal(questions, 5, seed=1) != deal(questions, 5, seed=2)


def test_near_copies_stay_in_one_fold_by_letters_and_by_meaning() -> None:
    texts = ["ho perso la mia sim ieri", "ho perso la mia sim ier", "dove siete", "where are you", "xy", "z"]
    questions = [Question(text=text, intent="a") for text in texts]
    by_letters = [deal(questions, 3, seed=seed) for seed in range(10)]
    assert all(folds[0] == folds[1] for folds in by_letters)

    def encode(found: object) -> object:
        assert found == texts
        vectors = np.eye(6, dtype=np.float32)
        vectors[3] = vectors[2]
        return vectors

    by_meaning = [deal(questions, 3, seed=seed, encode=encode) for seed in range(10)]
    assert all(folds[2] == folds[3] for folds in by_meaning)


def test_near_copies_never_take_more_than_a_folds_part_of_their_intent() -> None:
    questions = [Question(text=f"la ricarica di oggi numero {number}", intent="a") for number in range(10)]
    counted = Counter(deal(questions, 5, seed=1))
    assert max(counted.values()) == 2


INTENTS = (
    intent(
        "sim",
        ["ho perso la sim", "mi hanno rubato la sim", "sim smarrita"],
        ["dov'è la sim?"],
        ["quanto costa la sim"],
    ),
    intent("costo", ["quanto costa la sim", "il prezzo della sim", "quanto viene una sim"], ["sim, prezzo?"]),
)


def test_nobody_is_asked_what_they_were_taught() -> None:
    lines = lines_of(INTENTS)
    sittings = [*checking(lines), *crossing(lines, 3, seed=1)]
    asked = Counter(question for sitting in sittings for question in sitting.questions)
    assert asked == Counter(lines)
    for sitting in sittings:
        taught = without(INTENTS, sitting.held)
        told = {
            plain(line.text)
            for item in taught
            for examples in item.examples.values()
            for line in (*examples.say, *examples.near_miss)
        }
        assert not told & {plain(question.text) for question in sitting.questions}
        assert [item.name for item in taught] == ["sim", "costo"]


def test_another_versions_copy_of_a_line_is_held_out_with_it() -> None:
    others = (intent("costo", ["QUANTO COSTA LA SIM?", "a quanto la vendete"]),)
    sittings = list(crossing(lines_of(INTENTS), 3, seed=1, others=lines_of(others)))
    for sitting in sittings:
        told = {line.text for item in without(others, sitting.held) for line in item.examples["it"].say}
        asks = any(question.text == "quanto costa la sim" for question in sitting.questions)
        assert ("QUANTO COSTA LA SIM?" in told) is not asks
    same = list(crossing(lines_of(INTENTS), 3, seed=1, others=lines_of(INTENTS)))
    assert same == list(crossing(lines_of(INTENTS), 3, seed=1))


def test_a_brand_without_checks_has_no_sitting_for_them() -> None:
    assert list(checking(lines_of((intent("a", ["uno"]),)))) == []


SETTINGS = Settings(brand=Brand(name="Prova", languages=("it",)))


def test_a_run_asks_every_question_once_in_order_and_says_how_far_it_is() -> None:
    lines = lines_of(INTENTS)
    sittings = [*checking(lines), *crossing(lines, 3, seed=1)]
    told: list[tuple[int, str]] = []
    found = run(
        Taught(intents=INTENTS, settings=SETTINGS),
        sittings,
        SystemClock(),
        lambda asked, doing: told.append((asked, doing)),
    )
    assert [item.question for item in found.outcomes] == [
        question for sitting in sittings for question in sitting.questions
    ]
    assert len(found.fits) == len(sittings)
    assert told[0] == (0, "teaching")
    assert told[-1] == (len(lines), "asking")
    assert all(item.seconds >= 0 for item in found.outcomes)


class Hears:
    """An encoder that writes down what it hears."""

    name = "hears"

    def __init__(self) -> None:
        self.heard: list[str] = []

    def encode(self, texts: object) -> object:
        assert isinstance(texts, list | tuple)
        self.heard += texts
        return np.ones((len(texts), 4), dtype=np.float32) / 2


def test_questions_are_heard_by_the_encoder_without_memory() -> None:
    teaching, asking = Hears(), Hears()
    listener = Listener(teaching=teaching, asking=asking)
    taught = Taught(intents=INTENTS, settings=SETTINGS, listener=listener)
    run(taught, checking(lines_of(INTENTS)), SystemClock(), lambda _asked, _doing: None)
    assert "ho perso la sim" in teaching.heard
    assert asking.heard[0] == "…"  # the encoder is in memory before a clock runs
    assert "sim, prezzo?" in asking.heard
    assert not {"sim, prezzo?"} & set(teaching.heard)
    assert not listener.knows("sim")


class Echo:
    """A matcher that keeps what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def match(self, text: str, *, past_language: str = "", hint: str = "") -> Match:
        del past_language, hint
        self.asked.append(text)
        return Match(language="it")

    def best_of(self, texts: object) -> tuple[None, ...]:
        raise AssertionError(texts)

    def threshold_for(self, precision: float) -> float:
        return precision

    def slot(self, name: str, text: str) -> str | None:
        raise AssertionError(name, text)


@pytest.mark.parametrize(
    ("sort", "text"), [(Sort.SAY, "ho messo 20 euro"), (Sort.FILE, "ho messo {importo}")]
)
def test_slots_of_the_brands_own_lines_are_filled(sort: Sort, text: str) -> None:
    settings = Settings(brand=SETTINGS.brand, slots={"importo": Slot(name="importo", kind=SlotKind.AMOUNT)})
    matcher = Echo()
    question = Question(text="ho messo {importo}", intent="a", sort=sort)
    (found,) = ask(matcher, [question], Taught(intents=(), settings=settings), SystemClock())
    assert matcher.asked == [text]
    assert found.question is question
    assert found.confidence == 0.0
    assert not found.right
