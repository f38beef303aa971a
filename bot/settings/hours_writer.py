"""Changes the hours in the text of settings.toml, and touches nothing else of it.

Texts have line ends of one character. What is written is what a person typed: the reader says what is wrong.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.settings.positions import Path, Places, scan
from bot.settings.toml import as_toml
from bot.settings.words import DAYS, WrongValueError, days

HOURS: Path = ("hours",)
EXCEPTIONS: Path = ("hours", "exception")
_HEADER = "[[hours.exception]]"

Week = tuple[tuple[str, ...], ...]
"""The openings of the seven days as written, Monday first: ("09:00-13:00", …), none for a closed day."""


class NotEditableError(ValueError):
    """The file's form leaves no safe place for the change; the message says why, `hint` what to do."""

    def __init__(self, message: str, hint: str = "change it in the file itself") -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An exception as it is written: its first and last day, its openings, its note."""

    first: str
    last: str
    open: tuple[str, ...] = ()
    note: str = ""

    @property
    def dates(self) -> str:
        """The days as settings have them."""
        return self.first if self.last in {"", self.first} else f"{self.first}..{self.last}"


def week_of(text: str) -> Week:
    """Give the week that a text says; days that are not named are closed."""
    found: list[tuple[str, ...]] = [()] * len(DAYS)
    for key, value in _hours(tomllib.loads(text)).items():
        for day in _named(key):
            found[day] = _texts(value)
    return tuple(found)


def holidays_of(text: str) -> tuple[str, ...]:
    """Give the names of holidays that a text says."""
    return _texts(_hours(tomllib.loads(text)).get("holidays", []))


def exceptions_of(text: str) -> tuple[Written, ...]:
    """Give the exceptions that a text says, in its order."""
    found = _hours(tomllib.loads(text)).get("exception", [])
    return (
        tuple(_written(item) for item in found if isinstance(item, dict)) if isinstance(found, list) else ()
    )


def with_week(text: str, week: Week) -> str:
    """Give the text with another week; keys whose days are as they were stay. Raises NotEditableError."""
    before = tomllib.loads(text)
    after = _with_new_days(_with_known_days(text, week), week)

    def is_right(now: str) -> bool:
        return week_of(now) == week and _without(tomllib.loads(now), _named) == _without(before, _named)

    return _proved(after, is_right)


def with_holidays(text: str, names: Sequence[str]) -> str:
    """Give the text with other holidays. Raises NotEditableError."""
    before = tomllib.loads(text)
    path = (*HOURS, "holidays")
    places = scan(text)
    if holidays_of(text) == tuple(names):
        return text
    if path in places.spans:
        after = _replaced(text, places, path, list(names))
    else:
        after = _added(text, places, [f"holidays = {as_toml(names)}"])

    def is_right(now: str) -> bool:
        same = _without(tomllib.loads(now), _is_holidays) == _without(before, _is_holidays)
        return holidays_of(now) == tuple(names) and same

    return _proved(after, is_right)


def with_exception(text: str, index: int | None, wanted: Written) -> str:
    """Give the text with an exception changed, or with None a new one after the others.

    Raises NotEditableError.
    """
    was = exceptions_of(text)
    at = len(was) if index is None else index
    after = _new_block(text, wanted) if index is None else _changed_block(text, index, was[index], wanted)
    plain = Written(first=wanted.first, last=_last(wanted), open=wanted.open, note=wanted.note)
    return _proved_exceptions(text, after, (*was[:at], plain, *was[at + 1 :]))


def without_exception(text: str, index: int) -> str:
    """Give the text without an exception. Raises NotEditableError."""
    was = exceptions_of(text)
    first, last = _block(text, scan(text), index)
    lines = text.split("\n")
    rest = lines[last:]
    if first > 1 and not lines[first - 2].strip() and rest and not rest[0].strip():
        rest = rest[1:]
    after = "\n".join((*lines[: first - 1], *rest))
    return _proved_exceptions(text, after, (*was[:index], *was[index + 1 :]))


def _last(wanted: Written) -> str:
    return wanted.last or wanted.first


def _written(item: Mapping[str, Any]) -> Written:
    first, dots, last = str(item.get("dates", "")).partition("..")
    note = item.get("note", "")
    return Written(
        first=first.strip(),
        last=last.strip() if dots else first.strip(),
        open=_texts(item.get("open", [])),
        note=note if isinstance(note, str) else "",
    )


def _hours(data: Mapping[str, Any]) -> Mapping[str, Any]:
    found = data.get("hours", {})
    return found if isinstance(found, dict) else {}


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(str(item) for item in items)


def _named(key: str) -> tuple[int, ...]:
    """Give the days that a key names; none for another key."""
    try:
        return days(key)
    except WrongValueError:
        return ()


def _is_holidays(key: str) -> bool:
    return key == "holidays"


def _is_exception(key: str) -> bool:
    return key == "exception"


def _without(data: Mapping[str, Any], is_ours: Callable[[str], object]) -> Mapping[str, Any]:
    """Give all that a text says but for some keys of [hours]."""
    rest = {key: value for key, value in _hours(data).items() if not is_ours(key)}
    return {**{key: value for key, value in data.items() if key != "hours"}, "hours": rest}


def _proved(after: str, is_right: Callable[[str], bool]) -> str:
    try:
        if is_right(after):
            return after
    except tomllib.TOMLDecodeError:
        pass
    raise NotEditableError("the hours cannot be changed in the way the file is written")


def _proved_exceptions(text: str, after: str, wanted: tuple[Written, ...]) -> str:
    before = _without(tomllib.loads(text), _is_exception)

    def is_right(now: str) -> bool:
        return exceptions_of(now) == wanted and _without(tomllib.loads(now), _is_exception) == before

    return _proved(after, is_right)


def _with_known_days(text: str, week: Week) -> str:
    """Change the keys there are; from the last to the first, so that places before them hold."""
    places = scan(text)
    keys = [key for key in _hours(tomllib.loads(text)) if _named(key)]
    for key in sorted(keys, key=lambda key: places.spans.get((*HOURS, key), (0, 0)), reverse=True):
        path = (*HOURS, key)
        if path not in places.spans:
            raise NotEditableError("the hours do not stand one key a line under [hours]")
        if len({week[day] for day in _named(key)}) == 1:
            text = _replaced(text, places, path, list(week[_named(key)[0]]))
            continue
        first, *others = [run for run in _runs(_named(key), week) if run[1]]
        line = places.keys[path].line
        lines = [f"{_key(run)} = {as_toml(texts)}" for run, texts in others]
        text = _after_line(text, _last_line(text, places, path), lines)
        text = _replaced(text, places, path, list(first[1]))
        text = _renamed(text, line, places.keys[path].column, key, _key(first[0]))
    return text


def _with_new_days(text: str, week: Week) -> str:
    """Add a line for the days that no key names and that are to be open."""
    named = {day for key in _hours(tomllib.loads(text)) for day in _named(key)}
    new = [day for day in range(len(DAYS)) if day not in named and week[day]]
    lines = [f"{_key(run)} = {as_toml(texts)}" for run, texts in _runs(new, week)]
    return _added(text, scan(text), lines) if lines else text


def _runs(wanted: Sequence[int], week: Week) -> Iterator[tuple[tuple[int, ...], tuple[str, ...]]]:
    """Put days together that follow each other and are alike."""
    run: list[int] = []
    for day in wanted:
        if run and (week[day] != week[run[-1]] or day != run[-1] + 1):
            yield tuple(run), week[run[0]]
            run = []
        run.append(day)
    if run:
        yield tuple(run), week[run[0]]


def _key(run: Sequence[int]) -> str:
    return DAYS[run[0]] if len(run) == 1 else f"{DAYS[run[0]]}-{DAYS[run[-1]]}"


def _replaced(text: str, places: Places, path: Path, value: str | list[str]) -> str:
    """Put a value into another's place, where it is another."""
    start, end = places.spans[path]
    old = text[start:end]
    said = tomllib.loads(f"v = {old}")["v"]
    if (list(_texts(said)) if isinstance(value, list) else str(said)) == value:
        return text
    if "#" in old and "\n" in old:
        raise NotEditableError(f"line {places.key(path).line}: comments stand inside this value")
    return f"{text[:start]}{as_toml(value)}{text[end:]}"


