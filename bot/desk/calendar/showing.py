"""The hours in the words of the page: days as strips of half hours, openings, why a day is unusual."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from babel.dates import format_date

from bot.desk.entries import when
from bot.desk.visit import Visit
from bot.desk.words import words
from bot.knowledge.replies.weeks import week_words
from bot.model.almanac import CELLS, Day
from bot.model.hours import Interval
from bot.service.hours_values import Ahead, Changed, HoursFile
from bot.settings.hours_reader import written
from bot.settings.words import DAYS, WrongValueError, dates

_MIDNIGHT = 1440
_PER_HOUR = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """Half hours alike, of 48: `kind` is "open", "part" or "skipped"."""

    x: int
    width: int
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownDay:
    """A day in words."""

    name: str
    hours: str
    why: str
    unusual: bool
    today: bool
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownException:
    """An exception of the file in words; `index` is its place in the file, `past` that it is over."""

    index: int
    days: str
    hours: str
    note: str
    past: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What is said at the moment in a language; `text` is "" where nothing is."""

    language: str
    outcome: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCalendar:
    """The calendar in words."""

    now: str
    zone: str
    days: tuple[ShownDay, ...]
    week: tuple[tuple[str, str], ...]
    exceptions: tuple[ShownException, ...]
    holidays: tuple[tuple[str, str], ...]
    holiday_names: tuple[str, ...]
    own: tuple[tuple[str, str, str], ...]
    moment: str
    said: tuple[Said, ...]


def shown_calendar(visit: Visit, ahead: Ahead, file: HoursFile | None) -> ShownCalendar:
    """Put the calendar into words; of a file that cannot be read nothing is shown."""
    today = ahead.days[0].date
    return ShownCalendar(
        now=standing(visit, ahead),
        zone=ahead.calendar.zone.key,
        days=tuple(_day(visit, day, today) for day in ahead.days),
        week=tuple(
            (day_name(number, visit.language), in_words(visit, ahead.calendar.week.get(number, ())))
            for number in range(len(DAYS))
        ),
        exceptions=tuple(_exceptions(visit, file, today)) if file is not None else (),
        holidays=tuple((on_day(day, visit), name) for day, name in ahead.holidays),
        holiday_names=file.holidays if file is not None else (),
        own=tuple(_own(visit, ahead)),
        moment=when(visit, ahead.at),
        said=tuple(_said(visit, ahead)),
    )


def standing(visit: Visit, ahead: Ahead) -> str:
    """Say whether the brand is open now, and until when."""
    w, calendar, now = words(visit.language), ahead.calendar, visit.desk.clock.now()
    closure = calendar.closure(now)
    state = w[f"calendar_is_{closure or 'open'}"]
    changes = calendar.next_closing(now) if closure is None else calendar.next_opening(now)
    if changes is None:
        return f"{state}, {w['calendar_no_change']}"
    change = w["calendar_until" if closure is None else "calendar_opens"]
    return f"{state}; {change.format(at=when(visit, changes))}"


def day_name(number: int, language: str) -> str:
    """Name a day of the week, 0 being Monday."""
    return format_date(date(2024, 1, 1) + timedelta(days=number), "EEEE", locale=language)


def on_day(day: date, visit: Visit) -> str:
    """Name a date as people read it."""
    return format_date(day, "EEE d MMM y", locale=visit.language)


def in_words(visit: Visit, intervals: Sequence[Interval]) -> str:
    """Say the openings of a day."""
    w = words(visit.language)
    if not intervals:
        return w["calendar_closed"]
    if any(item.end - item.start == _MIDNIGHT for item in intervals):
        return w["calendar_all_day"]
    return ", ".join(written(item).replace("-", "–") for item in intervals)


def shown_changes(visit: Visit, changed: Sequence[Changed]) -> tuple[tuple[str, str, str], ...]:
    """Give each day that changes with its openings before and after."""
    return tuple(
        (on_day(item.day, visit), in_words(visit, item.before), in_words(visit, item.after))
        for item in changed
    )


def stretches_of(cells: Sequence[float | None]) -> tuple[Stretch, ...]:
    """Put half hours together that are alike; closed ones are left out."""
    found, at = [], 0
    for kind, group in groupby(_kind(cell) for cell in cells):
        width = len(list(group))
        if kind:
            found.append(Stretch(x=at, width=width, kind=kind))
        at += width
    return tuple(found)


def _kind(cell: float | None) -> str:
    if cell is None:
        return "skipped"
    return "open" if cell == 1 else "part" if cell else ""


def _day(visit: Visit, day: Day, today: date) -> ShownDay:
    w = words(visit.language)
    hours = in_words(visit, day.intervals)
    if not day.intervals and day.until:
        hours = w["calendar_closed_from"].format(at=f"{day.until // 60:02}:{day.until % 60:02}")
    return ShownDay(
        name=format_date(day.date, "EEE d MMM", locale=visit.language),
        hours=hours,
        why="; ".join(_reasons(w, day)),
        unusual=day.unusual,
        today=day.date == today,
        stretches=stretches_of(day.cells),
    )


def _reasons(w: Mapping[str, str], day: Day) -> Iterator[str]:
    if day.exception is not None:
        yield day.exception or w["calendar_an_exception"]
    if day.closed_for:
        yield day.closed_for
    if day.jump is not None:
        yield w["calendar_forward" if day.jump.forward else "calendar_back"]


def _exceptions(visit: Visit, file: HoursFile, today: date) -> Iterator[ShownException]:
    w = words(visit.language)
    for index, item in enumerate(file.exceptions):
        try:
            first, last = dates(item.dates)
        except WrongValueError:
            first = last = date.max
        days = on_day(first, visit) if first == last else f"{on_day(first, visit)} – {on_day(last, visit)}"
        yield ShownException(
            index=index,
            days=days if last != date.max else item.dates,
            hours=", ".join(item.open).replace("-", "–") or w["calendar_closed"],
            note=item.note,
            past=last < today,
        )


def _own(visit: Visit, ahead: Ahead) -> Iterator[tuple[str, str, str]]:
    w = words(visit.language)
    for own in ahead.own:
        title = visit.desk.channels.get(own.name, own.name) if own.kind == "channel" else own.name
        unusual = (
            f"{format_date(day.date, 'EEE d MMM', locale=visit.language)} {in_words(visit, day.intervals)}"
            for day in own.unusual
        )
        week = week_words(own.calendar.week, visit.language) or w["calendar_closed"]
        yield w[f"calendar_{own.kind}"].format(name=title), week, "; ".join(unusual)


def _said(visit: Visit, ahead: Ahead) -> Iterator[Said]:
    w = words(visit.language)
    for told in ahead.told:
        yield Said(language=told.language, outcome=w[f"try_{told.outcome}"], text="\n".join(told.texts))


def ruler() -> tuple[tuple[int, str], ...]:
    """Give the hours that stand above the strips, each at its place of 48."""
    return tuple((hour * _PER_HOUR, f"{hour}") for hour in range(0, CELLS // _PER_HOUR + 1, 6))
