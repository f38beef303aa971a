"""A rehearsal as an order: what another process needs to play the same script over other files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.knowledge.library import Knowledge
from bot.rehearsal.people import Staff
from bot.rehearsal.script import Script


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """The script, and how it is played. `people` is None for as many as the brand's settings name."""

    script: Script
    people: int | None
    answer_in: timedelta
    answering: bool

    def staff(self, knowledge: Knowledge) -> Staff:
        """Give the people who answer, signing as the brand's own do."""
        keys = tuple(knowledge.settings.people)
        count = len(keys) if self.people is None else self.people
        return Staff(count=count, answer_in=self.answer_in, keys=keys)