def _renamed(text: str, line: int, column: int, old: str, new: str) -> str:
    """Give the key of a line another name; one in quotes loses them."""
    lines = text.split("\n")
    found, at = lines[line - 1], column - 1
    length = len(old) + 2 if found[at : at + 1] in {'"', "'"} else len(old)
    lines[line - 1] = f"{found[:at]}{new}{found[at + length :]}"
    return "\n".join(lines)


def _last_line(text: str, places: Places, path: Path) -> int:
    """Give the line on which a value ends."""
    return text.count("\n", 0, places.spans[path][1]) + 1


def _after_line(text: str, line: int, new: Sequence[str]) -> str:
    lines = text.split("\n")
    return "\n".join((*lines[:line], *new, *lines[line:]))


def _added(text: str, places: Places, new: Sequence[str]) -> str:
    """Put keys under [hours]: after the last day, else the last key, else the header; or make the section."""
    ours = [path for path in places.spans if len(path) == 2 and path[0] == "hours"]
    dated = [path for path in ours if _named(str(path[1]))]
    if dated or ours:
        return _after_line(text, max(_last_line(text, places, path) for path in dated or ours), new)
    for number, line in enumerate(text.split("\n"), 1):
        if line.partition("#")[0].strip() == "[hours]":
            return _after_line(text, number, new)
    return _at_end(text, ["[hours]", *new])


