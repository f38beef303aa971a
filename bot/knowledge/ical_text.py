"""An iCal file as text: what keeps it from being one at all, and on which line things stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.model.problem import Level, Problem
from bot.settings.codes import ICAL_LEFT_OUT, NOT_ICAL

_EXPORT = "export the calendar again as an .ics file"
_BLOCK = re.compile(r"(BEGIN|END):\s*([\w-]+)\s*", re.IGNORECASE)
_QUOTED = re.compile(r"'(.{1,60}).*?': ")


def cannot_be(path: str, text: str) -> Problem | None:
    """Say why a text cannot be an iCal file: empty, a web page, cut off; None if it may be one."""
    lines = text.split("\n")
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), 0)
    if not first:
        return error(path, 1, "the file is empty", _EXPORT)
    if lines[first - 1].lstrip().startswith("<"):
        return error(path, first, "this is a web page, not a calendar", "download the .ics file itself")
    if not any(line.strip().upper() == "BEGIN:VCALENDAR" for line in lines):
        return error(path, first, "this is not an iCal file: BEGIN:VCALENDAR is missing", _EXPORT)
    return _unbalanced(path, lines)


def not_parsed(path: str, text: str, complaint: str) -> Problem:
    """Say which line stopped the parser, as its complaint quotes it."""
    quoted = _QUOTED.search(complaint)
    start = quoted[1].split("': ")[0] if quoted else ""
    lines = enumerate(text.split("\n"), 1)
    line = next((number for number, found in lines if start and found.startswith(start)), 1)
    return error(path, line, "a line that is not iCal: it needs NAME:VALUE", f"delete it, or {_EXPORT}")


def event_lines(text: str) -> Iterator[int]:
    """Give the line of each event's beginning, in their order."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip().upper() == "BEGIN:VEVENT":
            yield number


def property_line(text: str, name: str, event: int) -> int:
    """Give the line of a property of the event that begins on a line; that line where it has none."""
    for number, line in enumerate(text.split("\n")[event:], event + 1):
        if line.upper().startswith((f"{name}:", f"{name};")):
            return number
        if line.strip().upper() == "END:VEVENT":
            break
    return event


def error(path: str, line: int, message: str, hint: str) -> Problem:
    """Make a finding that keeps the file from being served."""
    return Problem(file=path, line=line, column=1, code=NOT_ICAL, message=message, hint=hint)


def warning(path: str, line: int, message: str, hint: str) -> Problem:
    """Make a finding about an event that does not count."""
    return Problem(
        file=path, line=line, column=1, code=ICAL_LEFT_OUT, message=message, hint=hint, level=Level.WARNING
    )


def _unbalanced(path: str, lines: list[str]) -> Problem | None:
    """Find a block that is not closed, or closed without having been opened."""
    opened: list[tuple[int, str]] = []
    for number, line in enumerate(lines, 1):
        match = _BLOCK.fullmatch(line)
        if match is None:
            continue
        name = match[2].upper()
        if match[1].upper() == "BEGIN":
            opened.append((number, name))
        elif not opened or opened.pop()[1] != name:
            return error(path, number, f"END:{name} closes nothing", _EXPORT)
    if opened:
        number, name = opened[-1]
        return error(path, number, f"BEGIN:{name} is never closed: the file is cut off", _EXPORT)
    return None
