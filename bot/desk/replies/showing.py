"""A text and what was found in it, as the editor shows them: lines, findings, variants with their room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from bot.knowledge.trial import Tried
from bot.model.problem import Level, Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the text; `level` is the worst that was found in it, "" for nothing."""

    text: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What a variant says, and the channels on which it says just that."""

    variant: int
    line: int
    when: str
    text: str
    lacks: str
    buttons: tuple[str, ...]
    rooms: tuple[Tried, ...]

    @property
    def said(self) -> bool:
        """Whether any channel would say it."""
        return any(room.said for room in self.rooms)


def lines_of(text: str, problems: Sequence[Problem]) -> tuple[Line, ...]:
    """Give the text by lines, each with the worst that was found in it."""
    worst: dict[int, str] = {}
    for item in problems:
        if worst.get(item.line) != Level.ERROR.value:
            worst[item.line] = item.level.value
    return tuple(
        Line(text=line, level=worst.get(number, "")) for number, line in enumerate(text.split("\n"), 1)
    )


def wordings_of(tried: Sequence[Tried]) -> tuple[Wording, ...]:
    """Put together what reads the same: a variant's words once, with every channel that says them."""

    def key(item: Tried) -> tuple[int, str, str, tuple[str, ...]]:
        return item.variant, item.text, item.lacks, item.buttons

    return tuple(
        Wording(
            variant=rooms[0].variant,
            line=rooms[0].line,
            when=rooms[0].when,
            text=rooms[0].text,
            lacks=rooms[0].lacks,
            buttons=rooms[0].buttons,
            rooms=tuple(rooms),
        )
        for rooms in (list(group) for _, group in groupby(sorted(tried, key=key), key=key))
    )
