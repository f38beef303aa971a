"""Durations, hours, days and dates as people write them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.model.hours import Interval
from bot.settings.words import WrongValueError, dates, days, duration, interval, quiet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2m", timedelta(minutes=2)),
        ("1h", timedelta(hours=1)),
        ("1h 30m", timedelta(minutes=90)),
        ("1d", timedelta(days=1)),
        ("2 weeks", timedelta(weeks=2)),
        ("18 months", timedelta(days=548)),
        ("1 year", timedelta(days=365)),
        ("90s", timedelta(seconds=90)),
        ("3 Days", timedelta(days=3)),
    ],
)
def test_a_duration_is_words(text: str, expected: timedelta) -> None:
    assert duration(text) == expected


@pytest.mark.parametrize("text", ["", "soon", "2", "2x", "h", "0m", "-1h", "1h soon", "1.5h"])
def test_what_is_no_duration_is_told(text: str) -> None:
    with pytest.raises(WrongValueError):
        duration(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00-13:00", Interval(540, 780)),
        ("9:00 - 13:00", Interval(540, 780)),
        ("00:00-24:00", Interval(0, 1440)),
        ("22:00-06:00", Interval(1320, 1800)),
        ("18:00–24:00", Interval(1080, 1440)),
    ],
)
def test_an_interval_is_half_open_and_may_pass_midnight(text: str, expected: Interval) -> None:
    assert interval(text) == expected


@pytest.mark.parametrize(
    "text", ["9-13", "09:00", "25:00-26:00", "09:00-09:00", "24:00-06:00", "09:60-10:00"]
)
def test_what_is_no_interval_is_told(text: str) -> None:
    with pytest.raises(WrongValueError):
        interval(text)


def test_days_are_names_ranges_and_lists() -> None:
    assert days("mon-fri") == (0, 1, 2, 3, 4)
    assert days("sat") == (5,)
    assert days("mon, wed") == (0, 2)
    assert days("fri-mon") == (4, 5, 6, 0)
    with pytest.raises(WrongValueError) as wrong:
        days("monday")
    assert wrong.value.hint == "did you mean “mon”?"


def test_dates_are_one_or_a_range() -> None:
    assert dates("2026-08-10") == (date(2026, 8, 10), date(2026, 8, 10))
    assert dates("2026-08-10..2026-08-21") == (date(2026, 8, 10), date(2026, 8, 21))
    for wrong in ("agosto", "2026-08-21..2026-08-10", "2026-13-01"):
        with pytest.raises(WrongValueError):
            dates(wrong)


def test_quiet_hours_may_be_none() -> None:
    assert quiet("21:00-08:00") == (1260, 480)
    assert quiet("none") == (0, 0)
    assert quiet("20:00-24:00") == (1200, 1440)
