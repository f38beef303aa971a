"""The time a report is about: read from what people write, on the brand's clock, within its bounds."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.calendar import make_calendars
from bot.reporting.period import MOST_DAYS, Period, WrongPeriodError, read_period
from tests.support.brand import MONDAY, small_brand

CALENDAR = make_calendars(small_brand()[0].settings.hours, {}).brand
TODAY = CALENDAR.local(MONDAY).date()
DAY = timedelta(days=1)


def period(days: str = "", first: str = "", last: str = "") -> Period:
    return read_period(days, first, last, CALENDAR, MONDAY)


def test_without_a_day_it_is_the_last_days_counted_from_now() -> None:
    assert period() == Period(since=MONDAY - 7 * DAY, until=MONDAY, days=7)
    assert period("30").since == MONDAY - 30 * DAY


def test_days_of_the_calendar_begin_and_end_at_the_brands_midnight() -> None:
    found = period("7", "2026-03-28", "2026-03-29")
    assert found.first == date(2026, 3, 28)
    local = [CALENDAR.local(moment) for moment in (found.since, found.until)]
    assert [f"{moment:%m-%d %H:%M}" for moment in local] == ["03-28 00:00", "03-30 00:00"]
    assert found.until - found.since == timedelta(hours=47), "the clocks go forward in that night"


def test_a_first_day_alone_goes_on_until_now_and_a_last_day_alone_is_one_day() -> None:
    assert (period(first=str(TODAY - 3 * DAY)).until, period(last=str(TODAY)).until) == (MONDAY, MONDAY)
    assert period(last=str(TODAY - DAY)).first == TODAY - DAY


@pytest.mark.parametrize(
    ("asked", "field", "words"),
    [
        (("0", "", ""), "days", "from 1 to 396"),
        (("viele", "", ""), "days", "“viele” is not a number of days"),
        (("", "2026-02-30", ""), "from", "February 2026 has 28 days"),
        (("", "ieri", ""), "from", "“ieri” is not a date"),
        (("", "2026-01-01..2026-01-03", ""), "from", "is not a day"),
        (("", "2026-01-03", "2026-01-01"), "to", "2026-01-01 is before 2026-01-03"),
        (("", "2090-01-01", "2090-01-02"), "from", "still to come"),
        (("", "", "2090-01-02"), "to", "still to come"),
        (("", "2020-01-01", "2026-01-01"), "to", "396 days at most"),
    ],
)
def test_what_is_no_time_is_refused_at_its_field(asked: tuple[str, str, str], field: str, words: str) -> None:
    with pytest.raises(WrongPeriodError, match=words) as caught:
        period(*asked)
    assert (caught.value.field, bool(caught.value.hint)) == (field, True)


@given(st.integers(0, 2000), st.integers(0, MOST_DAYS - 1))
def test_every_time_ends_after_it_begins_and_never_later_than_now(ago: int, length: int) -> None:
    first = TODAY - ago * DAY
    found = period(first=str(first), last=str(first + length * DAY))
    assert found.since < found.until <= MONDAY
