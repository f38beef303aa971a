"""Calendars nobody would think of, against the oracle; and the laws that hold between the answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.hours import Calendar, DayException, Interval
from tests.model.calendar_oracle import MINUTE, Oracle, walls
from tests.model.test_calendar_nights import NIGHTS, ODD

DAYS = 3
Pairs = tuple[tuple[int, int], ...]
ANCHORS = [
    *(date.fromisoformat(night) for _, night in ODD),
    date(2028, 2, 29),
    date(2027, 2, 28),
    date(2026, 12, 31),
    date(2026, 12, 7),
]


@dataclass(frozen=True, kw_only=True)
class Written:
    """A calendar as a brand would write it, in plain values."""

    zone: ZoneInfo
    week: Mapping[int, Pairs]
    exceptions: Sequence[tuple[date, date, Pairs]]
    holidays: frozenset[date]
    start: datetime

    def hours(self, day: date) -> Pairs:
        """Give the hours that begin on a day."""
        for first, last, pairs in self.exceptions:
            if first <= day <= last:
                return pairs
        return () if day in self.holidays else self.week.get(day.weekday(), ())

    def calendar(self) -> Calendar:
        return Calendar(
            zone=self.zone,
            week={day: _intervals(pairs) for day, pairs in self.week.items()},
            exceptions=tuple(
                DayException(first=first, last=last, open=_intervals(pairs))
                for first, last, pairs in self.exceptions
            ),
            holiday=lambda day: "a feast" if day in self.holidays else "",
        )


def _intervals(pairs: Pairs) -> tuple[Interval, ...]:
    return tuple(Interval(*pair) for pair in pairs)


@st.composite
def _pairs(draw: st.DrawFn) -> Pairs:
    edges = draw(st.lists(st.integers(0, 1440), max_size=6, unique=True).map(sorted))
    pairs = list(zip(edges[::2], edges[1::2], strict=False))
    if draw(st.booleans()):
        begin = draw(st.integers(pairs[-1][1] if pairs else 0, 1440))
        if begin < 1440:
            pairs.append((begin, begin + draw(st.integers(1, 1440))))
    return draw(st.sampled_from([tuple(pairs), tuple(pairs), ((0, 1440),)]))


@st.composite
def _written(draw: st.DrawFn) -> Written:
    anchor = draw(st.sampled_from(ANCHORS))
    near = st.integers(-2, 4).map(lambda days: anchor + timedelta(days=days))
    spans = st.tuples(near, st.integers(0, 3), _pairs())
    exceptions = draw(st.lists(spans, max_size=2))
    hour = draw(st.integers(0, 23))
    return Written(
        zone=ZoneInfo(draw(st.sampled_from(sorted(NIGHTS)))),
        week=draw(st.dictionaries(st.integers(0, 6), _pairs(), max_size=7)),
        exceptions=[(first, first + timedelta(days=more), pairs) for first, more, pairs in exceptions],
        holidays=draw(st.frozensets(near, max_size=2)),
        start=datetime(anchor.year, anchor.month, anchor.day, hour, tzinfo=UTC) - timedelta(days=1),
    )


_within = st.integers(0, DAYS * 1440 - 1)


@settings(max_examples=400)
@given(written=_written(), places=st.lists(_within, min_size=3, max_size=3), minutes=st.integers(0, 2000))
def test_any_calendar_answers_as_the_oracle_does(written: Written, places: list[int], minutes: int) -> None:
    calendar = written.calendar()
    oracle = Oracle(written.hours, written.start, walls(written.zone, written.start, DAYS))
    for place in places:
        moment = written.start + place * MINUTE
        assert calendar.is_open(moment) is oracle.is_open(moment)
        assert oracle.known(calendar.next_opening(moment)) == oracle.next_opening(moment)
        assert oracle.known(calendar.next_closing(moment)) == oracle.next_closing(moment)
        added = calendar.add_open_time(moment, minutes * MINUTE)
        assert oracle.known(added) == oracle.add(moment, minutes)
        assert calendar.open_time_between(written.start, moment) == oracle.between(written.start, moment)


_seconds = st.integers(0, 20 * 86_400)


@settings(max_examples=150)
@given(written=_written(), after=st.tuples(_seconds, _seconds, _seconds).map(sorted))
def test_open_time_adds_up_and_is_given_back(written: Written, after: list[int]) -> None:
    calendar = written.calendar()
    first, middle, last = (written.start + timedelta(seconds=seconds) for seconds in after)
    between = calendar.open_time_between
    assert between(first, middle) + between(middle, last) == between(first, last)
    assert timedelta(0) <= between(first, last) <= last - first
    assert between(last, first) == timedelta(0)
    assert calendar.add_open_time(first, between(first, last)) == calendar.next_opening(last)


@settings(max_examples=150)
@given(written=_written(), seconds=_seconds, spans=st.tuples(_seconds, _seconds).map(sorted))
def test_more_open_time_ends_later_and_is_exactly_what_was_asked(
    written: Written, seconds: int, spans: list[int]
) -> None:
    calendar = written.calendar()
    moment = written.start + timedelta(seconds=seconds)
    short, long = (timedelta(seconds=span / 4) for span in spans)
    sooner, later = calendar.add_open_time(moment, short), calendar.add_open_time(moment, long)
    if sooner is None:
        assert later is None
        return
    assert calendar.is_open(sooner)
    assert calendar.open_time_between(moment, sooner) == short
    assert later is None or sooner <= later


def test_a_calendar_without_an_opening_gives_nothing() -> None:
    moment = datetime(2028, 2, 29, 23, 59, tzinfo=UTC)
    gone = DayException(first=date(2020, 1, 1), last=date(2020, 1, 1), open=(Interval(0, 1440),))
    for calendar in (
        Calendar(zone=ZoneInfo("Europe/Rome"), week={}),
        Calendar(zone=ZoneInfo("Europe/Rome"), week={}, exceptions=(gone,)),
        Calendar(
            zone=ZoneInfo("Europe/Rome"), week={0: (Interval(0, 1440),)}, holiday=lambda _day: "every day"
        ),
    ):
        assert not calendar.is_open(moment)
        assert calendar.next_opening(moment) is None
        assert calendar.next_closing(moment) == moment
        assert calendar.add_open_time(moment, timedelta(0)) is None
        assert calendar.open_time_between(moment, moment + timedelta(days=800)) == timedelta(0)


def test_two_days_until_midnight_are_one_opening() -> None:
    week = dict.fromkeys(range(6), (Interval(0, 1440),))  # closed on Sundays
    calendar = Calendar(zone=ZoneInfo("Europe/Rome"), week=week)
    monday = datetime(2026, 11, 30, 12, tzinfo=calendar.zone)
    assert calendar.next_closing(monday) == datetime(2026, 12, 6, tzinfo=calendar.zone)


def test_a_night_shift_goes_on_into_a_closed_day_and_begins_none_there() -> None:
    shut = DayException(first=date(2026, 12, 25), last=date(2026, 12, 25))
    week = dict.fromkeys(range(7), (Interval(1320, 1800),))  # 22:00-06:00
    calendar = Calendar(zone=ZoneInfo("Europe/Rome"), week=week, exceptions=(shut,))
    eve = datetime(2026, 12, 24, 23, tzinfo=calendar.zone)
    assert calendar.next_closing(eve) == datetime(2026, 12, 25, 6, tzinfo=calendar.zone)
    after = calendar.next_opening(datetime(2026, 12, 25, 6, tzinfo=calendar.zone))
    assert after == datetime(2026, 12, 26, 22, tzinfo=calendar.zone)


def test_hours_that_two_days_share_count_once() -> None:
    special = DayException(first=date(2026, 12, 5), last=date(2026, 12, 5), open=(Interval(300, 600),))
    week = {4: (Interval(1320, 1800),)}  # Friday 22:00-06:00, and Saturday from 05:00 on
    calendar = Calendar(zone=ZoneInfo("Europe/Rome"), week=week, exceptions=(special,))
    friday = datetime(2026, 12, 4, 12, tzinfo=calendar.zone)
    saturday = datetime(2026, 12, 5, 12, tzinfo=calendar.zone)
    assert calendar.open_time_between(friday, saturday) == timedelta(hours=12)
    assert calendar.next_closing(friday.replace(hour=23)) == datetime(2026, 12, 5, 10, tzinfo=calendar.zone)
