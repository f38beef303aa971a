"""The nights on which clocks jump, in twelve zones: every answer equals the oracle's, every 15 minutes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.model.hours import Calendar, Interval
from tests.model.calendar_oracle import Oracle, walls

NIGHTS = {
    "Europe/Rome": ("2026-03-29", "2026-10-25"),
    "Europe/London": ("2026-03-29", "2026-10-25"),
    "America/New_York": ("2026-03-08", "2026-11-01"),
    "America/St_Johns": ("2010-03-14", "2010-11-07"),  # one minute past midnight
    "America/Havana": ("2026-03-08", "2026-11-01"),  # midnight itself is skipped
    "America/Santiago": ("2026-04-05", "2026-09-06"),  # the last hour of Saturday comes twice
    "Asia/Beirut": ("2026-03-29", "2026-10-25"),  # both at midnight
    "Australia/Lord_Howe": ("2026-04-05", "2026-10-04"),  # by half an hour
    "Pacific/Chatham": ("2026-04-05", "2026-09-27"),
    "Africa/Casablanca": ("2026-02-15", "2026-03-22"),  # Ramadan
    "Pacific/Apia": ("2011-09-24", "2011-12-30"),  # the second is a whole day that never was
    "Antarctica/Troll": ("2026-03-29", "2026-10-25"),  # by two hours
}
WEEKS = {
    "in the small hours": ((90, 255), (1350, 1590)),  # 01:30-04:15, and 22:30-02:30 of the next day
    "inside the jump": ((10, 40), (130, 170), (1395, 1425)),  # 00:10-00:40, 02:10-02:50, 23:15-23:45
    "day and night": ((0, 1440),),
    "office hours": ((540, 780), (840, 1080)),
}
DAYS = 6
SPANS = (0, 15, 60, 360, 600)
ODD = [(zone, night) for zone, nights in NIGHTS.items() for night in nights]


def test_each_of_these_nights_has_a_jump() -> None:
    for zone, night in ODD:
        noon = datetime.fromisoformat(night).replace(tzinfo=UTC)
        offsets = {(noon + timedelta(hours=h)).astimezone(ZoneInfo(zone)).utcoffset() for h in (-24, 36)}
        assert len(offsets) == 2, (zone, night)


@pytest.mark.parametrize(("zone", "night"), ODD)
def test_every_answer_equals_the_oracle_s(zone: str, night: str) -> None:
    tz = ZoneInfo(zone)
    start = datetime.fromisoformat(night).replace(tzinfo=UTC) - timedelta(days=2)
    shown = walls(tz, start, DAYS)
    for name, hours in WEEKS.items():
        week = dict.fromkeys(range(7), tuple(Interval(*pair) for pair in hours))
        calendar = Calendar(zone=tz, week=week)
        oracle = Oracle(lambda _day, hours=hours: hours, start, shown)  # type: ignore[misc]
        for quarter in range(4 * 44):
            moment = start + timedelta(hours=28, minutes=15 * quarter)
            _agree(calendar, oracle, moment, f"{name}, {moment.astimezone(tz)}")


def _agree(calendar: Calendar, oracle: Oracle, moment: datetime, where: str) -> None:
    assert calendar.is_open(moment) is oracle.is_open(moment), where
    assert oracle.known(calendar.next_opening(moment)) == oracle.next_opening(moment), where
    assert oracle.known(calendar.next_closing(moment)) == oracle.next_closing(moment), where
    for hours in (0, 2, 9):
        later = moment + timedelta(hours=hours)
        assert calendar.open_time_between(moment, later) == oracle.between(moment, later), where
    for minutes in SPANS:
        added = calendar.add_open_time(moment, timedelta(minutes=minutes))
        assert oracle.known(added) == oracle.add(moment, minutes), where


def test_a_day_that_never_was_has_no_opening() -> None:
    apia = Calendar(zone=ZoneInfo("Pacific/Apia"), week={4: (Interval(540, 1080),)})  # Fridays
    thursday = datetime(2011, 12, 29, 12, tzinfo=apia.zone)
    found = apia.next_opening(thursday)
    assert found is not None
    assert found.astimezone(apia.zone).date() == date(2012, 1, 6)
