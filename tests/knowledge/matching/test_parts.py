"""The matcher's parts, each against its law: n-grams, kernel, calibration, clauses, spelling."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.knowledge.matching import background
from bot.knowledge.matching.calibration import Head, best_sharpness, fit_head, softmax
from bot.knowledge.matching.clauses import readings
from bot.knowledge.matching.kernel import blend, left_out, solve, strangeness
from bot.knowledge.matching.lessons import with_samples
from bot.knowledge.matching.ngrams import PLACES, Ngrams, Postings
from bot.knowledge.matching.spelling import Speller
from tests.knowledge.matching import brand

TEXTS = [
    "la ricarica non va",
    "la ricarica non arriva",
    "internet lento",
    "ho perso la sim",
    "perso il telefono",
]


def letters_among(texts: list[str]) -> Any:
    """Give the cosines (n, n) of texts' words and letters."""
    vectors = Ngrams(texts).vectors()
    return np.clip(vectors.T @ vectors, 0.0, 1.0)


def test_a_taught_text_has_the_vector_it_is_compared_with() -> None:
    ngrams = Ngrams(TEXTS)
    vectors = ngrams.vectors()
    assert np.stack([ngrams.dense(text) for text in TEXTS]) == pytest.approx(vectors.T, abs=1e-6)
    matrix = vectors.T @ vectors
    assert matrix[0, 1] > matrix[0, 2]


def test_only_the_places_of_a_text_are_looked_at_and_nothing_is_lost() -> None:
    ngrams = Ngrams(TEXTS)
    vectors = ngrams.vectors()
    for text in (*TEXTS, "internet non va", "жжж", ""):
        found = Postings(vectors).cosines(*ngrams.sparse(text))
        assert found == pytest.approx(ngrams.dense(text) @ vectors, abs=1e-5)


def test_a_text_of_unknown_letters_is_like_nothing() -> None:
    assert Ngrams(TEXTS).dense("жжж").tolist() == [0.0] * PLACES


def test_leaving_out_in_closed_form_is_leaving_out_for_real() -> None:
    kernel = blend(None, letters_among(TEXTS), 1.0)
    targets = np.eye(3)[[0, 0, 1, 2, 2]]
    groups = [[0], [1, 0], [2], [3, 4], [4]]
    quick = left_out(solve(kernel, targets), groups)
    for row, group in enumerate(groups):
        rest = [at for at in range(len(TEXTS)) if at not in group]
        slow = kernel[row, rest] @ solve(kernel[np.ix_(rest, rest)], targets[rest]).weights
        assert quick[row] == pytest.approx(slow, abs=1e-5)


def test_an_example_is_less_strange_than_a_new_text() -> None:
    ngrams = Ngrams(TEXTS)
    vectors = ngrams.vectors()
    ridge = solve(blend(None, letters_among(TEXTS), 1.0), np.zeros((len(TEXTS), 1)))
    known, new = (blend(None, ngrams.dense(text) @ vectors, 1.0)[None, :] for text in (TEXTS[0], "xyz"))
    assert strangeness(ridge.factor, known)[0] < 0.2 < strangeness(ridge.factor, new)[0]


def test_sharpness_follows_how_clear_the_scores_are() -> None:
    labels = np.array([0, 1, 0, 1] * 10)
    clear = np.eye(2)[labels] * 0.5
    muddled = clear.copy()
    muddled[::3] = muddled[::3, ::-1]
    assert best_sharpness(clear, labels)[0] > best_sharpness(muddled, labels)[0]


def test_shares_sum_to_one_however_large_the_scores() -> None:
    assert softmax(np.array([[1e6, 0.0, -1e6]]), 60.0).sum() == pytest.approx(1.0)


def test_a_head_learns_how_often_shares_are_right() -> None:
    generator = np.random.default_rng(7)
    shares = generator.dirichlet([0.6, 0.6, 0.6, 0.4], 6000)
    truth = Head(slope=0.6, background=-0.2, offset=0.3).right(shares)
    right = (generator.uniform(size=6000) < truth).astype(float)
    head = fit_head(shares, right, np.ones(6000), prior=1.0)
    assert np.abs(head.right(shares) - truth).mean() < 0.02


def test_a_head_without_evidence_takes_shares_at_their_word() -> None:
    head = fit_head(np.zeros((0, 3)), np.array([]), np.array([]), prior=3.0)
    shares = np.array([[0.2, 0.8, 0.0], [0.35, 0.15, 0.5]])
    assert head.right(shares) == pytest.approx([0.8, 0.7])


@pytest.mark.parametrize(
    ("copy", "parts"),
    [
        ("la ricarica non va", ("la ricarica non va",)),
        ("ciao", ("ciao",)),
        ("ciao, la ricarica non va", ("la ricarica non va", "ciao, la ricarica non va")),
        ("ciao! grazie", ("ciao! grazie",)),
        (
            "sono in treno. la ricarica non va. grazie mille",
            (
                "sono in treno. la ricarica non va",
                "sono in treno",
                "la ricarica non va",
            ),
        ),
        ("hicloud non va", ("hicloud non va",)),
    ],
)
def test_a_text_is_read_by_its_parts_without_courtesies(copy: str, parts: tuple[str, ...]) -> None:
    found = readings(copy)
    assert set(parts) <= set(found)
    assert found[0] == parts[0]


def test_a_ramble_is_read_in_few_parts() -> None:
    assert len(readings("una frase qui. " * 200)) <= 8
    assert len(readings(". ".join(f"frase numero {at} qui" for at in range(200)))) <= 8


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("la ricrica non va", "la ricarica non va"),
        ("la riacrica non va", "la ricarica non va"),
        ("il costo della ricarica", "il costo della ricarica"),
        ("xyzxyz", "xyzxyz"),
        ("sin", "sin"),
    ],
)
def test_only_clear_slips_are_put_right(written: str, read: str) -> None:
    speller = Speller(["la ricarica non va", "quanto costa", "la sim"], {"costo", "della"}.__contains__)
    repaired, changes = speller.repair(written)
    assert repaired == read
    assert bool(changes) == (written != read)


def test_a_word_between_two_is_left_alone() -> None:
    assert Speller(["carta", "certa"], None).repair("corta") == ("corta", ())


def test_slots_in_sentences_are_taught_with_a_likely_value() -> None:
    assert with_samples("ricarica da {importo}", brand.SETTINGS.slots) == "ricarica da 20 euro"
    assert with_samples("il {tipo_di_guasto}", brand.SETTINGS.slots) == "il tipo di guasto"


def test_the_background_says_nothing_twice() -> None:
    sentences = background.sentences()
    assert len(set(sentences)) == len(sentences) > 120
