"""The teaching benchmark teaches what it says it teaches."""

from __future__ import annotations

from benchmarks.teaching import ASKED, measure, sentences


def test_the_sentences_are_all_different_and_the_same_every_time() -> None:
    found = sentences(6_001)
    assert len(set(found)) == 6_001
    assert sentences(100) == found[:100]
    assert all(found)


def test_what_is_asked_was_not_taught() -> None:
    size = 100
    texts = sentences(size + 1 + ASKED)
    assert set(texts[: size + 1]).isdisjoint(texts[size + 1 :])


def test_a_size_is_measured() -> None:
    figures = measure(100, "none")
    assert (figures["examples"], figures["intents"]) == (100, 5)
    assert figures["p50_ms"] <= figures["p99_ms"]
    assert min(figures.values()) > 0
