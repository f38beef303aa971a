"""When something may be said or promised: open hours, and outside the brand's quiet hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.knowledge.library import Knowledge

STALE = timedelta(hours=24)
"""Nothing automatic is said about what is older than this (T10, I15)."""

_TRIES = 8
"""So many openings are looked at: a brand may be open in quiet hours only."""

_QUARTER = timedelta(minutes=15)


def promise_by(knowledge: Knowledge, now: datetime, *, times: int = 1) -> datetime | None:
    """Give a time by which a person can answer, in opening hours, on the next quarter; None if never open.

    It is `times` the first answer's span away: a renewal that must hold takes longer.
    """
    calendar = knowledge.calendar
    at = calendar.add_open_time(now, knowledge.settings.sla.first_answer * times)
    if at is None:
        return None
    rounded = _next_quarter(at)
    return rounded if calendar.is_open(rounded) else calendar.next_opening(rounded)


def polite(knowledge: Knowledge, at: datetime) -> datetime:
    """Give the first moment from `at` on that is open and not quiet; where none is soon, one not quiet."""
    for _ in range(_TRIES):
        opening = knowledge.calendar.next_opening(at)
        later = _after_quiet(knowledge, opening if opening is not None else at)
        if later == at:
            break
        at = later
    return at


def _after_quiet(knowledge: Knowledge, at: datetime) -> datetime:
    first, last = knowledge.settings.follow_ups.quiet
    local = knowledge.calendar.local(at)
    minute = local.hour * 60 + local.minute
    if not _within(minute, first, last):
        return at
    wait = timedelta(minutes=(last - minute) % 1440)
    wall = (local.replace(tzinfo=None) + wait).replace(second=0, microsecond=0)
    return wall.replace(tzinfo=local.tzinfo).astimezone(at.tzinfo)


def _within(minute: int, first: int, last: int) -> bool:
    if first <= last:
        return first <= minute < last
    return minute >= first or minute < last


def _next_quarter(at: datetime) -> datetime:
    past = timedelta(minutes=at.minute % 15, seconds=at.second, microseconds=at.microsecond)
    return at if not past else at - past + _QUARTER
