"""Opening time looked up among many moments is what the calendar itself counts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.hours import Calendar, DayException, Interval
from bot.reporting.opening import Opening

ROME = ZoneInfo("Europe/Rome")
DAY_SHIFT, NIGHT = (Interval(540, 780), Interval(840, 1080)), (Interval(1320, 1800),)
SPRING = datetime(2026, 3, 20, tzinfo=UTC)  # the clocks go forward on the 29th

CALENDARS = st.builds(
    Calendar,
    zone=st.just(ROME),
    week=st.dictionaries(st.integers(0, 6), st.sampled_from([DAY_SHIFT, NIGHT, (Interval(0, 1440),)])),
    exceptions=st.sampled_from(
        [(), (DayException(first=SPRING.date(), last=SPRING.date() + timedelta(days=9), open=DAY_SHIFT),)]
    ),
)
MOMENTS = st.lists(
    st.integers(0, 21 * 1440).map(lambda minutes: SPRING + timedelta(minutes=minutes)), min_size=2, max_size=8
)


@settings(max_examples=150)
@given(CALENDARS, MOMENTS)
def test_opening_time_is_the_calendars_own_for_every_pair_of_moments(
    calendar: Calendar, moments: list[datetime]
) -> None:
    opening = Opening(calendar, moments)
    for first in moments:
        for last in moments:
            assert opening.between(first, last) == calendar.open_time_between(first, last)


def test_without_moments_there_is_nothing_to_lay_out() -> None:
    Opening(Calendar(zone=ROME, week={}), ())
