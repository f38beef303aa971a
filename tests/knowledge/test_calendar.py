"""Holidays of a country, a region and a file in one calendar; hours of channels and topics."""

from __future__ import annotations

from datetime import UTC, date, datetime

from bot.knowledge.calendar import make_calendar, make_calendars, read_icals, wrong_holidays
from bot.model.hours import DayException, Interval
from bot.settings.values import Hours, OtherHours
from tests.knowledge.test_ical import ICAL

OFFICE = (Interval(540, 1080),)
ALL_DAY = (Interval(0, 1440),)


def test_a_region_adds_its_own_days() -> None:
    milan = make_calendar(Hours(holidays=("IT-MI",)), {})
    italy = make_calendar(Hours(holidays=("IT",)), {})
    assert milan.holiday(date(2026, 12, 7))
    assert not italy.holiday(date(2026, 12, 7))
    assert italy.holiday(date(2031, 12, 25))


def test_all_day_events_of_a_file_are_holidays_to_their_last_day() -> None:
    hours = Hours(holidays=("ical:feste.ics", "IT"))
    calendar = make_calendar(hours, read_icals(hours, {"feste.ics": ICAL, "other.ics": "nothing"}))
    assert calendar.holiday(date(2026, 6, 29)) == "Santi Pietro e Paolo"
    holidays = [bool(calendar.holiday(date(2026, 8, day))) for day in (9, 10, 12, 13)]
    assert holidays == [False, True, True, False]
    assert calendar.holiday(date(2026, 12, 25))
    assert not calendar.holiday(date(2026, 9, 1))


def test_what_does_not_exist_is_told_with_a_hint() -> None:
    assert wrong_holidays("IT-MI", {}) is None
    assert wrong_holidays("ITA", {}) is None
    assert wrong_holidays("XX", {}) is not None
    assert wrong_holidays("IT-Milano", {}) is not None
    assert wrong_holidays("ical:no.ics", {}) == ("no file “no.ics”", "put it beside settings.toml")


def test_unknown_holidays_are_left_out() -> None:
    assert not make_calendar(Hours(holidays=("XX",)), {}).holiday(date(2026, 12, 25))


def test_a_topic_s_hours_win_over_a_channel_s_and_these_over_the_brand_s() -> None:
    hours = Hours(
        week={0: OFFICE},
        holidays=("IT",),
        channels={"x": OtherHours(week={0: OFFICE, 5: OFFICE})},
        topics={"rete": OtherHours(week=dict.fromkeys(range(7), ALL_DAY), holidays=())},
    )
    calendars = make_calendars(hours, {})
    saturday = datetime(2026, 12, 5, 10, tzinfo=UTC)
    assert not calendars.of(channel="web", topic="sim").is_open(saturday)
    assert calendars.of(channel="x").is_open(saturday)
    assert calendars.of(channel="x", topic="rete").is_open(datetime(2026, 12, 25, 3, tzinfo=UTC))
    assert calendars.of() is calendars.brand


def test_own_hours_keep_what_they_do_not_replace_and_their_exceptions_come_first() -> None:
    shut = DayException(first=date(2026, 12, 7), last=date(2026, 12, 8), note="brand")
    inside = DayException(first=date(2026, 12, 7), last=date(2026, 12, 7), open=OFFICE, note="own")
    hours = Hours(
        week={0: OFFICE, 1: OFFICE, 4: OFFICE},
        holidays=("IT",),
        exceptions=(shut,),
        channels={"x": OtherHours(exceptions=(inside,))},
        topics={"rete": OtherHours(week={})},
    )
    own = make_calendars(hours, {}).of(channel="x")
    assert own.intervals(date(2026, 12, 7)) == OFFICE
    assert own.intervals(date(2026, 12, 8)) == ()
    assert own.intervals(date(2026, 12, 25)) == ()
    assert own.intervals(date(2026, 11, 30)) == OFFICE
    assert make_calendars(hours, {}).of(topic="rete").next_opening(datetime(2026, 12, 9, tzinfo=UTC)) is None
