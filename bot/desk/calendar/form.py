"""The calendar's forms: hours as people type them, and what their author has seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.model.text import clean
from bot.service.hours_values import Edit, ExceptionEdit, HoursFile, Removal, WeekEdit
from bot.service.reply_files import digest_of
from bot.settings.hours_writer import Written
from bot.settings.words import DAYS

_LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An edit: `base` names the file it was begun on, `looked` the edit that was looked over."""

    edit: Edit
    base: str
    looked: str = ""

    @property
    def digest(self) -> str:
        """The name of the edit."""
        return digest_of(repr(self.edit))

    @property
    def is_looked_over(self) -> bool:
        """Whether exactly this edit was looked over."""
        return self.looked == self.digest

    def seen(self) -> Form:
        """Give the form of an edit that has been looked over."""
        return replace(self, looked=self.digest)


def week_form(file: HoursFile) -> Form:
    """Give the form of the week as it is in the file."""
    return Form(edit=WeekEdit(week=file.week, holidays=file.holidays), base=file.base)


def exception_form(file: HoursFile, index: int | None) -> Form:
    """Give the form of an exception as it is in the file; None: an empty one."""
    wanted = Written(first="", last="") if index is None else file.exceptions[index]
    return Form(edit=ExceptionEdit(index=index, wanted=wanted), base=file.base)


def read_week(given: Mapping[str, str]) -> Form:
    """Read the week as a browser sent it."""
    week = tuple(_parts(given.get(day, "")) for day in DAYS)
    return _form(WeekEdit(week=week, holidays=_parts(given.get("holidays", ""))), given)


def read_exception(given: Mapping[str, str], index: int | None) -> Form:
    """Read an exception as a browser sent it, or that it is to go."""
    if index is not None and given.get("go") in {"remove", "remove_now"}:
        return _form(Removal(index=index), given)
    first, dots, inner = _line(given.get("first", "")).partition("..")
    last = _line(given.get("last", "")) or (inner.strip() if dots else "")
    wanted = Written(
        first=first.strip(),
        last=last or first.strip(),
        open=_parts(given.get("open", "")),
        note=_line(given.get("note", "")),
    )
    return _form(ExceptionEdit(index=index, wanted=wanted), given)


def _form(edit: Edit, given: Mapping[str, str]) -> Form:
    return Form(edit=edit, base=given.get("base", ""), looked=given.get("looked", ""))


def _parts(text: str) -> tuple[str, ...]:
    """Take openings or names apart at their commas, without dashes that only look like “-”."""
    parts = (part.strip() for part in _line(text).replace("–", "-").replace(";", ",").split(","))
    return tuple("-".join(item.strip() for item in part.split("-")) for part in parts if part)


def _line(text: str) -> str:
    return " ".join(clean(text).split())[:_LONGEST]
