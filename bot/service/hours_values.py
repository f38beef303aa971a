"""What the desk's calendar is made of: the hours as the file has them, an edit, and what it would change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.model.almanac import Day, Own
from bot.model.hours import Calendar, Interval
from bot.model.problem import Problem
from bot.service.told import Told
from bot.settings.hours_writer import Week, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class HoursFile:
    """The hours as settings.toml has them on disk; `base` names exactly this text."""

    text: str
    base: str
    week: Week
    holidays: tuple[str, ...]
    exceptions: tuple[Written, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekEdit:
    """The week and the holidays, as a person typed them."""

    week: Week
    holidays: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionEdit:
    """An exception as a person typed it, at its place in the file; None: a new one."""

    index: int | None
    wanted: Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Removal:
    """An exception is taken out."""

    index: int


Edit = WeekEdit | ExceptionEdit | Removal


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A day whose hours would be others, with its openings before and after."""

    day: date
    before: tuple[Interval, ...]
    after: tuple[Interval, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """What an edit would do: the difference in the file, problems by the field they are at, days that change.

    Fields are "mon" to "sun", "holidays", "dates", "open" and "note"; "" is for what is elsewhere. `wrong`
    says why nothing can be written at all, with a remedy. `more` days change than are listed.
    """

    diff: tuple[str, ...] = ()
    errors: Mapping[str, tuple[Problem, ...]]
    warnings: tuple[Problem, ...] = ()
    changed: tuple[Changed, ...] = ()
    more: int = 0
    wrong: tuple[str, str] | None = None

    @property
    def blocked(self) -> bool:
        """Whether it cannot be published."""
        return bool(self.errors) or self.wrong is not None


class Outcome(StrEnum):
    """What became of an edit."""

    DONE = "done"
    MOVED = "moved"  # the file has changed since the edit was begun
    BROKEN = "broken"  # there are errors, or no place for it
    NOT_WRITTEN = "not_written"  # the file cannot be written


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of an edit; `note` is for whoever did it."""

    outcome: Outcome
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """The hours that are served: the days to come, what is said at a moment on a channel's address."""

    calendar: Calendar
    days: tuple[Day, ...]
    own: tuple[Own, ...]
    holidays: tuple[tuple[date, str], ...]
    at: datetime
    channel: str
    channels: tuple[str, ...]
    told: tuple[Told, ...]
