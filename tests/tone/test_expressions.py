"""Expressions are found where a plain reading of them says, and as quickly in a long text."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.tone import Tone, tones
from bot.knowledge.tone.expressions import GAP, NO_WORD, Expressions, words

WORD = st.sampled_from(["a", "ab", "abc", "b", "ba"])
PART = st.lists(st.one_of(WORD, WORD.map(lambda word: f"{word}*")), min_size=1, max_size=2).map(" ".join)
WRITTEN = st.lists(PART, min_size=1, max_size=3).map(" … ".join)


def _plainly(written: str, text: Sequence[str]) -> bool:
    """Look for an expression with one regular expression, slowly."""
    parts = [
        " ".join(re.escape(word).replace(r"\*", r"\w*") for word in part.split())
        for part in written.split(" … ")
    ]
    gap = rf"(?: \w+){{0,{GAP}}} "
    return re.search(rf"(?:^|(?<= )){gap.join(parts)}(?= |$)", " ".join(text)) is not None


@given(written=WRITTEN, text=st.lists(WORD, max_size=14))
def test_an_expression_is_found_where_a_plain_reading_finds_it(written: str, text: list[str]) -> None:
    expressions = Expressions[str]()
    expressions.add("x", written)
    assert bool(list(expressions.found_in(text))) is _plainly(written, text)


def test_no_expression_reaches_over_a_word_that_was_taken_out() -> None:
    expressions = Expressions[str]()
    expressions.add("x", "uno … due")
    assert list(expressions.found_in(["uno", "e", "due"])) == [("x", 0, 3)]
    assert list(expressions.found_in(["uno", NO_WORD, "due"])) == []


def test_words_are_what_letters_and_figures_make() -> None:
    assert words("l'avvocato, 24 ore: c*zzo!") == ["l", "avvocato", "24", "ore", "c", "zzo"]


@pytest.mark.parametrize("text", ["", " ", "\n", "…", "***", "\u200b", "\ud800", "a" * 10_000, "🖕" * 50])
def test_any_text_can_be_listened_to(text: str) -> None:
    assert tones(text) in {(), (Tone.INSULT,)}


@given(text=st.text(max_size=300), name=st.text(max_size=40))
def test_listening_never_fails(text: str, name: str) -> None:
    found = tones(text, author=(name,))
    assert list(found) == sorted(set(found), key=list(Tone).index)
