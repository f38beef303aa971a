"""Reads one table of a TOML document key by key, and gathers every problem with its place."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from bot.model.problem import Level, Problem
from bot.settings.codes import MISSING_KEY, UNKNOWN_KEY, WRONG_VALUE
from bot.settings.document import Document
from bot.settings.positions import Path, Place
from bot.settings.suggest import did_you_mean
from bot.settings.words import WrongValueError, duration

T = TypeVar("T")


class Report:
    """The problems of one file; `elsewhere` gives the name of the variable a path was overridden by."""

    def __init__(
        self, document: Document, *, elsewhere: Mapping[Path, str], codes: Mapping[str, str] | None = None
    ) -> None:
        self.document = document
        self.problems: list[Problem] = []
        self._elsewhere = elsewhere
        self._codes = codes or {}

    def key(self, path: Path, code: str, message: str, hint: str = "", *, level: Level = Level.ERROR) -> None:
        """Note a problem at a key."""
        self._add(path, self.document.places.key(path), code=code, message=message, hint=hint, level=level)

    def value(
        self, path: Path, code: str, message: str, hint: str = "", *, level: Level = Level.ERROR
    ) -> None:
        """Note a problem at a value."""
        self._add(path, self.document.places.value(path), code=code, message=message, hint=hint, level=level)

    def overridden(self, path: Path) -> bool:
        """Tell whether a value comes from the environment."""
        return self._variable(path) != ""

    def _variable(self, path: Path) -> str:
        return next(
            (self._elsewhere[path[:n]] for n in range(len(path), 0, -1) if path[:n] in self._elsewhere), ""
        )

    def _add(self, path: Path, place: Place, *, code: str, message: str, hint: str, level: Level) -> None:
        variable = self._variable(path)
        problem = Problem(
            file=variable or self.document.file,
            line=1 if variable else place.line,
            column=1 if variable else place.column,
            code=self._codes.get(code, code),
            message=message,
            hint=hint,
            level=level,
        )
        self.problems.append(problem)


class Table:
    """One table being read: keys that nobody asks for are reported by `close`."""

    def __init__(self, report: Report, path: Path, data: object) -> None:
        self.report = report
        self.path = path
        self._known: set[str] = set()
        self.data: Mapping[str, Any] = {}
        if isinstance(data, Mapping):
            self.data = data
        else:
            name = ".".join(str(part) for part in path)
            report.value(
                path, WRONG_VALUE, f"“{name}” is a section, not a value", f"write [{name}] and its keys below"
            )

    def __contains__(self, key: str) -> bool:
        return key in self.data

    def take(self, key: str, read: Callable[[Any], T], default: T) -> T:
        """Read a key's value, or give the default where it is missing or wrong."""
        self._known.add(key)
        if key not in self.data:
            return default
        try:
            return read(self.data[key])
        except WrongValueError as wrong:
            self.report.value((*self.path, key, *wrong.inside), wrong.code, wrong.message, wrong.hint)
            return default

    def require(self, key: str, read: Callable[[Any], T], default: T) -> T:
        """Read a key that must be there."""
        if key not in self.data:
            name = ".".join(part for part in (*self.path, key) if isinstance(part, str))
            self.report.key(self.path, MISSING_KEY, f"“{name}” is missing")
        return self.take(key, read, default)

    def sub(self, key: str) -> Table:
        """Open a table inside this one; empty where there is none."""
        self._known.add(key)
        return Table(self.report, (*self.path, key), self.data.get(key, {}))

    def subs(self) -> Iterator[tuple[str, Table]]:
        """Open every table inside this one by its name."""
        for key in self.data:
            if key not in self._known:
                yield key, self.sub(key)

    def close(self, *, also: Collection[str] = ()) -> None:
        """Report the keys that are not known; `also` are names to suggest besides those asked for."""
        names = self._known | set(also)
        for key in self.data:
            if key not in self._known:
                self.report.key((*self.path, key), UNKNOWN_KEY, f"no key “{key}”", did_you_mean(key, names))


def text(value: object) -> str:
    """Take a text that says something."""
    if not isinstance(value, str):
        raise WrongValueError("this must be text", 'put it between quotes: "…"')
    if not value.strip():
        raise WrongValueError("this text is empty", "write something between the quotes, or take it out")
    return value


def span(value: object) -> timedelta:
    """Take a duration."""
    return duration(text(value))


def span_or_none(value: object) -> timedelta | None:
    """Take a duration, or “none”."""
    return None if text(value).strip().lower() == "none" else span(value)


def whole(value: object) -> int:
    """Take a whole number above zero."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise WrongValueError("this must be a whole number above zero")
    return value


def whole_or_none(value: object) -> int:
    """Take a whole number, with 0 for none."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise WrongValueError("this must be a whole number", "0 for no limit")
    return value


def number(value: object) -> float:
    """Take a number above zero."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < float("inf"):
        raise WrongValueError("this must be a number above zero")
    return float(value)


def share(value: object) -> float:
    """Take a probability."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise WrongValueError("this must be a number from 0 to 1", "0.80 means right four times in five")
    return float(value)


def flag(value: object) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise WrongValueError("this must be true or false", "without quotes")
    return value


def each(read: Callable[[Any], T]) -> Callable[[object], tuple[T, ...]]:
    """Read a list, or a lone value as a list of one."""

    def take_all(value: object) -> tuple[T, ...]:
        items = value if isinstance(value, list) else [value]
        return tuple(
            _inside(read, item, (index,) if isinstance(value, list) else ())
            for index, item in enumerate(items)
        )

    return take_all


def by_name(read: Callable[[Any], T]) -> Callable[[object], Mapping[str, T]]:
    """Read a table whose keys are names."""

    def take_all(value: object) -> Mapping[str, T]:
        if not isinstance(value, Mapping):
            raise WrongValueError("this must be a table", 'for example { it = "…", en = "…" }')
        return {str(key): _inside(read, item, (str(key),)) for key, item in value.items()}

    return take_all


def one_of(*names: str) -> Callable[[object], str]:
    """Take one of some names."""

    def take_name(value: object) -> str:
        found = text(value)
        if found not in names:
            raise WrongValueError(f"no “{found}” here", did_you_mean(found, names))
        return found

    return take_name


def _inside(read: Callable[[Any], T], item: object, where: tuple[str | int, ...]) -> T:
    try:
        return read(item)
    except WrongValueError as wrong:
        raise WrongValueError(
            wrong.message, wrong.hint, code=wrong.code, inside=(*where, *wrong.inside)
        ) from None
