"""Names that may be said, in public and in private."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.names import first_name, is_safe, private_name


@pytest.mark.parametrize(
    ("name", "vetted"),
    [
        ("Giulia Rossi", "Giulia"),
        ("GIULIA", "Giulia"),
        ("giulia", "Giulia"),
        ("Niccolò", "Niccolò"),
        ("D'Angelo", "D'Angelo"),
        ("anna-maria", "Anna-Maria"),
        ("Jean-Luc Picard", "Jean-Luc"),
        ("McDonald", "McDonald"),
        ("Ольга", "Ольга"),
        ("Nazario", "Nazario"),
    ],
)
def test_a_first_name_is_vetted_and_capitalised(name: str, vetted: str) -> None:
    assert first_name(name) == vetted


@pytest.mark.parametrize(
    "name",
    [
        "", "G", "Giu1ia", "giulia_r", "@giulia", "Massimilianooooo", "mArIa", "🌸 Giulia", "Giulia🌸",
        "#Giulia",
        "evil.example", "Stronzo", "str0nzo", "Strronzo", "Fuckface", "Assistenza", "Admin",
        "{{7*7}}", "Раolo",
        "Giu\u200blia", "Il Capo", "<b>Eva</b>", "O'", "-Eva", "Hitler",
    ],
)  # fmt: skip
def test_what_is_no_first_name_is_not_said_in_public(name: str) -> None:
    assert first_name(name) == ""


@pytest.mark.parametrize(
    "name", ["a@b", "#via", "www.x.it", "evil.example", "http://x", "a\nb", "x" * 41, "Gi\u202eulia"]
)
def test_what_carries_more_than_a_name_is_not_said_in_private(name: str) -> None:
    assert private_name(name) == ""


def test_a_private_name_stays_as_written() -> None:
    assert private_name("Giulia Rossi 🌸") == "Giulia Rossi 🌸"


@settings(max_examples=200)
@given(st.text(max_size=30))
def test_a_vetted_name_is_one_safe_word_of_the_name(name: str) -> None:
    vetted = first_name(name)
    assert vetted.casefold() in name.casefold() or len(vetted) == 0
    assert " " not in vetted
    assert not vetted or is_safe(vetted)
