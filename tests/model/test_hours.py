"""Business hours: what the wall clock says is what counts, also on the two odd nights of a year."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.hours import Calendar, Closure, DayException, Interval

ROME = ZoneInfo("Europe/Rome")
ZONES = (
    "Europe/Rome",
    "Europe/London",
    "America/New_York",
    "America/Sao_Paulo",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Chatham",
    "Africa/Casablanca",
    "America/St_Johns",
    "Asia/Tehran",
    "Pacific/Apia",
    "UTC",
)
OFFICE = (Interval(9 * 60, 13 * 60), Interval(14 * 60, 18 * 60))
WEEK = dict.fromkeys(range(5), OFFICE)


def rome(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


def office(**changes: object) -> Calendar:
    return Calendar(zone=ROME, week=WEEK, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("2026-12-04T08:59", False),
        ("2026-12-04T09:00", True),
        ("2026-12-04T12:59", True),
        ("2026-12-04T13:00", False),
        ("2026-12-04T14:00", True),
        ("2026-12-04T18:00", False),
        ("2026-12-05T10:00", False),
    ],
)
def test_an_interval_includes_its_start_and_not_its_end(moment: str, is_open: bool) -> None:
    assert office().is_open(rome(moment)) is is_open


def test_the_next_opening_skips_a_bridge_of_holidays() -> None:
    feasts = {date(2026, 12, 7): "Sant’Ambrogio", date(2026, 12, 8): "Immacolata"}
    calendar = office(holiday=lambda day: feasts.get(day, ""))
    assert calendar.next_opening(rome("2026-12-05T10:00")) == rome("2026-12-09T09:00")
    assert calendar.closure(rome("2026-12-07T10:00")) is Closure.HOLIDAY


def test_a_night_shift_runs_into_the_next_day() -> None:
    calendar = Calendar(zone=ROME, week={4: (Interval(22 * 60, 30 * 60),)})
    assert calendar.is_open(rome("2026-12-05T05:59"))
    assert not calendar.is_open(rome("2026-12-05T06:00"))
    assert calendar.next_closing(rome("2026-12-04T23:00")) == rome("2026-12-05T06:00")


def test_a_day_until_midnight_has_no_closed_minute_before_the_next() -> None:
    calendar = Calendar(zone=ROME, week={day: (Interval(0, 1440),) for day in range(7)})
    assert calendar.is_open(rome("2026-12-04T23:59"))
    assert calendar.next_closing(rome("2026-12-04T12:00")) is None


def test_an_exception_wins_over_a_holiday_and_the_week() -> None:
    shut = DayException(first=date(2026, 8, 10), last=date(2026, 8, 21), note="chiusura estiva")
    calendar = office(exceptions=(shut,))
    assert calendar.closure(rome("2026-08-12T10:00")) is Closure.EXCEPTION
    assert calendar.next_opening(rome("2026-08-08T10:00")) == rome("2026-08-24T09:00")


def test_lunch_is_a_break_and_the_evening_is_night() -> None:
    assert office().closure(rome("2026-12-04T13:30")) is Closure.BREAK
    assert office().closure(rome("2026-12-04T20:00")) is Closure.NIGHT
    assert office().closure(rome("2026-12-05T10:00")) is Closure.WEEKEND
    assert office().closure(rome("2026-12-04T10:00")) is None


def test_a_calendar_with_no_opening_at_all_says_so() -> None:
    never = Calendar(zone=ROME, week={})
    assert never.next_opening(rome("2026-12-04T10:00")) is None
    assert never.add_open_time(rome("2026-12-04T10:00"), timedelta(hours=1)) is None


def test_opening_time_is_added_over_lunch_and_over_the_weekend() -> None:
    assert office().add_open_time(rome("2026-12-04T12:30"), timedelta(hours=1)) == rome("2026-12-04T14:30")
    assert office().add_open_time(rome("2026-12-04T17:30"), timedelta(hours=1)) == rome("2026-12-07T09:30")


@pytest.mark.parametrize("name", ZONES)
@pytest.mark.parametrize("night", ["2026-03-29", "2026-10-25", "2026-03-08", "2026-11-01"])
def test_open_follows_the_wall_clock_on_odd_nights(name: str, night: str) -> None:
    zone = ZoneInfo(name)
    hours = Interval(1 * 60 + 30, 4 * 60 + 15)
    calendar = Calendar(zone=zone, week=dict.fromkeys(range(7), (hours,)))
    start = datetime.fromisoformat(night).replace(tzinfo=UTC) - timedelta(hours=14)
    for step in range(4 * 40):
        moment = start + step * timedelta(minutes=15)
        wall = moment.astimezone(zone)
        assert calendar.is_open(moment) is (hours.start <= wall.hour * 60 + wall.minute < hours.end)


def test_an_opening_inside_the_hour_that_is_skipped_begins_when_the_clock_jumps() -> None:
    calendar = Calendar(zone=ROME, week={6: (Interval(150, 300),)})  # 02:30-05:00
    found = calendar.next_opening(rome("2026-03-29T00:00"))
    assert found is not None
    assert found.astimezone(ROME).strftime("%H:%M") == "03:00"


_moments = st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2028, 12, 31)).map(
    lambda naive: naive.replace(tzinfo=UTC)
)
_edges = st.lists(st.integers(0, 1440), min_size=2, max_size=6, unique=True).map(sorted)
_days = _edges.map(lambda e: tuple(Interval(a, b) for a, b in zip(e[::2], e[1::2], strict=False)))
_weeks = st.dictionaries(st.integers(0, 6), _days, min_size=1)


@settings(max_examples=60)
@given(moment=_moments, week=_weeks, zone=st.sampled_from(ZONES))
def test_the_next_opening_is_open_and_nothing_before_it_is(
    moment: datetime, week: dict[int, tuple[Interval, ...]], zone: str
) -> None:
    calendar = Calendar(zone=ZoneInfo(zone), week=week)
    opening = calendar.next_opening(moment)
    assert opening is not None
    assert opening >= moment
    assert calendar.is_open(opening)
    for share in range(8):
        between = moment + (opening - moment) * share / 8
        assert between == opening or not calendar.is_open(between)


@settings(max_examples=60)
@given(moment=_moments, week=_weeks, minutes=st.integers(0, 3000))
def test_time_added_ends_at_an_open_moment(
    moment: datetime, week: dict[int, tuple[Interval, ...]], minutes: int
) -> None:
    calendar = Calendar(zone=ROME, week=week)
    at = calendar.add_open_time(moment, timedelta(minutes=minutes))
    assert at is not None
    assert calendar.is_open(at)
    assert at - moment >= timedelta(minutes=minutes)
