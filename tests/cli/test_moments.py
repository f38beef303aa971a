"""Moments as people type and read them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.cli.moments import opening
from bot.errors import SetupError
from bot.model.hours import Calendar, Interval
from bot.settings.moments import read_moment

ROME = ZoneInfo("Europe/Rome")
FRIDAY = datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NOWS = st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC))


def moment_or_jump(text: str, now: datetime) -> datetime | None:
    """Read a moment of Rome's; None where its clocks jump over it."""
    try:
        return read_moment(text, ROME, now)
    except SetupError as refused:
        assert "the clocks jump from 02:00 to 03:00" in str(refused)  # noqa: PT017 - most days there is none
        return None


@settings(max_examples=200)
@given(now=NOWS, day=st.integers(0, 6), hour=st.integers(0, 23), minute=st.integers(0, 59))
def test_a_day_and_a_time_is_the_next_such_moment(now: datetime, day: int, hour: int, minute: int) -> None:
    found = moment_or_jump(f"{DAYS[day]} {hour:02}:{minute:02}", now)
    if found is None:
        return
    local = found.astimezone(ROME)
    assert now < found <= now + timedelta(days=8)
    assert local.weekday() == day
    assert (hour, minute) == (local.hour, local.minute) or local.month in {3, 10}


@settings(max_examples=100)
@given(now=NOWS, hour=st.integers(0, 23))
@example(now=datetime(2026, 3, 28, 1, tzinfo=UTC), hour=2)
def test_a_time_alone_is_within_a_day(now: datetime, hour: int) -> None:
    found = moment_or_jump(str(hour), now)
    assert (found is None and hour == 2) or (found is not None and now < found <= now + timedelta(hours=26))


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
        ("2026-12-05 10:00", "2026-12-05T09:00:00+00:00"),
        ("2026-12-5 9", "2026-12-05T08:00:00+00:00"),
        ("2026-12-05 9.30", "2026-12-05T08:30:00+00:00"),
        ("2026-10-25T02:30:00+01:00", "2026-10-25T01:30:00+00:00"),
        ("2026-10-25T02:30", "2026-10-25T00:30:00+00:00"),
        ("today 8", "2026-12-04T07:00:00+00:00"),
        ("Fri  18:30", "2026-12-04T17:30:00+00:00"),
        ("6 pm", "2026-12-04T17:00:00+00:00"),
        ("sat 12:15am", "2026-12-04T23:15:00+00:00"),
        ("in 2h", "2026-12-04T11:00:00+00:00"),
        ("+36h", "2026-12-05T21:00:00+00:00"),
        ("fra 1h 30m", "2026-12-04T10:30:00+00:00"),
    ],
)
def test_what_is_typed_is_meant_on_the_brand_s_clock(text: str, expected: str) -> None:
    assert read_moment(text, ROME, FRIDAY).isoformat() == expected


@pytest.mark.parametrize("text", ["", "soon", "sun", "sun 25:00", "99", "mon nine", "2026-13-01"])
def test_what_is_no_time_is_refused_with_examples(text: str) -> None:
    with pytest.raises(SetupError, match="is not a time") as refused:
        read_moment(text, ROME, FRIDAY)
    assert "sun 22:00" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ("monday", "“monday” is not a time of day yet", "add one: monday 9, or monday 22:00"),
        ("tomorrow", "“tomorrow” is not a time of day yet", "add one: tomorrow 9, or tomorrow 22:00"),
        ("sun 24:00", "a day ends at 24:00", "write 00:00 of the next day"),
        ("5/12 10:00", "either way round", "write the year first: 2026-12-05 10:00 or 2026-05-12 10:00"),
        ("25/12", "either way round", "write the year first: 2026-12-25"),
        ("99/99", "either way round", "write the year first: sun 22:00"),
        ("2026-06-31T10:00", "there is no 2026-06-31: June has 30 days", "write 2026-06-30 or 2026-07-01"),
        ("2027-02-29", "February 2027 has 28 days", "write 2027-02-28"),
        ("in a while", "“a while” is not a duration", "for example"),
        ("9999-12-31T23:59", "“9999-12-31T23:59” is too far away", "years go from 2000 to 2099"),
        ("0001-01-01T00:00+14:00", "is too far away", "years go from 2000 to 2099"),
        ("+99999 years", "“+99999 years” is too far away", "years go from 2000 to 2099"),
        (
            "2027-03-28T02:30",
            "there is no 2027-03-28 02:30 in Europe/Rome: the clocks jump from 02:00 to 03:00",
            "write 2027-03-28T03:30 or 2027-03-28T01:30",
        ),
    ],
)
def test_nonsense_is_a_sentence_with_a_remedy(text: str, message: str, hint: str) -> None:
    with pytest.raises(SetupError) as refused:
        read_moment(text, ROME, FRIDAY)
    assert message in str(refused.value)
    assert refused.value.hint.startswith(hint)


def test_a_time_that_the_night_skips_is_refused_and_one_it_repeats_is_the_next() -> None:
    spring = datetime(2027, 3, 28, 0, 15, tzinfo=UTC)
    for text in ("02:30", "sun 2.30", "today 02:30"):
        with pytest.raises(SetupError, match="the clocks jump from 02:00 to 03:00"):
            read_moment(text, ROME, spring)
    autumn = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)  # 02:45, for the first time
    assert read_moment("02:30", ROME, autumn) == autumn + timedelta(minutes=45)
    assert read_moment("02:50", ROME, autumn) == autumn + timedelta(minutes=5)


def test_six_hours_are_21600_seconds_on_any_night() -> None:
    for night in (datetime(2026, 10, 24, 23, 0, tzinfo=ROME), datetime(2027, 3, 27, 23, 0, tzinfo=ROME)):
        assert (read_moment("in 6h", ROME, night) - night.astimezone(UTC)).total_seconds() == 21_600


@settings(max_examples=300)
@given(text=st.text(st.sampled_from("0123456789:/-+. apmsunTZ\x00²٣"), max_size=14), now=NOWS)
def test_whatever_is_typed_is_a_moment_or_a_refusal_with_a_remedy(text: str, now: datetime) -> None:
    try:
        assert read_moment(text, ROME, now).tzinfo is UTC
    except SetupError as refused:
        assert refused.hint  # noqa: PT017 - either is fine


def test_open_and_closed_are_said_in_words() -> None:
    week = {day: (Interval(9 * 60, 18 * 60),) for day in range(5)}
    calendar = Calendar(zone=ROME, week=week)
    assert opening(calendar, FRIDAY) == "open now, until Friday 4 December at 18:00"
    closed = opening(calendar, FRIDAY + timedelta(days=1))
    assert closed == "closed now (weekend); opens Monday 7 December at 09:00"
    assert "no opening is known" in opening(Calendar(zone=ROME, week={}), FRIDAY)
