"""Working things out quickly changes nothing: every short cut against the plain way."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.matching import fit
from bot.knowledge.matching.clauses import readings
from bot.knowledge.matching.kernel import Ridge, extended, left_out, solve, strangeness, usual_strangeness
from bot.knowledge.matching.landmarks import solve_landmarks, spread
from bot.knowledge.matching.ngrams import Ngrams
from bot.knowledge.matching.normalise import matching_copy
from bot.knowledge.ports import Encoder, Matcher
from tests.knowledge.matching import brand
from tests.knowledge.matching.plainly import features, fit_plainly, letters_of, weighed

QUESTIONS = [
    "la ricarica di ieri non è arrivata",
    "quanto costa una ricarica",
    "my phone got stolen on the train",
    "non trovo le fatture",
    "what is the tallest building in the world",
    "asdf qwerty",
]


def a_kernel(size: int) -> tuple[Any, Any]:
    """Give a kernel (n, n) of points here and there, and targets (n, 3)."""
    generator = np.random.default_rng(size)
    points = generator.normal(size=(size, 8))
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    return np.exp(points @ points.T - 1.0), np.eye(3)[generator.integers(0, 3, size)]


def inverse_of(ridge: Ridge) -> Any:
    """Give the inverse (n, n) that a solved system stands for."""
    return ridge.factor.T @ ridge.factor


@pytest.mark.parametrize("with_encoder", [True, False])
def test_the_quick_fit_answers_as_the_plain_one(encoder: Encoder, with_encoder: bool) -> None:
    mine = encoder if with_encoder else None
    plain = fit_plainly(brand.intents(), brand.SETTINGS, mine)
    quick = fit(brand.intents(), brand.SETTINGS, mine)
    names = [intent.name for intent in brand.intents()]
    for text in QUESTIONS:
        assert readings(matching_copy(text)) == (text,)
        expected = plain.confidences(text)
        found = {one.intent: one.confidence for one in quick.match(text).candidates}
        assert [found[name] for name in names] == pytest.approx(expected, abs=5.1e-5)  # rounded to 4 digits
        assert next(iter(found)) == names[expected.argmax()]


@settings(max_examples=40)
@given(st.lists(st.text("abcà _.7", max_size=12), min_size=1, max_size=90), st.text("abcdà ", max_size=20))
def test_letters_are_weighed_and_placed_as_word_by_word(texts: list[str], new: str) -> None:
    ngrams = Ngrams(texts)
    vectors = ngrams.vectors().T
    cosines = np.clip(vectors @ np.stack([*vectors, ngrams.dense(new)]).T, 0.0, 1.0)
    assert pytest.approx(letters_of(texts, [*texts, new]), abs=1e-5) == cosines.T


def test_places_keep_cosines_but_for_a_little_noise() -> None:
    texts = [f"la ricarica {at % 9} del {at % 41} non va dal giorno {at}" for at in range(120)]
    frequency = Counter(feature for text in texts for feature in features(text))
    whole = [weighed(text, frequency, len(texts)) for text in texts]
    exact = [[sum(v * other.get(f, 0.0) for f, v in one.items()) for other in whole] for one in whole]
    vectors = Ngrams(texts).vectors().T
    assert np.abs(vectors @ vectors.T - np.array(exact)).mean() < 0.04


@pytest.mark.parametrize("size", [1, 2, 64, 65, 391])
def test_inverting_by_halves_is_inverting(size: int) -> None:
    kernel, targets = a_kernel(size)
    ridge = solve(kernel, targets)
    assert inverse_of(ridge) == pytest.approx(np.linalg.inv(kernel + 0.1 * np.eye(size)), abs=1e-9)
    assert (kernel + 0.1 * np.eye(size)) @ ridge.weights == pytest.approx(targets, abs=1e-9)


def test_a_system_that_grows_is_the_system_solved_at_once() -> None:
    kernel, targets = a_kernel(80)
    ridge = solve(kernel[:76, :76], targets[:76])
    for size in range(76, 80):
        ridge = extended(ridge, kernel[size, :size], targets[size])
    whole = solve(kernel, targets)
    assert ridge.weights == pytest.approx(whole.weights, abs=1e-9)
    assert inverse_of(ridge) == pytest.approx(inverse_of(whole), abs=1e-9)


def test_what_a_system_explains_is_its_part_of_the_kernel() -> None:
    kernel, targets = a_kernel(150)
    part = solve(kernel[:70, :70], targets[:70])
    expected = 1.0 - np.einsum("ij,jk,ik->i", kernel[:, :70], inverse_of(part), kernel[:, :70])
    assert strangeness(part.factor, kernel[:, :70]) == pytest.approx(expected, abs=1e-9)


def test_landmarks_that_are_all_there_is_answer_as_the_exact_system() -> None:
    kernel, targets = a_kernel(120)
    everything = np.arange(120)
    found = solve_landmarks(
        lambda rows, columns: kernel[np.ix_(rows, columns)], targets, everything, everything
    )
    exact = solve(kernel, targets)
    assert kernel @ found.weights == pytest.approx(kernel @ exact.weights, abs=0.02)
    alone = [[row] for row in range(120)]
    assert found.left_out == pytest.approx(left_out(exact, alone), abs=0.1)


@given(st.lists(st.integers(-1, 5), min_size=1, max_size=60), st.integers(1, 70))
def test_rows_that_stand_for_all_are_spread_over_the_labels(labels: list[int], most: int) -> None:
    chosen = spread(np.array(labels), most)
    assert len(set(chosen.tolist())) == min(most, len(labels))
    for label in set(labels):
        had, kept = labels.count(label), sum(labels[row] == label for row in chosen)
        assert abs(kept - had * len(chosen) / len(labels)) < 2


def test_groups_of_all_sizes_are_left_out_as_one_by_one() -> None:
    kernel, targets = a_kernel(60)
    groups = [[row, *((row + step) % 60 for step in range(1, 1 + row % 5))] for row in range(60)]
    quick = left_out(solve(kernel, targets), groups)
    for row, group in enumerate(groups):
        rest = [at for at in range(60) if at not in group]
        slow = kernel[row, rest] @ solve(kernel[np.ix_(rest, rest)], targets[rest]).weights
        assert quick[row] == pytest.approx(slow, abs=1e-9)


def test_the_usual_strangeness_is_a_quantile() -> None:
    ridge = solve(*a_kernel(77))
    left = 1.0 / np.diag(inverse_of(ridge)) - 0.1
    for share in (0.0, 0.37, 0.99, 1.0):
        assert usual_strangeness(ridge, share) == pytest.approx(np.quantile(left, share), abs=1e-12)


def test_many_texts_at_once_are_read_as_one_by_one(encoder: Encoder, matcher: Matcher) -> None:
    texts = [*QUESTIONS, "", "😡", "ciao", QUESTIONS[0], "ciao! ho perso la sim. dove trovo le mie fatture?"]
    for one in (matcher, fit(brand.intents(), brand.SETTINGS, None), fit([], brand.SETTINGS, encoder)):
        for text, found in zip(texts, one.best_of(texts), strict=True):
            best = one.match(text).best
            assert (found and found.intent) == (best and best.intent)
            assert (found and found.source) == (best and best.source)
            if best is not None and found is not None:
                assert found.confidence == pytest.approx(best.confidence, abs=1e-4)
    assert matcher.best_of([]) == ()
    assert matcher.best_of(["", "???"]) == (None, None)
