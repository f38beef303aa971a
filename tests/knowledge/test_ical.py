"""iCal files as calendars export them, and as they arrive when something went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.ical import ICal, read_ical

ROME = ZoneInfo("Europe/Rome")
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
END:VCALENDAR
"""
FOR_EVER = "DTSTART;VALUE=DATE:20201207"


def file(*events: str) -> str:
    """Put events into a calendar, as programs write it."""
    blocks = "\n".join(f"BEGIN:VEVENT\nUID:{n}\n{event}\nEND:VEVENT" for n, event in enumerate(events))
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n{blocks}\nEND:VCALENDAR\n"
    return text.replace("\n", "\r\n")


def read(*events: str) -> ICal:
    return read_ical("feste.ics", file(*events), ROME)


def days(calendar: ICal, *years: int) -> dict[str, str]:
    assert not calendar.problems, [str(problem) for problem in calendar.problems]
    return {str(day): name for year in years for day, name in sorted(calendar.days(year).items())}


def told(problems: Iterable[object]) -> list[str]:
    return [str(problem) for problem in problems]


def test_a_yearly_holiday_comes_every_year() -> None:
    apple = read(f"{FOR_EVER}\nDTEND;VALUE=DATE:20201208\nRRULE:FREQ=YEARLY\nSUMMARY:Sant'Ambrogio")
    assert days(apple, 2026, 2049) == {"2026-12-07": "Sant'Ambrogio", "2049-12-07": "Sant'Ambrogio"}
    assert not apple.days(2019)


def test_a_holiday_of_the_fourth_thursday_is_found() -> None:
    rule = "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"
    thanks = read(f"DTSTART;VALUE=DATE:20201126\n{rule}\nSUMMARY:Thanksgiving\nTRANSP:TRANSPARENT")
    assert list(days(thanks, 2026, 2027)) == ["2026-11-26", "2027-11-25"]


def test_the_29th_of_february_comes_in_leap_years_only() -> None:
    leap = read("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY\nSUMMARY:Bisesto")
    assert list(days(leap, 2026, 2027, 2028)) == ["2028-02-29"]


def test_a_closure_over_the_end_of_the_year_has_all_its_days() -> None:
    bridge = read("DTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20270103\nSUMMARY:Chiusura")
    assert list(days(bridge, 2026, 2027)) == ["2026-12-30", "2026-12-31", "2027-01-01", "2027-01-02"]


def test_a_duration_and_no_end_at_all_are_lengths_too() -> None:
    assert len(days(read("DTSTART;VALUE=DATE:20261207\nDURATION:P2D\nSUMMARY:A"), 2026)) == 2
    assert len(days(read("DTSTART;VALUE=DATE:20261207\nDTEND;VALUE=DATE:20261207\nSUMMARY:A"), 2026)) == 1


def test_what_was_called_off_or_moved_is_no_holiday() -> None:
    feast = f"{FOR_EVER}\nRRULE:FREQ=YEARLY\nSUMMARY:Festa\nEXDATE;VALUE=DATE:20271207"
    off = "RECURRENCE-ID;VALUE=DATE:20281207\nDTSTART;VALUE=DATE:20281207\nSTATUS:CANCELLED\nSUMMARY:Festa"
    moved = "RECURRENCE-ID;VALUE=DATE:20291207\nDTSTART;VALUE=DATE:20291210\nSUMMARY:Spostata"
    text = file(feast, "DTSTART;VALUE=DATE:20261224\nSTATUS:CANCELLED\nSUMMARY:Vigilia", off, moved)
    one_series = text.replace("UID:2", "UID:0").replace("UID:3", "UID:0")
    calendar = read_ical("feste.ics", one_series, ROME)
    found = days(calendar, 2026, 2027, 2028, 2029)
    assert found == {"2026-12-07": "Festa", "2029-12-10": "Spostata"}


def test_midnight_to_midnight_is_a_whole_day_in_the_brand_s_zone() -> None:
    outlook = "DTSTART;TZID=W. Europe Standard Time:20261207T000000"
    end = "DTEND;TZID=W. Europe Standard Time:20261209T000000"
    assert list(days(read(f"{outlook}\n{end}\nSUMMARY:Ponte"), 2026)) == ["2026-12-07", "2026-12-08"]
    utc = read("DTSTART:20261206T230000Z\nDTEND:20261207T230000Z\nSUMMARY:Ponte")
    assert list(days(utc, 2026)) == ["2026-12-07"]


def test_bom_folds_and_line_ends_do_not_matter() -> None:
    event = f"{FOR_EVER}\nSUMMARY:Sant\\, Ambro\n gio \n di Milano"
    for text in (f"\ufeff{file(event)}", file(event).replace("\r\n", "\n"), file(event).lower()):
        assert read_ical("feste.ics", text, ROME).days(2020)[date(2020, 12, 7)].lower() == (
            "sant, ambrogio di milano"
        )


def test_two_calendars_in_one_file_both_count() -> None:
    both = file(f"{FOR_EVER}\nSUMMARY:A") + file("DTSTART;VALUE=DATE:20201208\nSUMMARY:B")
    assert list(days(read_ical("feste.ics", both, ROME), 2020)) == ["2020-12-07", "2020-12-08"]


