"""Moments as people type them: “sun 22:00”, “+2h”, “2026-12-05T10:00”."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time, timedelta
from typing import NoReturn
from zoneinfo import ZoneInfo

from bot.errors import SetupError
from bot.model.wall import SkippedError, moment_at, moments
from bot.settings.words import WrongValueError, duration, no_such_date

_DAYS = {
    name: number
    for number, names in enumerate(
        (
            ("mon", "monday", "lun", "lunedì", "lunedi"),
            ("tue", "tues", "tuesday", "mar", "martedì", "martedi"),
            ("wed", "wednesday", "mer", "mercoledì", "mercoledi"),
            ("thu", "thur", "thurs", "thursday", "gio", "giovedì", "giovedi"),
            ("fri", "friday", "ven", "venerdì", "venerdi"),
            ("sat", "saturday", "sab", "sabato"),
            ("sun", "sunday", "dom", "domenica"),
        )
    )
    for name in names
}
_NEAR = {"today": 0, "oggi": 0, "tomorrow": 1, "domani": 1}
_AHEAD = re.compile(r"(?:\+|(?:in|fra|tra) )(.+)")
_CLOCK = re.compile(r"([01]?\d|2[0-3])(?:[:.]([0-5]\d))?")
_HALF = re.compile(r"(0?[1-9]|1[0-2])(?:[:.]([0-5]\d))? ?(am|pm)")
_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DAY_OR_MONTH = re.compile(r"(\d{1,2})[/-](\d{1,2})(?:[/-](\d{4}))?")
_WEEK = 7
_YEARS = range(2000, 2100)
_EXAMPLES = "write sun 22:00, mon 9, 22:30, +36h or 2026-12-05T10:00"


def read_moment(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    """Give the moment that is meant, in UTC, as docs/commands.md says of WHEN.

    A time without an offset is on the brand's wall clock. Raises SetupError for what is no moment there.
    """
    try:
        moment = _read(text, zone, now)
        if moment.year in _YEARS:
            return moment.astimezone(UTC)
    except SkippedError as error:
        raise SetupError(str(error), hint=error.hint) from error
    except OverflowError:
        pass
    raise SetupError(f"“{text}” is too far away", hint="years go from 2000 to 2099")


def _read(text: str, zone: ZoneInfo, now: datetime) -> datetime:
    words = " ".join(text.lower().split())
    ahead = _AHEAD.fullmatch(words)
    if ahead is not None:
        return now.astimezone(UTC) + _span(text, ahead[1])
    day, _, rest = words.partition(" ")
    local = now.astimezone(zone)
    if (clock := _clock(words)) is not None:
        return _next(zone, now, clock, range(2))
    if day in _DAYS and (clock := _clock(rest)) is not None:
        first = (_DAYS[day] - local.weekday()) % _WEEK
        return _next(zone, now, clock, range(first, first + _WEEK + 1, _WEEK))
    if day in _NEAR and (clock := _clock(rest)) is not None:
        return moment_at(zone, _wall(local, _NEAR[day], clock))
    return _dated(text, zone) or _refused(text, day, rest, local)


def _clock(text: str) -> time | None:
    """Read a time of day: 9, 9:30, 9.30, 21:00, 9 am, 9:30pm."""
    half = _HALF.fullmatch(text)
    if half is not None:
        return time(int(half[1]) % 12 + (12 if half[3] == "pm" else 0), int(half[2] or 0))
    match = _CLOCK.fullmatch(text)
    return time(int(match[1]), int(match[2] or 0)) if match is not None else None


def _wall(local: datetime, days: int, clock: time) -> datetime:
    return datetime.combine(local.date() + timedelta(days=days), clock)


def _next(zone: ZoneInfo, now: datetime, clock: time, days: range) -> datetime:
    """Give the first moment after now, on one of the days counted from today, at which it is that time."""
    local = now.astimezone(zone)
    for day in days:
        wall = _wall(local, day, clock)
        later = next((moment for moment in moments(zone, wall) if moment > now), None)
        if later is not None:
            return later
        if wall > local.replace(tzinfo=None):
            return moment_at(zone, wall)
    return moment_at(zone, _wall(local, days[-1], clock))


def _span(text: str, written: str) -> timedelta:
    try:
        return duration(written)
    except WrongValueError as error:
        raise SetupError(f"“{text}” is not a time: {error.message}", hint=error.hint) from error


def _dated(text: str, zone: ZoneInfo) -> datetime | None:
    """Read a date with a time, in any way that ISO 8601 writes them; None for another thing."""
    day, _, rest = text.strip().partition(" ")
    date_, clock = _DATE.fullmatch(day), _clock(rest.strip().lower())
    written = _DATE.match(text.strip())
    if written is not None:
        message, hint = no_such_date(int(written[1]), int(written[2]), int(written[3]))
        if message:
            raise SetupError(
                f"“{text}” is not a time: {message}", hint=hint if hint.startswith("write") else _EXAMPLES
            )
    if date_ is not None and (clock is not None or not rest):
        wall = datetime(int(date_[1]), int(date_[2]), int(date_[3]))  # noqa: DTZ001 - a wall time
        return moment_at(zone, datetime.combine(wall, clock or time(0)))
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment_at(zone, moment)


def _refused(text: str, day: str, rest: str, local: datetime) -> NoReturn:
    """Say what is missing, or which of two things was meant."""
    either = _DAY_OR_MONTH.fullmatch(day)
    if not rest and (day in _DAYS or day in _NEAR):
        raise SetupError(f"“{text}” is not a time of day yet", hint=f"add one: {day} 9, or {day} 22:00")
    if "24:00" in (day, rest):
        raise SetupError(f"“{text}” is not a time: a day ends at 24:00", hint="write 00:00 of the next day")
    if either is not None:
        first, second, year = int(either[1]), int(either[2]), int(either[3] or local.year)
        dates = dict.fromkeys(((year, second, first), (year, first, second)))
        readings = [f"{y}-{m:02}-{d:02} {rest}".strip() for y, m, d in dates if not no_such_date(y, m, d)[0]]
        hint = f"write the year first: {' or '.join(readings) or _EXAMPLES.removeprefix('write ')}"
        raise SetupError(f"“{text}” is not a time: day and month may stand either way round", hint=hint)
    raise SetupError(f"“{text}” is not a time", hint=_EXAMPLES)
