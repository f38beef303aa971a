"""Holidays of a country, a region and a file, in one calendar."""

from __future__ import annotations

from datetime import date

from bot.knowledge.calendar import make_calendar, wrong_holidays
from bot.settings.values import Hours

ICAL = """\
BEGIN:VCALENDAR
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260629
SUMMARY:Santi Pietro
  e Paolo
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20260810
DTEND;VALUE=DATE:20260813
SUMMARY:Ferie
END:VEVENT
BEGIN:VEVENT
DTSTART:20260901T100000Z
SUMMARY:Riunione
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261399
END:VEVENT
END:VCALENDAR
"""


def test_a_region_adds_its_own_days() -> None:
    milan = make_calendar(Hours(holidays=("IT-MI",)), {})
    italy = make_calendar(Hours(holidays=("IT",)), {})
    assert milan.holiday(date(2026, 12, 7))
    assert not italy.holiday(date(2026, 12, 7))
    assert italy.holiday(date(2031, 12, 25))


def test_all_day_events_of_a_file_are_holidays_to_their_last_day() -> None:
    calendar = make_calendar(Hours(holidays=("ical:feste.ics",)), {"feste.ics": ICAL})
    assert calendar.holiday(date(2026, 6, 29)) == "Santi Pietro e Paolo"
    assert [bool(calendar.holiday(date(2026, 8, day))) for day in (9, 10, 12, 13)] == [
        False,
        True,
        True,
        False,
    ]
    assert not calendar.holiday(date(2026, 9, 1))


def test_what_does_not_exist_is_told_with_a_hint() -> None:
    assert wrong_holidays("IT-MI", {}) is None
    assert wrong_holidays("ITA", {}) is None
    assert wrong_holidays("XX", {}) is not None
    assert wrong_holidays("IT-Milano", {}) is not None
    assert wrong_holidays("ical:no.ics", {}) == ("no file “no.ics”", "put it beside settings.toml")
    assert wrong_holidays("ical:no.ics", {"no.ics": "BEGIN:VCALENDAR"}) is not None


def test_unknown_holidays_are_left_out() -> None:
    assert not make_calendar(Hours(holidays=("XX",)), {}).holiday(date(2026, 12, 25))
