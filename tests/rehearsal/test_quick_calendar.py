"""A quick calendar says what the calendar says, inside its period, at its edges and outside."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.hours import Calendar, Interval
from bot.rehearsal.quick_calendar import quick
from tests.support.brand import small_brand

BRAND = small_brand()[0].calendar
NIGHTS = replace(BRAND, week={**BRAND.week, 5: (Interval(22 * 60, 30 * 60),), 6: (Interval(0, 1440),)})
NEVER = replace(BRAND, week={})
SINCE, UNTIL = datetime(2026, 10, 20, tzinfo=UTC), datetime(2026, 11, 2, tzinfo=UTC)
MOMENTS = st.datetimes(datetime(2026, 10, 10), datetime(2027, 1, 10)).map(lambda at: at.replace(tzinfo=UTC))
SPANS = st.timedeltas(timedelta(0), timedelta(days=40))


@given(calendar=st.sampled_from((BRAND, NIGHTS, NEVER)), moment=MOMENTS, span=SPANS)
def test_every_answer_is_the_same(calendar: Calendar, moment: datetime, span: timedelta) -> None:
    slow, fast = calendar, quick(calendar, SINCE, UNTIL)
    assert fast.is_open(moment) is slow.is_open(moment)
    assert fast.next_opening(moment) == slow.next_opening(moment)
    assert fast.next_closing(moment) == slow.next_closing(moment)
    assert fast.add_open_time(moment, span) == slow.add_open_time(moment, span)
    assert fast.open_time_between(moment, moment + span) == slow.open_time_between(moment, moment + span)
    assert fast.closure(moment) is slow.closure(moment)
