"""TOML text with the places of everything in it; tomllib's complaints in words for people."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.model.problem import Problem, Source
from bot.settings.positions import START, Place, Places, scan
from bot.settings.words import no_such_date

_AT = re.compile(
    r"^(?P<what>.*?)(?: \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\))?$", re.DOTALL
)
_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WORDS = (
    ("Expected \"'''\"", "a block opened with ''' is never closed", "end it with ''' on a line of its own"),
    (
        "Unterminated string",
        'a block opened with """ is never closed',
        'end it with """ on a line of its own',
    ),
    ('Expected "\'"', "a text opened with ' is never closed", "close it with ' on the same line"),
    ("Illegal character '\\n'", "a text is not closed on its line", 'close it with "'),
    ("Illegal character", "an invisible character that TOML does not allow", "delete it and type it again"),
    ("Unescaped '\\'", "a backslash inside quotes", "write \\\\, or use '…' instead of \"…\""),
    ("Cannot declare", "the same [section] twice", "put its keys under the first one"),
    ("Cannot overwrite a value", "the same key twice", "keep one of the two"),
    ("Duplicate inline table key", "the same key twice", "keep one of the two"),
    (
        "Cannot mutate immutable",
        "a key is added to a table that is already closed",
        "put it inside its { … }",
    ),
    ("Cannot redefine namespace", "the same [section] twice", "put its keys under the first one"),
    ("Expected '=' after a key", "no “=” after the key", 'write: key = "value"'),
    ("Expected ']' at the end of a table", "a [section] without its closing bracket", "add ]"),
    ("Expected ']]' at the end", "a [[section]] without its closing brackets", "add ]]"),
    ("Unclosed array", "a list [ … ] that is not closed", "put a comma between its values and ] at its end"),
    (
        "Unclosed inline table",
        "a table { … } that is not closed",
        "put a comma between its keys and } at its end",
    ),
    ("Invalid initial character for a key", "this is not a key", "quote it if it has spaces or accents"),
    ("Invalid statement", "this is neither a [section] nor a key", 'write: key = "value"'),
    ("Invalid value", "this is not a value", 'put text between quotes: "…"'),
    ("Invalid date", "a date that does not exist", "write it as 2026-08-10"),
    ("Expected newline", "something is left over on the line", "one key a line; text between quotes"),
    ("Invalid hex value", "a backslash inside quotes", "write \\\\, or use '…' instead of \"…\""),
)


@dataclass(frozen=True, slots=True)
class Document:
    """A TOML file: its data, and where things stand."""

    file: str
    data: Mapping[str, Any]
    places: Places


def parse(source: Source, code: str) -> Document | Problem:
    """Read a TOML text; what stops it is one problem with the given code."""
    try:
        data = tomllib.loads(source.text)
    except tomllib.TOMLDecodeError as error:
        return _problem(source, code, str(error))
    except RecursionError:
        return Problem(
            file=source.path, line=1, column=1, code=code, message="lists or tables nested too deep"
        )
    return Document(source.path, data, scan(source.text))


def _problem(source: Source, code: str, error: str) -> Problem:
    match = _AT.match(error)
    what, place = error, START
    if match:
        what = match["what"]
        place = Place(int(match["line"]), int(match["column"])) if match["line"] else _end(source.text, what)
    message, hint = next(
        ((text, help_) for start, text, help_ in _WORDS if what.startswith(start)), ("this is not TOML", "")
    )
    if what.startswith("Invalid date"):
        message, hint = _date_at(source.text, place) or (message, hint)
    return Problem(
        file=source.path, line=place.line, column=place.column, code=code, message=message, hint=hint
    )


def _date_at(text: str, place: Place) -> tuple[str, str] | None:
    """Say why the date at a place does not exist; None where the trouble is another."""
    match = _DATE.match(text.replace("\r\n", "\n").split("\n")[place.line - 1], place.column - 1)
    said = no_such_date(int(match[1]), int(match[2]), int(match[3])) if match else ("", "")
    return said if said[0] else None


def _end(text: str, what: str) -> Place:
    """Give where an unclosed block was opened, if that is the trouble, else the end of the text."""
    lines = text.split("\n")
    quote = "'''" if "'''" in what else '"""' if what == "Unterminated string" else ""
    opened = [number for number, line in enumerate(lines, 1) if line.count(quote) % 2] if quote else []
    if opened:
        line = opened[-1]
        return Place(line, lines[line - 1].rindex(quote) + 1)
    return Place(len(lines), len(lines[-1]) + 1)
