"""When something may be said or promised: open hours, and outside the brand's quiet hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.knowledge.library import Knowledge

STALE = timedelta(hours=24)
"""Nothing automatic is said about what is older than this (T10, I15)."""

_QUARTER = timedelta(minutes=15)


def promise_by(knowledge: Knowledge, now: datetime) -> datetime | None:
    """Give a time by which a person can answer, in opening hours, on the next quarter; None if never open."""
    calendar = knowledge.calendar
    at = calendar.add_open_time(now, knowledge.settings.sla.first_answer)
    if at is None:
        return None
    rounded = _next_quarter(at)
    return rounded if calendar.is_open(rounded) else calendar.next_opening(rounded)


def polite(knowledge: Knowledge, at: datetime) -> datetime:
    """Give the first moment from `at` on when an automatic follow-up may be sent."""
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
