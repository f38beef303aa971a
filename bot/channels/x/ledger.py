"""What X costs today: each thing read or written with its price, and what the day's cap still allows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum

PRICES: Mapping[str, Decimal] = {
    "mention_read": Decimal("0.001"),
    "own_read": Decimal("0.001"),
    "post_read": Decimal("0.005"),
    "message_read": Decimal("0.010"),
    "user_read": Decimal("0.010"),
    "post_event": Decimal("0.005"),
    "message_event": Decimal("0.010"),
    "reply": Decimal("0.010"),
    "message": Decimal("0.015"),
}
"""US dollars for one, unless settings say otherwise."""

CAP = Decimal(5)

_KINDS: Mapping[str, str] = {
    "GET /2/users/:id/mentions": "mention_read",
    "GET /2/users/:id/tweets": "own_read",
    "GET /2/tweets": "post_read",
    "GET /2/tweets/search/recent": "post_read",
    "GET /2/dm_events": "message_read",
    "GET /2/dm_conversations/with/:id/dm_events": "message_read",
    "GET /2/users/me": "user_read",
    "GET /2/tweets/search/stream": "post_read",
    "GET event of a post": "post_event",
    "GET event of a message": "message_event",
    "POST /2/tweets": "reply",
    "POST /2/dm_conversations/with/:id/messages": "message",
}


class Use(Enum):
    """What money is for, each with the part of the day's cap at which it stops: the least needed first."""

    SEARCH = Decimal("0.60")
    MESSAGES = Decimal("0.80")
    AUTOMATIC = Decimal("0.90")
    MENTIONS = Decimal("0.95")
    PEOPLE = Decimal("1.00")


@dataclass(slots=True)
class Ledger:
    """One account's day, in UTC as X counts it. A thing read counts once a day, however often it comes."""

    cap: Decimal = CAP
    prices: Mapping[str, Decimal] = field(default_factory=lambda: PRICES)
    _day: str = ""
    _counts: dict[str, int] = field(default_factory=dict)
    _read: set[tuple[str, str]] = field(default_factory=set)

    def note(self, endpoint: str, answer: Mapping[str, object], now: datetime) -> None:
        """Write down what a call cost; a call to write whose answer did not come counts as well."""
        self._turn(now)
        kind = _KINDS.get(endpoint)
        if kind is None:
            return
        if not endpoint.startswith("GET "):
            self._count(kind)
            return
        for number in _ids(answer.get("data")):
            if (kind, number) not in self._read:
                self._read.add((kind, number))
                self._count(kind)

    def spent(self, now: datetime) -> Decimal:
        """Give US dollars spent today."""
        self._turn(now)
        return sum((self.prices.get(kind, Decimal(0)) * n for kind, n in self._counts.items()), Decimal(0))

    def closed_until(self, use: Use, now: datetime) -> datetime | None:
        """Give when there is money for this again: X's next day; None: there is some now."""
        if self.spent(now) < self.cap * use.value:
            return None
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=1)

    def kept(self, now: datetime) -> dict[str, object]:
        """Give the day's counts, to be kept; empty on a day that has cost nothing."""
        self._turn(now)
        return {"day": self._day, "counts": dict(self._counts)} if self._counts else {}

    def remember(self, kept: Mapping[str, object], now: datetime) -> None:
        """Take up what was kept today."""
        self._turn(now)
        counts = kept.get("counts")
        if kept.get("day") == self._day and isinstance(counts, Mapping):
            for kind, count in counts.items():
                if kind in PRICES and type(count) is int and count > 0:
                    self._counts[kind] = self._counts.get(kind, 0) + count

    def _count(self, kind: str) -> None:
        self._counts[kind] = self._counts.get(kind, 0) + 1

    def _turn(self, now: datetime) -> None:
        today = now.astimezone(UTC).date().isoformat()
        if today != self._day:
            self._day, self._counts, self._read = today, {}, set()


def _ids(data: object) -> list[str]:
    items = data if isinstance(data, list) else [data]
    return [str(item["id"]) for item in items if isinstance(item, Mapping) and "id" in item]
