"""What X costs today: each thing read or written with its price, and what the day's cap still allows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum

from bot.model.cost import MICRO, Cost, day_of

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


@dataclass(frozen=True, slots=True)
class _Purse:
    """Who pays for the calls of one piece of work; a thing that is sent is named by `reference`."""

    reference: str
    costs: list[Cost]


_PURSE: ContextVar[_Purse | None] = ContextVar("purse", default=None)


@dataclass(slots=True)
class Ledger:
    """One account's day, in UTC as X counts it. A thing counts once a day, however often it comes."""

    cap: Decimal = CAP
    prices: Mapping[str, Decimal] = field(default_factory=lambda: PRICES)
    _day: str = ""
    _spent: Decimal = Decimal(0)
    _counted: set[tuple[str, str]] = field(default_factory=set)
    _owed: list[Cost] = field(default_factory=list)

    def note(self, endpoint: str, answer: Mapping[str, object], now: datetime) -> None:
        """Write down what a call cost; a call to write whose answer did not come counts as well."""
        kind = _KINDS.get(endpoint)
        if kind is None:
            return
        if not endpoint.startswith("GET "):
            self.wrote(kind, now)
            return
        for number in _ids(answer.get("data")):
            self._count(kind, number, now)

    def wrote(self, kind: str, now: datetime) -> None:
        """Count something sent: once for the message that is being paid for."""
        purse = _PURSE.get()
        own = f"{now.isoformat()} {len(self._counted)}"
        self._count(kind, purse.reference if purse is not None and purse.reference else own, now)

    @contextmanager
    def paying(self, reference: str = "") -> Iterator[list[Cost]]:
        """Gather the costs of the calls made within, to be stored with what they paid for.

        If that comes to nothing they are owed: whoever stores next takes them.
        """
        purse = _Purse(reference, [])
        token = _PURSE.set(purse)
        try:
            yield purse.costs
        except BaseException:
            self._owed += purse.costs
            raise
        finally:
            _PURSE.reset(token)

    def take_owed(self) -> tuple[Cost, ...]:
        """Give the costs that nothing has stored yet; the caller stores them, or gives them back."""
        owed, self._owed = tuple(self._owed), []
        return owed

    def give_back(self, costs: Iterable[Cost]) -> None:
        """Take back costs that could not be stored."""
        self._owed += costs

    def spent(self, now: datetime) -> Decimal:
        """Give US dollars spent today."""
        self._turn(now)
        return self._spent

    def closed_until(self, use: Use, now: datetime) -> datetime | None:
        """Give when there is money for this again: X's next day; None: there is some now."""
        if self.spent(now) < self.cap * use.value:
            return None
        midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return midnight + timedelta(days=1)

    def remember(self, costs: Iterable[Cost], now: datetime) -> None:
        """Take up what was stored today, at the prices of then."""
        self._turn(now)
        for cost in costs:
            if cost.day == self._day and (cost.kind, cost.reference) not in self._counted:
                self._counted.add((cost.kind, cost.reference))
                self._spent += Decimal(cost.price) / MICRO

    def _count(self, kind: str, reference: str, now: datetime) -> None:
        self._turn(now)
        if (kind, reference) in self._counted:
            return
        price = int(self.prices.get(kind, Decimal(0)) * MICRO)
        self._counted.add((kind, reference))
        self._spent += Decimal(price) / MICRO
        purse = _PURSE.get()
        (self._owed if purse is None else purse.costs).append(
            Cost(kind=kind, reference=reference, price=price, at=now)
        )

    def _turn(self, now: datetime) -> None:
        today = day_of(now)
        if today != self._day:
            self._day, self._spent, self._counted = today, Decimal(0), set()


def _ids(data: object) -> list[str]:
    items = data if isinstance(data, list) else [data]
    return [str(item["id"]) for item in items if isinstance(item, Mapping) and "id" in item]
