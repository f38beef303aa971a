"""What X charges for each thing read or written: a thing read counts once in a day of UTC."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal

PRICES = {
    "post": Decimal("0.015"),
    "post_with_link": Decimal("0.200"),
    "summoned_reply": Decimal("0.010"),
    "post_read": Decimal("0.001"),
    "message_read": Decimal("0.010"),
    "message": Decimal("0.015"),
    "user_read": Decimal("0.010"),
}


@dataclass(slots=True)
class Bill:
    """What has been charged so far."""

    counts: Counter[str] = field(default_factory=Counter)
    _read: set[tuple[str, int, str]] = field(default_factory=set)

    @property
    def total(self) -> Decimal:
        """US dollars in all."""
        return sum((PRICES[kind] * count for kind, count in self.counts.items()), Decimal(0))

    def wrote(self, kind: str) -> None:
        """Charge something written."""
        self.counts[kind] += 1

    def read(self, kind: str, number: int, now: float) -> None:
        """Charge something read, unless it was charged today."""
        key = (kind, number, datetime.fromtimestamp(now, UTC).date().isoformat())
        if key not in self._read:
            self._read.add(key)
            self.counts[kind] += 1
