"""The editor's form: the text being written, what its author has seen, and for whom it is tried."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.knowledge.trial import Trial
from bot.service.reply_files import as_edited, digest_of
from bot.service.reply_values import Sheet

LONGEST = 12_000
"""So many characters a reply may have at the desk, or as many as its file has."""


def longest(sheet: Sheet) -> int:
    """Give how long the text may be."""
    return max(LONGEST, len(sheet.disk or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """`base` and `seen` are the file and the draft one began on, `looked` the text that was looked over."""

    text: str
    base: str
    seen: int = 0
    looked: str = ""
    trial: Trial = field(default_factory=Trial)

    @property
    def digest(self) -> str:
        """The name of the text."""
        return digest_of(self.text)

    @property
    def is_looked_over(self) -> bool:
        """Whether exactly this text was looked over."""
        return self.looked == self.digest


def form_of(sheet: Sheet, text: str | None = None) -> Form:
    """Give the form as it is first shown: the draft where there is one, or a text of the past."""
    draft = sheet.draft
    words = text if text is not None else draft.text if draft is not None else sheet.disk
    return Form(text=as_edited(words), base=sheet.base, seen=draft.version if draft is not None else 0)


def read_form(given: Mapping[str, str]) -> Form:
    """Read what a browser sent."""
    seen = given.get("seen", "")
    return Form(
        text=as_edited(given.get("text", "")),
        base=given.get("base", ""),
        seen=int(seen) if seen.isdecimal() and len(seen) < 10 else 0,
        looked=given.get("looked", ""),
        trial=Trial(
            named=given.get("named", "yes") == "yes",
            is_open=given.get("open", "yes") == "yes",
            filled=given.get("filled", "yes") == "yes",
            first=given.get("first", "yes") == "yes",
        ),
    )
