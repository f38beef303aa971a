"""Moments as people type them, "sun 22:00" or "2026-12-05T10:00", and as they read them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import SetupError
from bot.model.hours import Calendar

_DAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday", "lun", "lunedì", "lunedi"),
            ("tue", "tuesday", "mar", "martedì", "martedi"),
            ("wed", "wednesday", "mer", "mercoledì", "mercoledi"),
            ("thu", "thursday", "gio", "giovedì", "giovedi"),
            ("fri", "friday", "ven", "venerdì", "venerdi"),
            ("sat", "saturday", "sab", "sabato"),
            ("sun", "sunday", "dom", "domenica"),
        )
    )
    for name in names
}
_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?")
_WEEK = 7


def read_moment(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Give the moment meant, aware, in UTC: the next such day and time after `now`, or an ISO date and time.

    A time without a zone is on the brand's wall clock. Raises SetupError for what cannot be read.
    """
    words = text.strip().lower().split()
    local = now.astimezone(zone)
    if len(words) == 1 and _CLOCK.fullmatch(words[0]):
        return _next(local, words[0], range(2))
    if len(words) == 2 and words[0] in _DAYS and _CLOCK.fullmatch(words[1]):
        ahead = (_DAYS[words[0]] - local.weekday()) % _WEEK
        return _next(local, words[1], range(ahead, ahead + _WEEK + 1, _WEEK))
    if len(words) == 2 and words[0] in {"tomorrow", "domani"} and _CLOCK.fullmatch(words[1]):
        return _next(local, words[1], range(1, 2))
    return _iso(text, zone)


def _next(local: datetime, clock: str, days: range) -> datetime:
    """Give the first of the days, counted from today, at which the clock time is still ahead."""
    hour, _, minute = clock.replace(".", ":").partition(":")
    moments = (
        (local + timedelta(days=day)).replace(
            hour=int(hour), minute=int(minute or 0), second=0, microsecond=0
        )
        for day in days
    )
    return next(moment for moment in moments if moment > local).astimezone(UTC)


def _iso(text: str, zone: ZoneInfo) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise SetupError(
            f"“{text}” is not a time", hint="write sun 22:00, mon 9, 22:30 or 2026-12-05T10:00"
        ) from error
    aware = moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def in_words(calendar: Calendar, moment: datetime) -> str:
    """Give a moment on the brand's clock: "Wednesday 9 December at 09:00"."""
    local = calendar.local(moment)
    return f"{local:%A} {local.day} {local:%B} at {local:%H:%M}"


def opening(calendar: Calendar, now: datetime) -> str:
    """Say whether the brand is open, and when that changes."""
    if calendar.is_open(now):
        closing = calendar.next_closing(now)
        return f"open now, until {in_words(calendar, closing)}" if closing else "open now, and always"
    following = calendar.next_opening(now)
    why = calendar.closure(now)
    reason = f" ({why.value})" if why is not None else ""
    if following is None:
        return f"closed now{reason}, and no opening is known"
    return f"closed now{reason}; opens {in_words(calendar, following)}"
