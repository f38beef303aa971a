"""One iCal event as the calendar needs it: its name, and the whole days it covers.

An event is icalendar's own mapping of properties, whose values are typed as anything.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.model.text import clean

_DAY = timedelta(days=1)


def name_of(event: Any) -> str:
    """Give the event's name on one line."""
    return " ".join(clean(str(event.get("SUMMARY", ""))).split()) or "holiday"


def is_cancelled(event: Any) -> bool:
    """Tell whether the event, or this one time of it, was called off."""
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def start_of(event: Any) -> date:
    """Give the beginning: a datetime where it has a time of day."""
    found: date = event["DTSTART"].dt
    return found


def end_of(event: Any) -> date:
    """Give the end, not included: as written, else after the duration; without either it is the start."""
    if "DTEND" in event:
        found: date = event["DTEND"].dt
        return found
    length: timedelta = event["DURATION"].dt if "DURATION" in event else timedelta(0)
    return start_of(event) + length


def whole_days(event: Any, zone: ZoneInfo) -> tuple[date, date] | None:
    """Give the first day and the one after the last; None for an event with a time of day."""
    start, end = start_of(event), end_of(event)
    if isinstance(start, datetime) and isinstance(end, datetime):
        first, last = _midnight(start, zone), _midnight(end, zone)
        return (first, last) if first is not None and last is not None and first < last else None
    if isinstance(start, datetime) or isinstance(end, datetime):
        return None
    return start, max(end, start + _DAY)


def _midnight(moment: datetime, zone: ZoneInfo) -> date | None:
    local = moment.astimezone(zone) if moment.tzinfo is not None else moment
    return local.date() if local.time() == time(0) else None
