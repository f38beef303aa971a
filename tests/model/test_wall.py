"""Wall times: shown once, twice or never."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.model.wall import jump_over, jumps, moments

ROME = ZoneInfo("Europe/Rome")


def test_a_time_is_shown_once_twice_or_never() -> None:
    assert moments(ROME, datetime(2026, 12, 5, 10)) == (datetime(2026, 12, 5, 9, tzinfo=UTC),)
    assert moments(ROME, datetime(2026, 10, 25, 2, 30)) == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    assert moments(ROME, datetime(2026, 3, 29, 2, 30)) == ()


@pytest.mark.parametrize(
    ("zone", "wall", "before", "after"),
    [
        ("Europe/Rome", "2027-03-28T02:30", "2027-03-28T02:00", "2027-03-28T03:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:10", "2026-10-04T02:00", "2026-10-04T02:30"),
        ("America/Havana", "2026-03-08T00:00", "2026-03-08T00:00", "2026-03-08T01:00"),
        ("Pacific/Apia", "2011-12-30T15:00", "2011-12-30T00:00", "2011-12-31T00:00"),
        ("America/St_Johns", "2010-03-14T00:30", "2010-03-14T00:01", "2010-03-14T01:01"),
    ],
)
def test_a_skipped_time_names_its_jump(zone: str, wall: str, before: str, after: str) -> None:
    jump = jump_over(ZoneInfo(zone), datetime.fromisoformat(wall))
    assert jump is not None
    assert (jump.before.isoformat("T", "minutes"), jump.after.isoformat("T", "minutes")) == (before, after)
    assert jump.forward


def test_a_time_that_is_shown_has_no_jump() -> None:
    assert jump_over(ROME, datetime(2026, 10, 25, 2, 30)) is None


def test_the_jumps_of_a_year_are_found() -> None:
    start = datetime(2026, 1, 1, 0, 0, 0, 123, tzinfo=UTC)
    found = list(jumps(ROME, start, start + timedelta(days=365)))
    assert [(jump.at.isoformat(), jump.forward) for jump in found] == [
        ("2026-03-29T01:00:00+00:00", True),
        ("2026-10-25T01:00:00+00:00", False),
    ]


def test_a_zone_that_never_changes_has_none() -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC)
    assert not list(jumps(ZoneInfo("UTC"), start, start + timedelta(days=800)))
