"""An edit of the hours, worked out and judged: the new text, its problems by field, the days it changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from bot.model.hours import Calendar
from bot.model.problem import Level, Problem
from bot.service.hours_values import Changed, Edit, ExceptionEdit, Removal, WeekEdit
from bot.settings.hours_writer import (
    EXCEPTIONS,
    HOURS,
    exceptions_of,
    with_exception,
    with_holidays,
    with_week,
    without_exception,
)
from bot.settings.positions import Path, Places, scan
from bot.settings.words import DAYS, WrongValueError, days

SETTINGS = "settings.toml"
AHEAD = 366
"""For so many days it is worked out which change."""


def written(text: str, edit: Edit) -> str:
    """Give the file's text with an edit. Raises NotEditableError."""
    match edit:
        case WeekEdit(week=week, holidays=holidays):
            return with_holidays(with_week(text, week), holidays)
        case ExceptionEdit(index=index, wanted=wanted):
            return with_exception(text, index, wanted)
        case Removal(index=index):
            return without_exception(text, index)


def is_there(text: str, edit: Edit) -> bool:
    """Tell whether what an edit is about is in the text."""
    index = None if isinstance(edit, WeekEdit) else edit.index
    return index is None or index < len(exceptions_of(text))


def by_field(problems: Sequence[Problem], text: str, edit: Edit) -> Mapping[str, tuple[Problem, ...]]:
    """Give the errors by the field of an edit at which they are; "" for those elsewhere."""
    places = scan(text)
    found: dict[str, list[Problem]] = {}
    for item in problems:
        if item.level is Level.ERROR:
            path = _at(places, item) if item.file == SETTINGS else ()
            found.setdefault(_field(path, edit, text), []).append(item)
    return {field: tuple(items) for field, items in found.items()}


def _at(places: Places, item: Problem) -> Path:
    """Give the longest way to what stands where a problem is, or on its line."""
    paths = [*places.keys.items(), *places.values.items()]
    exact = [path for path, place in paths if (place.line, place.column) == (item.line, item.column)]
    near = exact or [path for path, place in paths if place.line == item.line]
    return max(near, key=len, default=())


def _field(path: Path, edit: Edit, text: str) -> str:
    if path[:1] != HOURS or len(path) < 2:
        return ""
    match edit:
        case WeekEdit():
            return "holidays" if path[1] == "holidays" else _day(str(path[1]))
        case ExceptionEdit(index=index):
            place = len(exceptions_of(text)) - 1 if index is None else index
            name = str(path[3]) if len(path) > 3 else "dates"
            return name if path[:3] == (*EXCEPTIONS, place) and name in {"dates", "open", "note"} else ""
        case Removal():
            return ""


def _day(key: str) -> str:
    try:
        return DAYS[days(key)[0]]
    except WrongValueError:
        return ""


def changes(before: Calendar, after: Calendar, first: date) -> Iterator[Changed]:
    """Give the days from a local date on whose hours are others."""
    for offset in range(AHEAD):
        day = first + timedelta(days=offset)
        was, now = before.intervals(day), after.intervals(day)
        if was != now:
            yield Changed(day=day, before=was, after=now)


def fresh_warnings(problems: Sequence[Problem], known: Sequence[Problem]) -> tuple[Problem, ...]:
    """Give the warnings that an edit brings: those that what is served does not have."""
    had = {(item.code, item.message) for item in known}
    return tuple(
        item
        for item in problems
        if item.level is Level.WARNING and item.file == SETTINGS and (item.code, item.message) not in had
    )
