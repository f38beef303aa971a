"""What the editing of replies is made of: drafts, past texts, and what a look at a text finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.knowledge.trial import Tried
from bot.model.message import Letter
from bot.model.problem import Level, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyDraft:
    """A text that is not published; `base` names the file's text on which it was begun.

    `version` counts from 1; 0 in a draft that is not saved yet.
    """

    path: str
    text: str
    base: str
    author: str
    at: datetime
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyVersion:
    """A text a file has had; `author` is "" where it was not published at the desk."""

    id: int
    path: str
    text: str
    author: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidReply:
    """A message of the bot's own, to whom and when."""

    conversation_id: int
    channel: str
    letter: Letter
    name: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A reply in one language; `variants` is 0 where it is not written."""

    language: str
    variants: int
    errors: int = 0
    warnings: int = 0
    drafted: bool = False

    @property
    def is_gap(self) -> bool:
        """Whether something is to be done."""
        return not self.variants or self.errors > 0 or self.warnings > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A reply in all languages."""

    name: str
    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The replies of a topic; `topic` is "" for those of the brand itself."""

    topic: str
    rows: tuple[Row, ...]

    @property
    def gaps(self) -> int:
        """In how many cells something is to be done."""
        return sum(cell.is_gap for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """A text a file has had: `key` asks for it, `note` is what a commit says."""

    key: str
    author: str
    at: datetime
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A reply's file as one opens it; `disk` is None where it is not written yet."""

    path: str
    name: str
    language: str
    title: str
    disk: str | None
    base: str
    draft: ReplyDraft | None
    past: tuple[Past, ...]
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What lint and a trial find in a text."""

    problems: tuple[Problem, ...]
    tried: tuple[Tried, ...]

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What keeps it from being published."""
        return tuple(item for item in self.problems if item.level is Level.ERROR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reworded:
    """A message that was said, and how it would read; `after` is "" where nothing would be said."""

    said: SaidReply
    after: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What a text would have changed: of `looked` messages `used` were this reply's."""

    looked: int
    used: int
    reworded: tuple[Reworded, ...]


class Outcome(StrEnum):
    """What became of a text."""

    DONE = "done"
    MOVED = "moved"  # the file has changed since the text was begun
    OVERTAKEN = "overtaken"  # somebody has saved a draft meanwhile
    BROKEN = "broken"  # there are errors
    DOUBTFUL = "doubtful"  # there are warnings, and nobody has said that they are all right
    NOT_WRITTEN = "not_written"  # the file cannot be written


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What became of a text, with the problems that stand against it; `note` is for whoever did it."""

    outcome: Outcome
    problems: tuple[Problem, ...] = ()
    note: str = ""
