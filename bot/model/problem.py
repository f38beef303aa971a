"""A finding in the brand's files, as lint prints it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad a problem is: an error keeps the files from being served."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One finding: where, which rule, what, and what to do about it.

    `line` and `column` count from 1; `file` is relative to the project, with forward slashes.
    """

    file: str
    line: int
    column: int
    code: str
    message: str
    hint: str = ""
    level: Level = Level.ERROR

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.level} {self.code} {self.message}"
        return f"{text}   hint: {self.hint}" if self.hint else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of the brand as text: the core reads these, never the disk.

    A picture has no text; `size` is how many bytes it has.
    """

    path: str
    text: str
    size: int | None = None