def test_an_event_with_a_time_of_day_is_left_out_and_told() -> None:
    calendar = read_ical("feste.ics", ICAL, ROME)
    assert len(calendar.days(2026)) == 4
    assert told(calendar.problems) == [
        (
            "feste.ics:12:1: warning C015 1 event has a time of day and is left out: “Riunione”   "
            "hint: only whole days are holidays; for hours of one day write an [[hours.exception]]"
        )
    ]


def test_a_uid_used_twice_is_told() -> None:
    text = file(f"{FOR_EVER}\nSUMMARY:A", "DTSTART;VALUE=DATE:20201208\nSUMMARY:B").replace("UID:1", "UID:0")
    assert told(read_ical("feste.ics", text, ROME).problems) == [
        (
            "feste.ics:9:1: warning C015 “B” has the UID of another event: only one of them counts   "
            "hint: give it a UID of its own"
        )
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("", "1:1: error C014 the file is empty"),
        (" \r\n\n", "1:1: error C014 the file is empty"),
        ("\n<!DOCTYPE html>\n", "2:1: error C014 this is a web page, not a calendar"),
        ("Natale,25/12\n", "1:1: error C014 this is not an iCal file: BEGIN:VCALENDAR is missing"),
        ("BEGIN:VCALENDAR\nEND:VCALENDAR\n", "1:1: error C014 no all-day events in the file"),
        (ICAL[:90], "2:1: error C014 BEGIN:VEVENT is never closed: the file is cut off"),
        (ICAL.replace("END:VEVENT", "END:VTODO", 1), "6:1: error C014 END:VTODO closes nothing"),
        (ICAL.replace("BEGIN:VEVENT", "garbage\nBEGIN:VEVENT", 1), "2:1: error C014 a line that is not iCal"),
        (
            ICAL.replace("20260629", "20260631"),
            "3:1: error C014 “Santi Pietro e Paolo” has a DTSTART that cannot be read",
        ),
        (
            ICAL.replace("DTSTART;VALUE=DATE:20260629\n", ""),
            "2:1: error C014 “Santi Pietro e Paolo” has no DTSTART",
        ),
        (ICAL.replace("20260813", "20260801"), "9:1: error C014 “Ferie” ends before it begins"),
        (ICAL.replace("20260813", "99991231"), "9:1: error C014 “Ferie” lasts more than a year"),
        (
            ICAL.replace("SUMMARY:Ferie", "RRULE:FREQ=SOMETIMES\nSUMMARY:Ferie"),
            "10:1: error C014 “Ferie” has a RRULE that cannot be read",
        ),
        (
            ICAL.replace("SUMMARY:Ferie", "SUMMARY:Ferie\nRRULE:FREQ=YEARLY;INTERVAL=0"),
            "11:1: error C014 “Ferie” repeats more often than every day",
        ),
        (
            ICAL.replace("SUMMARY:Ferie", "RRULE:FREQ=SECONDLY\nSUMMARY:Ferie"),
            "10:1: error C014 “Ferie” repeats more often than every day",
        ),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line_and_a_remedy(text: str, line: str) -> None:
    calendar = read_ical("feste.ics", text, ROME)
    found = told(calendar.problems)
    assert [item.split("   hint:")[0].startswith(f"feste.ics:{line}") for item in found].count(True) == 1, (
        found
    )
    assert all("   hint: " in item for item in found)
    assert not calendar.days(2026)


def test_every_problem_of_a_file_is_told_at_once() -> None:
    text = ICAL.replace("20260629", "20260631").replace("20260813", "20260801")
    assert len(read_ical("feste.ics", text, ROME).problems) == 3


REPEATING = file(
    f"{FOR_EVER}\nRRULE:FREQ=YEARLY;UNTIL=20301207\nEXDATE;VALUE=DATE:20241207\nSUMMARY:A",
    "DTSTART;TZID=Europe/Rome:20261207T000000\nDTEND;TZID=Europe/Rome:20261208T000000\nRRULE:FREQ=MONTHLY;COUNT=4",
    "RECURRENCE-ID;VALUE=DATE:20281207\nDTSTART;VALUE=DATE:20281207\nSTATUS:CANCELLED\nDURATION:P1D",
)


@pytest.mark.parametrize(
    ("event", "message"),
    [
        ("DTSTART;VALUE=DATE:20261207\nDTSTART;VALUE=DATE:20261208", "has a DTSTART that is not one date"),
        (f"{FOR_EVER}\nRRULE:UNTIL=20301207", "has an RRULE without FREQ"),
        ("DTSTART:20261207T000000\nDTEND:20261206T000000Z", "ends before it begins"),
    ],
)
def test_an_event_of_odd_parts_is_told(event: str, message: str) -> None:
    assert message in told(read(f"{event}\nSUMMARY:A").problems)[0]


@settings(max_examples=150)
@given(data=st.data())
def test_no_spoilt_file_stops_the_bot(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([ICAL, REPEATING]))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(text) - 1))
        gone = data.draw(st.integers(0, 8))
        put = data.draw(st.text("0123456789;:=,-+TZPDWMY\n ABC", max_size=2))
        text = text[:at] + put + text[at + gone :]
    calendar = read_ical("feste.ics", text, ROME)
    for year in (2020, 2026, 2028, 2099):
        assert all(day.year == year for day in calendar.days(year))
    assert all(problem.hint and 1 <= problem.line <= text.count("\n") + 1 for problem in calendar.problems)
