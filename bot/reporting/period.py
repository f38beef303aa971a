"""The time a report is about: the last days, or days of the calendar; read from what people write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.model.almanac import DAY, midnight
from bot.model.hours import Calendar
from bot.settings.words import WrongValueError, dates

MOST_DAYS = 396
"""How many days a report may be about: a year and a month."""

USUAL_DAYS = 7


class WrongPeriodError(ValueError):
    """No time for a report: the message says what is wrong, `hint` what to write; `field` is where.

    `why` is one of "number", "date", "order", "future", "long".
    """

    def __init__(self, message: str, hint: str, *, field: str, why: str) -> None:
        super().__init__(message)
        self.hint, self.field, self.why = hint, field, why


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """From `since` to before `until`, both aware. Of the last days `days` says how many; else it is 0.

    Of days of the calendar `first` and `last` are the local dates, both included.
    """

    since: datetime
    until: datetime
    days: int = 0
    first: date | None = None
    last: date | None = None


def last_days(days: int, now: datetime) -> Period:
    """Give the last so many times 24 hours."""
    return Period(since=now - timedelta(days=days), until=now, days=days)


def read_period(days: str, first: str, last: str, calendar: Calendar, now: datetime) -> Period:
    """Give the time that is asked for: days of the calendar where one is given, else the last `days`.

    Without `last` the days go on until today, without `first` it is the one day. Raises WrongPeriodError.
    """
    if not first and not last:
        return last_days(_number(days), now)
    today = calendar.local(now).date()
    end = _date(last, "to") if last else today
    begin = _date(first, "from") if first else end
    if end < begin:
        raise WrongPeriodError(
            f"{end} is before {begin}", "let the first day come first", field="to", why="order"
        )
    if begin > today:
        field = "from" if first else "to"
        raise WrongPeriodError(
            f"{begin} is still to come", f"write {today} or an earlier day", field=field, why="future"
        )
    if (end - begin).days >= MOST_DAYS:
        latest = begin + timedelta(days=MOST_DAYS - 1)
        raise WrongPeriodError(
            f"a report is about {MOST_DAYS} days at most", f"end it by {latest}", field="to", why="long"
        )
    until = min(midnight(calendar, end + DAY), now)
    return Period(since=midnight(calendar, begin), until=until, first=begin, last=end)


def _number(days: str) -> int:
    if not days:
        return USUAL_DAYS
    if not days.isdecimal() or len(days) > 3 or not 1 <= int(days) <= MOST_DAYS:
        message = f"“{days}” is not a number of days from 1 to {MOST_DAYS}"
        raise WrongPeriodError(message, f"write {USUAL_DAYS} or 30", field="days", why="number")
    return int(days)


def _date(text: str, field: str) -> date:
    try:
        begin, end = dates(text)
    except WrongValueError as wrong:
        raise WrongPeriodError(wrong.message, "write it as 2026-08-10", field=field, why="date") from wrong
    if begin != end or not 2000 <= begin.year < 2100:
        raise WrongPeriodError(f"“{text}” is not a day", "write it as 2026-08-10", field=field, why="date")
    return begin
