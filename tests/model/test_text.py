"""The storable form of a text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.text import LONGEST, LONGEST_RUN, clean


def test_lone_surrogates_and_controls_go_and_lines_stay() -> None:
    assert clean("a\ud800b\x00c\x1bd\r\ne\tf\rg") == "a\ufffdbcd\ne\tf\ng"


def test_a_tower_of_marks_is_cut() -> None:
    assert len(clean("x" + "\u0316" * 1000)) == 1 + LONGEST_RUN


def test_accents_are_composed() -> None:
    assert clean("perche\u0301") == "perch\u00e9"


def test_a_long_text_is_cut() -> None:
    assert len(clean("parola " * 100_000)) == LONGEST


@pytest.mark.parametrize("text", ["x" * 1_000_000, "a" + "\u0301\u0316" * 50_000, "é" * 1_000_000])
def test_hostile_texts_take_milliseconds(text: str) -> None:
    start = time.process_time()
    clean(text)
    assert time.process_time() - start < 0.2


@settings(max_examples=200)
@given(st.text(st.characters(), max_size=200))
def test_what_is_clean_is_storable_and_stays_as_it_is(text: str) -> None:
    once = clean(text)
    once.encode("utf-8")
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@settings(max_examples=100)
@given(st.text(st.sampled_from("ae\u0301\u0316\u0344\u0f73\u1100\u1161"), max_size=120))
def test_marks_that_compose_and_decompose_stay_clean_too(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
