"""What platforms charge: one thing read or written with its price, and sums of such things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

MICRO = 1_000_000
"""Millionths in one unit of a currency: prices are whole numbers of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One thing that a platform charges for.

    `kind` is the platform's, as “reply”; `reference` names the thing, so that it counts once a day: the id
    of what was read, or our number of what was sent. `price` is in millionths of `currency`.
    """

    kind: str
    reference: str
    price: int
    at: datetime
    currency: str = "USD"

    @property
    def day(self) -> str:
        """The day of UTC to which it belongs, as 2026-11-21."""
        return day_of(self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What an account spent in a day on things of one kind; `price` is the sum, in millionths."""

    day: str
    channel: str
    account: str
    kind: str
    count: int
    price: int
    currency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """How many questions of customers an account has answered in a time."""

    channel: str
    account: str
    count: int


def day_of(at: datetime) -> str:
    """Give the day of UTC of a moment, as 2026-11-21: days so written are ordered as they follow."""
    return at.astimezone(UTC).date().isoformat()
