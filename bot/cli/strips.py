"""Days as lines of text: a strip of the 24 hours, the hours in words, and why a day is unusual."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import timedelta

from bot.model.almanac import Day
from bot.model.wall import Jump
from bot.settings.hours_reader import written

WIDTH = 100
_LABEL = 11
_WORDS = _LABEL + 48 + 2
_BLOCKS, _PLAIN = ("█", "▄", "·"), ("#", "+", ".")
_SKIPPED = " "
_MIDNIGHT = 1440


def ruler() -> str:
    """Give the line of hours that stands above the strips."""
    return " " * _LABEL + "".join(f"{hour:<6}" for hour in range(0, 24, 3)) + "24"


def indented(text: str) -> str:
    """Put a text under the words beside the strips."""
    return " " * _WORDS + text


def lines_of(day: Day, encoding: str) -> Iterator[str]:
    """Give a day's line, and more below it where the reason is long."""
    words, why = hours_in_words(day), why_unusual(day)
    head = f"{day.date:%a} {day.date.day:>2} {day.date:%b} ".ljust(_LABEL) + strip(day, encoding) + "  "
    together = f"{words}: {why}" if why else words
    if len(together) <= WIDTH - _WORDS:
        yield head + together
        return
    yield head + words
    yield from (indented(line) for line in textwrap.wrap(why, WIDTH - _WORDS))


def strip(day: Day, encoding: str) -> str:
    """Draw the half hours: open, open in part, closed; one that the clock skips is left blank."""
    whole, part, closed = _glyphs(encoding)
    drawn = (
        whole if share == 1 else part if share else closed for share in (cell or 0 for cell in day.cells)
    )
    return "".join(_SKIPPED if cell is None else glyph for cell, glyph in zip(day.cells, drawn, strict=True))


def _glyphs(encoding: str) -> tuple[str, str, str]:
    try:
        "".join(_BLOCKS).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return _PLAIN
    return _BLOCKS


def hours_in_words(day: Day) -> str:
    """Say the hours that begin on the day, or how long the shift of the day before goes on."""
    if any(item.end - item.start == _MIDNIGHT for item in day.intervals):
        return "all day"
    if day.intervals:
        return ", ".join(written(item) for item in day.intervals)
    if day.until:
        return f"closed from {day.until // 60:02}:{day.until % 60:02}"
    return "closed"


def why_unusual(day: Day) -> str:
    """Say what sets the day apart: a holiday, an exception, a jump of the clock; "" for a usual day."""
    exception = None if day.exception is None else day.exception or "an exception"
    reasons = (exception, day.closed_for, jump_in_words(day.jump) if day.jump else "")
    return "; ".join(reason for reason in reasons if reason)


def jump_in_words(jump: Jump) -> str:
    """Say which way the clock jumps, and how long that makes the day."""
    length = timedelta(hours=24) - (jump.after - jump.before)
    return f"the clocks go {'forward' if jump.forward else 'back'}: {hours(length)}"


def hours(span: timedelta) -> str:
    """Say a length of time in hours: "25 hours", "7 h 30 min" where they are not whole."""
    whole, rest = divmod(round(span.total_seconds() / 60), 60)
    if rest:
        return f"{whole} h {rest} min"
    return f"{whole} hour{'' if whole == 1 else 's'}"
