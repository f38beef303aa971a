"""Which of our languages a browser asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model.accept import preferred


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("it-IT,it;q=0.9,en;q=0.8", "it"),
        ("fr,en;q=0.5,it;q=0.4", "en"),
        ("it;q=0.1,en;q=0.9", "en"),
        ("EN-us", "en"),
        ("it;q=0,fr", "en"),
        ("*", "en"),
        ("", "en"),
        ("it;q=x", "en"),
    ],
)
def test_the_best_liked_language_we_have_wins(header: str, language: str) -> None:
    assert preferred(header, ("en", "it")) == language


@given(st.text(max_size=80))
def test_any_header_gives_a_language_we_have(header: str) -> None:
    assert preferred(header, ("it", "en")) in {"it", "en"}
