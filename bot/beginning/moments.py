"""The moments at which a new brand looks at its acknowledgement."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from bot.model.hours import Calendar, Closure
from bot.model.wall import moments
from bot.service.told import AT_THE_WEEKEND, IN_THE_EVENING, ON_A_HOLIDAY, Occasion, occasions

BEFORE_A_HOLIDAY = "before a holiday"

_TWENTY = time(20)
_YEAR = 366


def closed_moments(calendar: Calendar, now: datetime) -> tuple[Occasion, ...]:
    """Give the next evening, weekend and holiday, and the next evening before one, of those there are."""
    usual = (
        item
        for item in occasions(calendar, now, _YEAR)
        if item.what in {IN_THE_EVENING, AT_THE_WEEKEND, ON_A_HOLIDAY}
    )
    before = next(_eves(calendar, now), None)
    found = (*usual, before) if before is not None else tuple(usual)
    return tuple(sorted(found, key=lambda item: item.at))


def _eves(calendar: Calendar, now: datetime) -> Iterator[Occasion]:
    """Give the evenings before holidays, where the evening itself is closed and none."""
    today = calendar.local(now).date()
    for offset in range(_YEAR):
        day = today + timedelta(days=offset)
        eve, morrow = (
            moments(calendar.zone, datetime.combine(date, _TWENTY))[:1]
            for date in (day, day + timedelta(days=1))
        )
        if eve and morrow and eve[0] >= now and _is_eve(calendar, eve[0], morrow[0]):
            yield Occasion(at=eve[0], what=BEFORE_A_HOLIDAY)


def _is_eve(calendar: Calendar, evening: datetime, morrow: datetime) -> bool:
    if not _is_holiday(calendar, morrow) or _is_holiday(calendar, evening):
        return False
    return not calendar.is_open(evening)


def _is_holiday(calendar: Calendar, moment: datetime) -> bool:
    return calendar.closure(moment) is Closure.HOLIDAY
