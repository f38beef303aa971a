"""Moments as people type and read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.moments import opening, read_moment
from bot.errors import SetupError
from bot.model.hours import Calendar, Interval

ROME = ZoneInfo("Europe/Rome")
FRIDAY = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


@settings(max_examples=200)
@given(now=NOWS, day=st.integers(0, 6), hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_a_day_and_a_time_is_the_next_such_moment(now: datetime, day: int, hour: int, minute: int) -> None:
    found = read_moment(f"{DAYS[day]} {hour:02}:{minute:02}", ROME, now)
    local = found.astimezone(ROME)
    assert now < found <= now + timedelta(days=8)
    assert local.weekday() == day
    assert (hour, minute) == (local.hour, local.minute) or local.month in {3, 10}


@settings(max_examples=100)
@given(now=NOWS, hour=st.integers(0, 23))
def test_a_time_alone_is_within_a_day(now: datetime, hour: int) -> None:
    assert now < read_moment(str(hour), ROME, now) <= now + timedelta(hours=26)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sun 22:00", "2026-12-06T21:00:00+00:00"),
        ("domenica 22", "2026-12-06T21:00:00+00:00"),
        ("mon 9", "2026-12-07T08:00:00+00:00"),
        ("fri 10:00", "2026-12-11T09:00:00+00:00"),
        ("10:30", "2026-12-04T09:30:00+00:00"),
        ("tomorrow 9", "2026-12-05T08:00:00+00:00"),
        ("2026-12-05T10:00", "2026-12-05T09:00:00+00:00"),
        ("2026-12-05T10:00:00Z", "2026-12-05T10:00:00+00:00"),
        ("2026-12-05", "2026-12-04T23:00:00+00:00"),
    ],
)
def test_what_is_typed_is_meant_on_the_brand_s_clock(text: str, expected: str) -> None:
    assert read_moment(text, ROME, FRIDAY).isoformat() == expected


@pytest.mark.parametrize("text", ["", "soon", "sun", "sun 25:00", "99", "mon nine", "2026-13-01"])
def test_what_is_no_time_is_refused_with_examples(text: str) -> None:
    with pytest.raises(SetupError, match="is not a time") as refused:
        read_moment(text, ROME, FRIDAY)
    assert "sun 22:00" in refused.value.hint


def test_open_and_closed_are_said_in_words() -> None:
    week = {day: (Interval(9 * 60, 18 * 60),) for day in range(5)}
    calendar = Calendar(zone=ROME, week=week)
    assert opening(calendar, FRIDAY) == "open now, until Friday 4 December at 18:00"
    closed = opening(calendar, FRIDAY + timedelta(days=1))
    assert closed == "closed now (weekend); opens Monday 7 December at 09:00"
    assert "no opening is known" in opening(Calendar(zone=ROME, week={}), FRIDAY)
