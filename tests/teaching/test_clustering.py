"""Grouping texts: the groups of plain average link, whatever the likeness; the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.teaching.clustering import MOST, average_link, central_first, clusters
from tests.teaching.conftest import Meanings

TEXTS = (
    "vorrei la esim sul telefono",
    "come attivo la esim sul telefono",
    "la esim non si attiva sul telefono",
    "dove trovo un negozio",
    "un negozio vicino a me, dove",
    "il meteo di domani",
)


def _plainly(likeness: Any, above: float) -> set[tuple[int, ...]]:
    """Merge the two likest groups, looking at every pair each time."""
    groups = [[at] for at in range(len(likeness))]
    while len(groups) > 1:
        pairs = [(i, j) for i in range(len(groups)) for j in range(i)]
        means = [likeness[np.ix_(groups[i], groups[j])].mean() for i, j in pairs]
        best = int(np.argmax(means))
        if means[best] < above:
            break
        i, j = pairs[best]
        groups[j] += groups.pop(i)
    return {tuple(sorted(group)) for group in groups}


@given(seed=st.integers(0, 10_000), size=st.integers(1, 24), above=st.sampled_from((0.1, 0.3, 0.5, 0.8)))
def test_following_nearest_neighbours_finds_the_groups_of_average_link(
    seed: int, size: int, above: float
) -> None:
    vectors = np.random.default_rng(seed).normal(size=(size, 4))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    likeness = vectors @ vectors.T
    assert set(average_link(likeness, above)) == _plainly(likeness, above)


def test_texts_that_say_the_same_are_together_without_an_encoder() -> None:
    assert {tuple(sorted(group)) for group in clusters(TEXTS, None)} == {(0, 1, 2), (3, 4), (5,)}


def test_texts_that_mean_the_same_are_together_with_one(meanings: Meanings) -> None:
    texts = ("auto veloce", "macchina rapida", "pizza buona", "cena ottima")
    encoder = meanings({"auto": 0, "macchina": 0, "pizza": 1, "cena": 1})
    found = clusters(texts, encoder)
    assert {tuple(sorted(group)) for group in found} == {(0, 1), (2, 3)}


def test_the_most_central_text_comes_first() -> None:
    likeness = np.array([[1.0, 0.9, 0.1], [0.9, 1.0, 0.8], [0.1, 0.8, 1.0]])
    assert central_first(likeness, (0, 1, 2)) == (1, 0, 2)


def test_the_groups_never_change() -> None:
    assert clusters(TEXTS, None) == clusters(TEXTS, None)


@pytest.mark.parametrize("texts", [(), ("solo",)])
def test_few_texts_are_no_trouble(texts: Sequence[str]) -> None:
    assert clusters(texts, None) == tuple((at,) for at in range(len(texts)))


def test_how_far_it_is_only_ever_rises() -> None:
    told: list[float] = []
    clusters([f"testo numero {n}" for n in range(300)], None, told=told.append)
    assert told == sorted(told)
    assert 0.0 <= told[0] <= told[-1] <= 1.0


def test_more_texts_than_can_be_compared_are_refused() -> None:
    with pytest.raises(ValueError, match="5000 at most"):
        clusters([""] * (MOST + 1), None)
