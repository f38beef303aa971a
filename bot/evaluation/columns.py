"""Which columns a table has: named in its first line, or text, intent and language in this order."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.errors import SetupError

NAMES: Mapping[str, tuple[str, ...]] = {
    "text": ("text",),
    "intent": ("intent", "label", "category"),
    "language": ("language",),
    "split": ("split",),
}
"""The columns that are read, by the names they may have."""

_UNNAMED: Mapping[str, int] = {"text": 0, "intent": 1, "language": 2}
_NEEDED = ("text", "intent")
_DELIMITERS = (",", ";", "\t")
_LOOKED_AT = 2000
_NAME = re.compile(r"[A-Za-z_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each column stands, what parts them, and whether the first line is their names."""

    places: Mapping[str, int]
    delimiter: str
    named: bool

    def words(self, record: Sequence[str]) -> tuple[str, str, str, str]:
        """Give text, intent, language and split; "" for a column that is not there. Raises IndexError.

        Text and intent must be there: an IndexError says that the record is too short.
        """
        text, intent = record[self.places["text"]], record[self.places["intent"]]
        return text, intent, self._more(record, "language"), self._more(record, "split")

    def _more(self, record: Sequence[str], name: str) -> str:
        place = self.places.get(name, len(record))
        return record[place] if place < len(record) else ""


def columns_of(file: str, text: str) -> Columns:
    """Find a table's columns by its first line that says something. Raises SetupError."""
    lines = [line[:_LOOKED_AT] for line in lines_of(text) if line.strip()]
    first, second = lines[0], lines[1] if len(lines) > 1 else ""
    parted = [(delimiter, _cells(first, delimiter)) for delimiter in _DELIMITERS]
    for delimiter, cells in parted:
        if "text" in cells:
            return Columns(places=_named(file, cells), delimiter=delimiter, named=True)
    delimiter, cells = max(parted, key=lambda item: (len(item[1]) > 1, -_DELIMITERS.index(item[0])))
    if _look_like_names(cells, second):
        raise SetupError(
            f"{file}:1: there is no column “text”, only {_listed(cells)}",
            hint="name the columns text,intent[,language] in the first line",
        )
    return Columns(places=_UNNAMED, delimiter=delimiter, named=False)


def lines_of(text: str) -> list[str]:
    """Give a table's lines with their ends, whatever system wrote them."""
    return list(io.StringIO(text, newline=""))


def _named(file: str, cells: Sequence[str]) -> Mapping[str, int]:
    places = {column: cells.index(name) for column, names in NAMES.items() for name in names if name in cells}
    for column in _NEEDED:
        if column not in places:
            raise SetupError(
                f"{file}:1: there is no column “{column}”, only {_listed(cells)}",
                hint="name the columns text,intent[,language] in the first line",
            )
    return places


def _cells(line: str, delimiter: str) -> list[str]:
    record = next(csv.reader([line], delimiter=delimiter), [])
    return [cell.strip().lower() for cell in record]


def _look_like_names(cells: Sequence[str], second: str) -> bool:
    """Tell whether a first line names other columns: single words, one of them a column's, no sentence."""
    known = {name for names in NAMES.values() for name in names}
    words = len(cells) > 1 and all(_NAME.fullmatch(cell) for cell in cells)
    return words and bool(known & set(cells)) and bool(second)


def _listed(cells: Sequence[str]) -> str:
    return ", ".join(f"“{cell}”" for cell in cells[:12])
