"""Moments said as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.replies.dates import alternatives, day, opening_words, when
from tests.knowledge.replies.moments import CALENDAR, ROME, SATURDAY, TUESDAY


def _at(month: int, number: int, hour: int, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, number, hour, minute, tzinfo=ROME)


@pytest.mark.parametrize(
    ("now", "moment", "italian", "english"),
    [
        (TUESDAY, _at(12, 1, 14), "oggi alle 14", "today at 2 pm"),
        (TUESDAY, _at(12, 1, 13, 30), "oggi alle 13:30", "today at 1:30 pm"),
        (TUESDAY, _at(12, 2, 9), "domani alle 9", "tomorrow at 9 am"),
        (TUESDAY, _at(12, 2, 1), "domani all'una", "tomorrow at 1 am"),
        (TUESDAY, _at(12, 2, 1, 30), "domani all'1:30", "tomorrow at 1:30 am"),
        (TUESDAY, _at(12, 2, 12), "domani alle 12", "tomorrow at 12 pm"),
        (TUESDAY, _at(12, 2, 0), "domani alle 0:00", "tomorrow at 12 am"),
        (TUESDAY, _at(12, 4, 9), "venerdì alle 9", "on Friday at 9 am"),
        (SATURDAY, _at(12, 9, 9), "mercoledì 9 dicembre alle 9", "on Wednesday 9 December at 9 am"),
        (TUESDAY, _at(12, 15, 9), "martedì 15 dicembre alle 9", "on Tuesday 15 December at 9 am"),
        (TUESDAY, _at(2, 1, 9, year=2027), "lunedì 1º febbraio alle 9", "on Monday 1 February at 9 am"),
        (
            TUESDAY,
            _at(12, 1, 9, year=2027),
            "mercoledì 1º dicembre 2027 alle 9",
            "on Wednesday 1 December 2027 at 9 am",
        ),
        (TUESDAY, _at(11, 30, 9), "lunedì 30 novembre alle 9", "on Monday 30 November at 9 am"),
    ],
)
def test_a_moment_is_said_as_people_do(now: datetime, moment: datetime, italian: str, english: str) -> None:
    assert when(moment, now, CALENDAR, "it") == italian
    assert when(moment, now, CALENDAR, "en") == english


def test_a_plain_weekend_needs_no_date_but_a_holiday_in_between_does() -> None:
    friday = datetime(2026, 11, 27, 19, 0, tzinfo=ROME)
    assert when(_at(11, 30, 9), friday, CALENDAR, "it") == "lunedì alle 9"
    assert when(_at(12, 9, 9), SATURDAY, CALENDAR, "it") == "mercoledì 9 dicembre alle 9"


def test_english_drops_on_after_by() -> None:
    assert when(_at(12, 4, 9), TUESDAY, CALENDAR, "en", "You hear from us by ") == "Friday at 9 am"
    assert when(_at(12, 4, 9), TUESDAY, CALENDAR, "en", "By ") == "Friday at 9 am"
    assert when(_at(12, 4, 9), TUESDAY, CALENDAR, "en", "We stand by you ") == "on Friday at 9 am"


def test_today_is_the_brands_day_not_utcs() -> None:
    now = datetime(2026, 12, 1, 23, 30, tzinfo=UTC)  # already Wednesday in Rome
    assert day(datetime(2026, 12, 2, 8, 0, tzinfo=UTC), now, CALENDAR, "it") == "oggi"


@pytest.mark.parametrize("language", ["fr", "de", "es", "pt"])
def test_other_languages_name_day_and_time(language: str) -> None:
    said = when(_at(12, 15, 9, 30), TUESDAY, CALENDAR, language)
    assert "15" in said
    assert "9:30" in said or "09:30" in said


def test_todays_hours_are_said_in_words() -> None:
    assert opening_words(CALENDAR, TUESDAY, "it") == "dalle 9 alle 13 e dalle 14 alle 18"
    assert opening_words(CALENDAR, TUESDAY, "en") == "9 am to 1 pm and 2 pm to 6 pm"
    assert opening_words(CALENDAR, SATURDAY, "it") == ""


def test_alternatives_are_joined_by_or() -> None:
    assert alternatives(("A", "B", "C"), "it") == "“A”, “B” o “C”"
    assert alternatives(("A", "B"), "en") == "“A” or “B”"


@settings(max_examples=80)
@given(st.integers(0, 60 * 24 * 400), st.sampled_from(["it", "en", "fr"]))
def test_two_different_days_are_never_said_alike(minutes: int, language: str) -> None:
    moment = TUESDAY + timedelta(minutes=minutes)
    later = moment + timedelta(days=7)
    assert day(moment, TUESDAY, CALENDAR, language) != day(later, TUESDAY, CALENDAR, language)