def _at_end(text: str, new: Sequence[str]) -> str:
    body = text.rstrip("\n")
    return "\n".join((*([body, ""] if body else []), *new, ""))


def _block(text: str, places: Places, index: int) -> tuple[int, int]:
    """Give the first and the last line of an exception's block."""
    path = (*EXCEPTIONS, index)
    header = places.key(path).line
    if not text.split("\n")[header - 1].strip().startswith("[["):
        raise NotEditableError("the exceptions are not written as [[hours.exception]]")
    inside = [_last_line(text, places, one) for one in places.spans if one[:3] == path]
    return header, max([header, *inside])


def _new_block(text: str, wanted: Written) -> str:
    block = ["", _HEADER, f"dates = {as_toml(wanted.dates)}", f"open = {as_toml(wanted.open)}"]
    block += [f"note = {as_toml(wanted.note)}"] if wanted.note else []
    places, count = scan(text), len(exceptions_of(text))
    if count:
        return _after_line(text, _block(text, places, count - 1)[1], block)
    ours = [path for path in places.spans if path[0] == "hours" and len(path) == 2]
    if ours:
        return _after_line(text, max(_last_line(text, places, path) for path in ours), block)
    return _at_end(text, block[1:])


def _changed_block(text: str, index: int, was: Written, wanted: Written) -> str:
    """Change a block's keys, from the last in the file to the first."""
    path = (*EXCEPTIONS, index)
    _block(text, scan(text), index)
    values: dict[str, str | list[str]] = {
        "dates": wanted.dates,
        "open": list(wanted.open),
        "note": wanted.note,
    }
    if (was.first, was.last) == (wanted.first, _last(wanted)):
        del values["dates"]
    for key, value in values.items():
        places = scan(text)
        if (*path, key) in places.spans:
            text = _set(text, places, (*path, key), value)
        elif value:
            text = _after_line(text, _block(text, places, index)[1], [f"{key} = {as_toml(value)}"])
    return text


def _set(text: str, places: Places, path: Path, value: str | list[str]) -> str:
    """Change a key's value; a note that is empty is taken out, with its line."""
    if value or path[-1] != "note":
        return _replaced(text, places, path, value)
    first, last = places.keys[path].line, _last_line(text, places, path)
    lines = text.split("\n")
    return "\n".join((*lines[: first - 1], *lines[last:]))
