"""Choosing among numbered sentences in one line."""

from __future__ import annotations

import pytest

from bot.cli.picking import Line, picked

LINES = [Line(text=text, language="it") for text in ("una", "due", "tre", "quattro")]


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("0", []),
        ("1", ["una"]),
        ("1 3", ["una", "tre"]),
        ("3,1", ["tre", "una"]),
        ("2-4", ["due", "tre", "quattro"]),
        ("1 1-2", ["una", "due"]),
        ("-2", ["una", "tre", "quattro"]),
        ("2 in altre parole", ["una", "in altre parole", "tre", "quattro"]),
        ("2. con 3 numeri", ["una", "con 3 numeri", "tre", "quattro"]),
    ],
)
def test_an_answer_chooses(answer: str, left: list[str]) -> None:
    found = picked(LINES, answer)
    assert found is not None
    assert [line.text for line in found] == left


@pytest.mark.parametrize("answer", ["5", "1-9", "-5", "2 -1", "sì", "9 altre", "3-1", "1-99999999999"])
def test_what_is_no_answer_chooses_nothing(answer: str) -> None:
    assert picked(LINES, answer) is None
