"""Reads what platforms have charged out of the store, and puts it into lines and JSON."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Any

from bot.cli.keeping import require_store, store_url
from bot.cli.talk import counted, dim
from bot.clock import SystemClock
from bot.model.cost import MICRO, Answered, Spent, day_of
from bot.stores.beside import open_beside
from bot.stores.opening import store_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """What one account was charged in a time, oldest day first, and how many questions it answered."""

    channel: str
    account: str
    currency: str
    spent: tuple[Spent, ...]
    answered: int

    @property
    def total(self) -> Decimal:
        """The whole sum."""
        return _sum(self.spent)

    @property
    def each(self) -> Decimal | None:
        """What a question answered has cost; None where none was."""
        return self.total / self.answered if self.answered else None

    def by_day(self) -> Iterator[tuple[str, tuple[Spent, ...]]]:
        """Give each day with what was charged on it."""
        for day, spent in groupby(self.spent, key=attrgetter("day")):
            yield day, tuple(spent)

    def as_json(self) -> dict[str, Any]:
        """Give the bill as JSON has it; money is written as text, so that nothing is rounded."""
        return {
            "channel": self.channel,
            "account": self.account,
            "currency": self.currency,
            "total": str(self.total),
            "answered": self.answered,
            "each": None if self.each is None else f"{self.each:.6f}",
            "kinds": _kinds(self.spent),
            "by_day": [
                {
                    "day": day,
                    "total": str(_sum(spent)),
                    "kinds": _kinds(spent),
                }
                for day, spent in self.by_day()
            ],
        }


def bills_of(project: Path, *, days: int) -> tuple[Bill, ...]:
    """Read the bills of the last so many days of UTC. Raises SetupError where there is no store."""
    path = store_path(store_url(project))
    require_store(path)
    return asyncio.run(_read(path, days))


async def _read(path: Path, days: int) -> tuple[Bill, ...]:
    now = SystemClock().now().astimezone(UTC)
    first = datetime.combine(now.date() - timedelta(days=days - 1), time(), UTC)
    store = open_beside(path)
    try:
        spent = await store.spent(day_of(first), day_of(now))
        answered = await store.answered(first, now)
    finally:
        await store.close()
    return tuple(_bills(spent, answered))


def _bills(spent: Iterable[Spent], answered: Iterable[Answered]) -> Iterator[Bill]:
    counts = {(item.channel, item.account): item.count for item in answered}
    whose = attrgetter("channel", "account", "currency")
    for (channel, account, currency), items in groupby(sorted(spent, key=whose), key=whose):
        yield Bill(
            channel=channel,
            account=account,
            currency=currency,
            spent=tuple(items),
            answered=counts.get((channel, account), 0),
        )


def in_lines(bills: Sequence[Bill], *, days: int) -> Iterator[str]:
    """Give the bills in lines."""
    if not bills:
        yield f"Nothing was charged in the last {counted(days, 'day')}."
    for place, bill in enumerate(bills):
        if place:
            yield ""
        each = f", {bill.each:.4f} {bill.currency} each" if bill.each is not None else ""
        yield (
            f"{bill.channel} {bill.account}: {bill.total:.2f} {bill.currency} in {counted(days, 'day')}, "
            f"{counted(bill.answered, 'question')} answered{each}"
        )
        for kind, spent in _by_kind(bill.spent):
            yield f"  {kind:<14} {_count(spent):>7}  {_sum(spent):>9.3f}"
        for day, spent in bill.by_day():
            kinds = ", ".join(f"{item.kind} {item.count}" for item in spent)
            yield f"  {day}     {_count(spent):>7}  {_sum(spent):>9.3f}  {dim(kinds)}"


def _by_kind(spent: Iterable[Spent]) -> Iterator[tuple[str, tuple[Spent, ...]]]:
    kind_of = attrgetter("kind")
    for kind, items in groupby(sorted(spent, key=kind_of), key=kind_of):
        yield kind, tuple(items)


def _count(spent: Iterable[Spent]) -> int:
    return sum(item.count for item in spent)


def _sum(spent: Iterable[Spent]) -> Decimal:
    return Decimal(sum(item.price for item in spent)) / MICRO


def _kinds(spent: Iterable[Spent]) -> dict[str, Any]:
    return {kind: {"count": _count(items), "total": str(_sum(items))} for kind, items in _by_kind(spent)}
