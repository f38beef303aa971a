"""Reads [desk]: how people work there."""

from __future__ import annotations

from datetime import timedelta

from bot.settings.table import Table, span, text
from bot.settings.values import DeskHabits
from bot.settings.words import WrongValueError

_LONGEST = timedelta(minutes=2)
_OFF = frozenset({"0", "0s", "none"})


def read_desk(table: Table) -> DeskHabits:
    """Read the section."""
    habits = DeskHabits(undo=table.take("undo", _undo, DeskHabits().undo))
    table.close()
    return habits


def _undo(value: object) -> timedelta:
    """Take a short duration, or nothing at all: a customer waits for as long."""
    if text(value).strip().lower() in _OFF:
        return timedelta(0)
    found = span(value)
    if found > _LONGEST:
        raise WrongValueError("a customer would wait for so long", "at most “2m”; “0s” turns it off")
    return found
