"""Which hours hold for a channel and a topic, and how a period looks on the brand's clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.knowledge.library import Knowledge
from bot.model.hours import Calendar

_DAY = timedelta(days=1)
_AT_LEAST = timedelta(hours=2)


def calendar_of(knowledge: Knowledge, channel: str = "", topic: str = "") -> Calendar:
    """Give the opening hours that hold for a channel and topic; the brand's own where both are empty."""
    return knowledge.calendars.of(channel=channel, topic=topic)


def in_quiet(knowledge: Knowledge, moment: datetime) -> bool:
    """Tell whether a moment lies in the brand's quiet hours."""
    first, last = knowledge.settings.follow_ups.quiet
    local = knowledge.calendar.local(moment)
    minute = local.hour * 60 + local.minute
    return first <= minute < last if first <= last else minute >= first or minute < last


def last_moment(knowledge: Knowledge, last_message: datetime) -> datetime:
    """Give when the clock may stop: at the end of the day on which what was promised last falls due."""
    calendar = knowledge.calendar
    enough = max(_AT_LEAST, 2 * knowledge.settings.sla.first_answer)
    due = calendar.add_open_time(last_message, enough)
    if due is None:
        return last_message + _DAY
    midnight = _midnight_after(calendar, due)
    closing = calendar.next_closing(due)
    while closing is not None and closing < midnight:
        due = closing
        opening = calendar.next_opening(closing)
        closing = calendar.next_closing(opening) if opening is not None and opening < midnight else None
    return midnight if closing is None and calendar.is_open(due) else max(due, last_message)


def closed_spans(calendar: Calendar, since: datetime, until: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Give the stretches of a period in which it is closed."""
    at = since
    while at < until:
        closing = calendar.next_closing(at)
        if closing is None or closing >= until:
            return
        opening = calendar.next_opening(closing)
        end = min(opening, until) if opening is not None else until
        yield closing, end
        at = end


def quiet_spans(
    knowledge: Knowledge, since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """Give the stretches of a period that are quiet hours."""
    first, last = knowledge.settings.follow_ups.quiet
    calendar = knowledge.calendar
    midnight = calendar.local(since).replace(hour=0, minute=0, second=0, microsecond=0) - _DAY
    length = timedelta(minutes=(last - first) % 1440)
    while length and midnight < until:
        start = midnight + timedelta(minutes=first)
        if start < until and start + length > since:
            yield max(start, since), min(start + length, until)
        midnight += _DAY


def _midnight_after(calendar: Calendar, moment: datetime) -> datetime:
    local = calendar.local(moment)
    return (local + _DAY).replace(hour=0, minute=0, second=0, microsecond=0)
