"""A labelled sentence that is put to the matcher, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

OUT_OF_SCOPE = ""
"""The intent of a sentence that no intent should claim."""


class Sort(StrEnum):
    """Where a question comes from: a brand's `check`, `say` or `not` line, or a file."""

    CHECK = "check"
    SAY = "say"
    NEAR_MISS = "not"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A sentence and the intent people gave it; for a near miss the intent that it must not match."""

    text: str
    intent: str
    sort: Sort = Sort.FILE
    file: str = ""
    line: int = 0

    @property
    def source(self) -> str:
        """The place as "file:line"."""
        return f"{self.file}:{self.line}"
