"""The store's contract: what platforms charged is written with what it paid for, once a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.model.cost import Cost, Spent, day_of
from bot.model.message import Purpose
from bot.service.store import Store
from bot.service.values import Absent, Batch, CannotTell, Sent, Unknown
from tests.contracts.store_helpers import HOUR, KEY, NOW, SECOND, Teller, heard, letter

TODAY = day_of(NOW)


def cost(reference: str, kind: str = "read", *, price: int = 1000, at: datetime = NOW) -> Cost:
    """Make a cost."""
    return Cost(kind=kind, reference=reference, price=price, at=at)


def costing(*costs: Cost) -> Batch:
    """Make a batch that brought nothing but costs."""
    return Batch(channel="web", account="main", items=(), costs=costs)


def sums(found: Iterable[Spent]) -> dict[tuple[str, str], tuple[int, int]]:
    """Give count and price by day and kind."""
    return {(item.day, item.kind): (item.count, item.price) for item in found}


class CostsContract:
    """The ledger."""

    async def test_what_reading_cost_is_stored_with_what_was_read(self, store: Store) -> None:
        batch = Batch(channel="web", account="main", items=(heard(),), costs=(cost("1"), cost("2")))
        assert (await store.accept(batch, NOW)).new == 1
        assert await store.costs(*KEY, TODAY) == batch.costs
        assert await store.costs("web", "other", TODAY) == ()
        assert await store.costs(*KEY, day_of(NOW + 24 * HOUR)) == ()

    async def test_a_thing_counts_once_a_day_of_utc(self, store: Store) -> None:
        for _ in range(3):
            await store.accept(costing(cost("1"), cost("1")), NOW)
        await store.accept(costing(cost("1", at=NOW + 14 * HOUR)), NOW)
        found = await store.spent(TODAY, day_of(NOW + 14 * HOUR))
        assert [(item.count, item.price) for item in found] == [(1, 1000), (1, 1000)]

    async def test_a_send_is_charged_however_it_ends_and_once(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending(letter("ecco", Purpose.ANSWER))
        paid = (cost("17", "sent", price=10_000),)
        await store.settle(outbound, Unknown(evidence="cut", costs=paid), NOW)
        assert sums(await store.spent(TODAY, TODAY)) == {(TODAY, "sent"): (1, 10_000)}
        looked = (*paid, cost("p1", "read"))
        await store.settle_doubt(outbound, Sent(id="p1", costs=looked), NOW + SECOND)
        assert sums(await store.spent(TODAY, TODAY)) == {
            (TODAY, "read"): (1, 1000),
            (TODAY, "sent"): (1, 10_000),
        }

    async def test_a_look_up_is_charged_whatever_it_finds(self, store: Store) -> None:
        teller = Teller(store)
        outbound = await teller.sending()
        await store.settle(outbound, Unknown(evidence="cut"), NOW)
        await store.settle_doubt(outbound, Absent(costs=(cost("1"),)), NOW + SECOND)
        (again,) = await teller.claim(NOW + HOUR)
        await store.settle(again, Unknown(evidence="cut"), NOW + HOUR)
        await store.settle_doubt(again, CannotTell(reason="no", costs=(cost("2"),)), NOW + HOUR)
        assert sums(await store.spent(TODAY, TODAY)) == {(TODAY, "read"): (2, 2000)}

    async def test_what_is_older_than_thirteen_months_goes(self, store: Store) -> None:
        for days in (400, 397, 396, 30):
            at = NOW - timedelta(days=days)
            await store.accept(costing(cost("1", at=at)), at)
        await store.accept(costing(cost("1")), NOW)
        found = await store.spent("2020-01-01", TODAY)
        assert [item.day for item in found] == [day_of(NOW - timedelta(days=days)) for days in (396, 30, 0)]
