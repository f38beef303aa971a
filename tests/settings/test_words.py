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


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("9-13", "write 9:00"),
        ("09:00-18.30", "write 18:30"),
        ("24:00-02:00", "write “00:00-02:00” on the next day"),
        ("09:00-09:00", "all day is “00:00-24:00”"),
        ("25-26", "from 00:00 to 24:00"),
    ],
)
def test_an_interval_that_is_nearly_right_is_shown_right(text: str, hint: str) -> None:
    with pytest.raises(WrongValueError) as wrong:
        interval(text)
    assert wrong.value.hint == hint


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


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("2026-06-31", "there is no 2026-06-31: June has 30 days", "write 2026-06-30 or 2026-07-01"),
        ("2027-02-29..2027-03-02", "there is no 2027-02-29: February 2027 has 28 days", "write 2027-02-28"),
        ("2026-12-32", "there is no 2026-12-32: December has 31 days", "write 2026-12-31 or 2027-01-01"),
        ("2026-08-10..2026-13-01", "there is no 2026-13-01: months are 01 to 12", "for example"),
        ("2026-08-00", "there is no 2026-08-00: days begin at 01", "for example"),
        ("0000-01-01", "there is no 0000-01-01: years are 0001 to 9999", "for example"),
        ("10/08/2026", "“10/08/2026” is not a date", "for example “2026-08-10..2026-08-21”"),
    ],
)
def test_a_date_that_does_not_exist_is_told_with_the_nearest_that_do(
    text: str, message: str, hint: str
) -> None:
    with pytest.raises(WrongValueError) as wrong:
        dates(text)
    assert wrong.value.message == message
    assert wrong.value.hint.startswith(hint)


def test_quiet_hours_may_be_none() -> None:
    assert quiet("21:00-08:00") == (1260, 480)
    assert quiet("none") == (0, 0)
    assert quiet("20:00-24:00") == (1200, 1440)
