"""A text whose name is missing still reads as if nobody had been named."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.replies.tidy import HOLE, tidy


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ciao ∅, la ricarica", "Ciao, la ricarica"),
        ("Ciao ∅!", "Ciao!"),
        ("∅, ho visto: verifico", "Ho visto: verifico"),
        ("∅ ciao", "Ciao"),
        ("Grazie, ∅.", "Grazie."),
        ("Grazie, ∅!", "Grazie!"),
        ("Sì, ∅, ti confermo", "Sì, ti confermo"),
        ("Fatto. ∅, ti scriviamo", "Fatto. Ti scriviamo"),
        ("Fatto!\n∅, ti scriviamo", "Fatto!\nTi scriviamo"),
        ("Per te (∅) c'è posta", "Per te c'è posta"),
        ("Scusa ∅ se insistiamo", "Scusa se insistiamo"),
        ("Ciao ∅", "Ciao"),
        ("Ciao ∅\nche succede", "Ciao\nche succede"),
        ("∅: è tutto pronto", "È tutto pronto"),
        ("Ciao ∅… eccoci", "Ciao… eccoci"),
        ("prima ∅ poi ∅, fine", "prima poi, fine"),
    ],
)
def test_the_hole_is_closed(text: str, expected: str) -> None:
    assert tidy(text.replace("∅", HOLE)) == expected


@pytest.mark.parametrize("text", ["Ciao , strano", "due  spazi", "maiuscole. no", ", virgola"])
def test_the_brands_own_words_stay_as_they_are(text: str) -> None:
    assert tidy(text) == text


@settings(max_examples=150)
@given(st.text(alphabet=f"abc ,.!?()\n{HOLE}", max_size=40))
def test_no_hole_is_left_and_tidying_twice_changes_nothing(text: str) -> None:
    once = tidy(text)
    assert HOLE not in once
    assert tidy(once) == once
