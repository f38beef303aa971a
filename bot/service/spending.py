"""What a channel has spent today of its money, and how often it may still call its platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


class Activity(StrEnum):
    """What a channel does that costs money, or may be done only so often."""

    SEARCH = "search"
    READ_PUBLIC = "read_public"
    READ_PRIVATE = "read_private"
    ANSWER_ALONE = "answer_alone"
    PEOPLE_ANSWER = "people_answer"
    WRITE_PUBLIC = "write_public"
    WRITE_PRIVATE = "write_private"


@dataclass(frozen=True, slots=True, kw_only=True)
class Closed:
    """What the day's money does not allow any more, and when there is some again."""

    activity: Activity
    until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Spend:
    """What the platform has charged today beside the cap, in `currency`; `closed` is what that stops."""

    today: Decimal
    cap: Decimal
    currency: str
    closed: tuple[Closed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """How many of `most` calls the platform still takes until a moment."""

    activity: Activity
    left: int
    most: int
    until: datetime
