"""How people's text and times are shown."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta
from html import unescape
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.show import moment, shown, span_key
from tests.fakes.clock import NOON

ROME = ZoneInfo("Europe/Rome")
HIDDEN = st.sampled_from("\u200b\u200c\u200d\u200e\u202e\u2066\ufeff\u00ad\U000e0041\u2028")


@given(st.text(st.one_of(st.characters(), HIDDEN), max_size=40))
def test_shown_text_has_no_markup_of_its_own_and_no_hidden_mark(text: str) -> None:
    html = str(shown(text))
    inside = html.removeprefix('<bdi dir="auto">').removesuffix("</bdi>")
    marks = re.findall(r'<span class="mark" title="U\+[0-9A-F]{4,6}">[A-Z0-9+]+</span>', inside)
    rest = inside
    for mark in marks:
        rest = rest.replace(mark, "")
    assert "<" not in rest
    assert ">" not in rest
    left = [letter for letter in unescape(rest) if letter not in "\n\t\u200d"]
    assert not [
        letter for letter in left if unicodedata.category(letter) in {"Cf", "Cc"} and ord(letter) < 0xE0000
    ]


@given(st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=40))
def test_ordinary_text_is_shown_as_it_is(text: str) -> None:
    assert unescape(str(shown(text))) == f'<bdi dir="auto">{text}</bdi>'


@pytest.mark.parametrize("emoji", ["👩‍💻", "❤️‍🔥", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👍🏽"])
def test_joiners_inside_emoji_are_not_marks(emoji: str) -> None:
    assert str(shown(emoji)) == f'<bdi dir="auto">{emoji}</bdi>'


def test_words_hidden_in_tags_are_seen() -> None:
    hidden = "ciao" + "".join(chr(0xE0000 + ord(letter)) for letter in "rm")
    assert str(shown(hidden)).count('class="mark"') == 2


@pytest.mark.parametrize(
    ("at", "language", "expected"),
    [
        (NOON, "it", "13:00"),
        (NOON - timedelta(days=1), "it", "mar 8 dic, 13:00"),
        (NOON - timedelta(days=1), "en", "Tue 8 Dec, 13:00"),
        (datetime(2025, 1, 2, 23, 30, tzinfo=UTC), "it", "3 gen 2025, 00:30"),
        (datetime(2026, 12, 8, 23, 30, tzinfo=UTC), "it", "00:30"),
    ],
)
def test_a_time_is_the_brands_local_time(at: datetime, language: str, expected: str) -> None:
    assert moment(at, NOON, ROME, language) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (-5, ("moment", 0)),
        (0.5, ("moment", 0)),
        (1, ("minutes", 1)),
        (89, ("minutes", 89)),
        (90, ("hours", 2)),
        (47 * 60, ("hours", 47)),
        (72 * 60, ("days", 3)),
    ],
)
def test_a_span_is_told_in_the_unit_people_use(minutes: float, expected: tuple[str, int]) -> None:
    assert span_key(timedelta(minutes=minutes)) == expected
