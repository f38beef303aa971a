"""The words settings are written in: durations, clock times, opening hours, dates, lists of days."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

from bot.model.hours import Interval
from bot.settings.codes import WRONG_VALUE
from bot.settings.suggest import nearest

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_UNIT = re.compile(r"(\d{1,6}) ?([a-z]+)")
_UNITS = {
    "s": timedelta(seconds=1),
    "m": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "month": timedelta(days=30.4375),
    "year": timedelta(days=365.25),
}
_LONG_NAMES = {
    "sec": "s", "second": "s", "seconds": "s", "min": "m", "minute": "m", "minutes": "m", "hour": "h",
    "hours": "h", "day": "d", "days": "d", "week": "w", "weeks": "w", "months": "month", "years": "year",
}  # fmt: skip
_DURATION_HINT = "for example “15m”, “2h”, “1d”, “18 months”"
_CLOCK = re.compile(r"([01]?\d|2[0-4]):([0-5]\d)")
_YEAR_MONTH_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_DATE_HINT = "for example “2026-08-10..2026-08-21”"
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_HOURS_HINT = "for example “09:00-13:00”"


class WrongValueError(ValueError):
    """A value that cannot be used: what is wrong, what would be right, and where inside the value."""

    def __init__(
        self, message: str, hint: str = "", *, code: str = WRONG_VALUE, inside: tuple[str | int, ...] = ()
    ) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.code = code
        self.inside = inside


def duration(text: str) -> timedelta:
    """Read "2h", "1h 30m", "18 months"; a month is a twelfth of a year. Raises WrongValueError."""
    words = text.strip().lower()
    parts = _UNIT.findall(words)
    left = _UNIT.sub("", words).strip()
    known = [(int(number), _LONG_NAMES.get(unit, unit)) for number, unit in parts]
    if not parts or left or any(unit not in _UNITS for _, unit in known):
        raise WrongValueError(f"“{text}” is not a duration", _DURATION_HINT)
    total = sum((number * _UNITS[unit] for number, unit in known), timedelta(0))
    if any(unit in {"month", "year"} for _, unit in known):
        total = timedelta(days=round(total / timedelta(days=1)))
    if not total:
        raise WrongValueError("a duration of nothing", _DURATION_HINT)
    return total


def clock(text: str) -> int:
    """Read "09:30" as minutes since midnight; 24:00 is 1440. Raises WrongValueError."""
    match = _CLOCK.fullmatch(text.strip())
    minutes = int(match[1]) * 60 + int(match[2]) if match else 9999
    if minutes > 1440:
        raise WrongValueError(f"“{text.strip()}” is not a time of day", _clock_hint(text.strip()))
    return minutes


def _clock_hint(text: str) -> str:
    """Show the same time as it is to be written, where that can be seen."""
    mended = f"{text}:00" if text.isdecimal() else text.replace(".", ":")
    match = _CLOCK.fullmatch(mended)
    return f"write {mended}" if match and mended != text else "from 00:00 to 24:00"


def interval(text: str) -> Interval:
    """Read "09:00-13:00"; an end before its start runs into the next day. Raises WrongValueError."""
    first, dash, last = text.replace("–", "-").partition("-")
    if not dash:
        raise WrongValueError(f"“{text}” is not an opening", _HOURS_HINT)
    start, end = clock(first), clock(last)
    if start == 1440:
        hint = f"write “00:00-{last.strip()}” on the next day"
        raise WrongValueError(f"“{text}” begins when the day is over", hint)
    if start == end:
        raise WrongValueError(f"“{text}” opens for no time at all", "all day is “00:00-24:00”")
    return Interval(start, end if end > start else end + 1440)


def quiet(text: str) -> tuple[int, int]:
    """Read "21:00-08:00" as (first, last) minute of the day; "none" is (0, 0). Raises WrongValueError."""
    if text.strip().lower() == "none":
        return (0, 0)
    found = interval(text)
    return (found.start, found.end % 1440 if found.end != 1440 else 1440)


def days(text: str) -> tuple[int, ...]:
    """Read "mon-fri", "sat" or "mon, wed" as weekdays, Monday 0. Raises WrongValueError."""
    found: list[int] = []
    for part in text.lower().split(","):
        first, dash, last = part.strip().partition("-")
        start = _day(first)
        end = _day(last) if dash else start
        found += [(start + offset) % 7 for offset in range((end - start) % 7 + 1)]
    return tuple(found)


def _day(text: str) -> int:
    name = text.strip()
    if name in DAYS:
        return DAYS.index(name)
    near = next((day for day in DAYS if len(name) > 3 and name.startswith(day)), nearest(name, DAYS))
    hint = f"did you mean “{near}”?" if near else "mon, tue, wed, thu, fri, sat, sun"
    raise WrongValueError(f"“{name}” is not a day", hint)


def dates(text: str) -> tuple[date, date]:
    """Read "2026-08-10" or "2026-08-10..2026-08-21", both included. Raises WrongValueError."""
    first, dots, last = text.partition("..")
    start = _date(first)
    end = _date(last) if dots else start
    if end < start:
        raise WrongValueError(f"“{text}” ends before it begins", f"write “{end}..{start}”")
    return start, end


def _date(text: str) -> date:
    written = text.strip()
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    match = _YEAR_MONTH_DAY.fullmatch(written)
    message, hint = no_such_date(int(match[1]), int(match[2]), int(match[3])) if match else ("", "")
    raise WrongValueError(message or f"“{written}” is not a date", hint or _DATE_HINT)


def no_such_date(year: int, month: int, day: int) -> tuple[str, str]:
    """Say why a date does not exist, with a hint; two empty texts for one that does."""
    written = f"there is no {year:04}-{month:02}-{day:02}"
    if not year:
        return f"{written}: years are 0001 to 9999", _DATE_HINT
    if not 1 <= month <= 12:
        return f"{written}: months are 01 to 12", _DATE_HINT
    last = monthrange(year, month)[1]
    if day < 1:
        return f"{written}: days begin at 01", _DATE_HINT
    if day > last:
        name = f"February {year}" if month == 2 else _MONTHS[month - 1]
        following = f"{year + month // 12:04}-{month % 12 + 1:02}-01"
        return f"{written}: {name} has {last} days", f"write {year:04}-{month:02}-{last} or {following}"
    return "", ""
