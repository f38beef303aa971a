"""A week's hours are said as people of the language say them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.replies.weeks import week_words
from bot.model.hours import Interval
from tests.knowledge.replies.moments import HOURS

_NINE = (Interval(9 * 60, 18 * 60),)
_HALF = (Interval(9 * 60 + 30, 12 * 60),)
_LATE = (Interval(22 * 60, 26 * 60),)
_ALWAYS = (Interval(0, 1440),)


@pytest.mark.parametrize(
    ("week", "italian", "english"),
    [
        (HOURS.week, "dal lunedì al venerdì 9-13 e 14-18", "Monday to Friday 9-13 and 14-18"),
        (
            {**dict.fromkeys(range(5), _NINE), 5: _HALF},
            "dal lunedì al venerdì 9-18, il sabato 9:30-12",
            "Monday to Friday 9-18, Saturday 9:30-12",
        ),
        (dict.fromkeys((4, 5, 6), _NINE), "dal venerdì alla domenica 9-18", "Friday to Sunday 9-18"),
        (dict.fromkeys((5, 6), _NINE), "il sabato e la domenica 9-18", "Saturday and Sunday 9-18"),
        (
            dict.fromkeys((0, 2, 4), _NINE),
            "il lunedì, il mercoledì e il venerdì 9-18",
            "Monday, Wednesday and Friday 9-18",
        ),
        (
            dict.fromkeys((0, 1, 2, 5), _NINE),
            "dal lunedì al mercoledì e il sabato 9-18",
            "Monday to Wednesday and Saturday 9-18",
        ),
        (dict.fromkeys(range(7), _NINE), "tutti i giorni 9-18", "every day 9-18"),
        (dict.fromkeys(range(7), _ALWAYS), "tutti i giorni 24 ore su 24", "every day 24 hours a day"),
        ({6: _LATE}, "la domenica 22-2", "Sunday 22-2"),
        ({0: (Interval(18 * 60, 1440),), 1: ()}, "il lunedì 18-24", "Monday 18-24"),
        ({}, "", ""),
    ],
)
def test_a_weeks_hours_are_said_as_people_do(
    week: dict[int, tuple[Interval, ...]], italian: str, english: str
) -> None:
    assert week_words(week, "it") == italian
    assert week_words(week, "en") == english


@pytest.mark.parametrize(
    ("language", "first", "last"), [("de", "Montag", "Freitag"), ("fr", "lundi", "vend")]
)
def test_other_languages_name_the_days_and_the_hours(language: str, first: str, last: str) -> None:
    said = week_words(HOURS.week, language)
    assert first in said
    assert last in said
    assert "9-13" in said


@settings(max_examples=60)
@given(st.dictionaries(st.integers(0, 6), st.sampled_from([_NINE, _HALF, _LATE, ()])))
def test_a_week_has_words_just_when_some_day_is_open(week: dict[int, tuple[Interval, ...]]) -> None:
    assert bool(week_words(week, "it")) == any(week.values())
