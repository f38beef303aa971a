"""The clocks a business sets itself: how soon it answers and solves, and how old a public post may get."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class ClockName(StrEnum):
    """What is being timed, the least grave first."""

    ACKNOWLEDGE = "acknowledge"  # clock time: the customer has heard nothing at all
    RESOLUTION = "resolution"  # opening time since the case was opened
    FIRST_ANSWER = "first_answer"  # opening time
    NEXT_ANSWER = "next_answer"  # opening time
    PROMISE = "promise"  # a time was told to the customer
    WINDOW = "window"  # the platform lets us write until then
    PUBLIC_ANSWER = "public_answer"  # clock time, faster for posts of greater reach
    PUBLIC_RESOLUTION = "public_resolution"  # the same
    OUT_OF_HAND = "out_of_hand"  # the same


class Stage(StrEnum):
    """How far a clock has run."""

    WARNING = "warning"
    BREACH = "breach"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A running clock: it began at `since` and is over at `due`."""

    name: ClockName
    since: datetime
    due: datetime

    def key(self, stage: Stage) -> str:
        """Name a stage of this very run of the clock."""
        return f"{self.name}:{stage}:{int(self.since.timestamp())}"

    def stages(self, warn_before: timedelta) -> tuple[tuple[Stage, datetime], ...]:
        """Give the moments at which people are told; a span too short to warn of has only its end."""
        warning = self.due - warn_before
        early = ((Stage.WARNING, warning),) if warning > self.since else ()
        return (*early, (Stage.BREACH, self.due))
