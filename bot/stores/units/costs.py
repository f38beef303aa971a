"""What platforms charged: written in the commit of what it paid for, summed for people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from bot.model.cost import Answered, Cost, Spent
from bot.stores.documents import moment, ms, ms_due
from bot.stores.tx import Tx

KEPT = timedelta(days=396)
"""So long costs are kept: thirteen months, for a year to be laid beside the one before."""

_WRITE = """
INSERT INTO cost (channel, account, day, kind, reference, conversation_id, price, currency,
                  at)
VALUES (:channel, :account, :day, :kind, :reference, :conversation, :price, :currency, :at)
ON CONFLICT (channel, account, day, kind, reference) DO NOTHING"""

_OLD = "DELETE FROM cost WHERE channel = :channel AND account = :account AND day < :oldest"

_OF_DAY = """
SELECT kind, reference, price, at, currency FROM cost
WHERE channel = :channel AND account = :account AND day = :day ORDER BY id"""

_SPENT = """
SELECT day, channel, account, kind, currency, COUNT(*), SUM(price) FROM cost
WHERE day >= :first AND day <= :last
GROUP BY day, channel, account, kind, currency ORDER BY day, channel, account, kind"""


_ANSWERED = """
SELECT c.channel, c.account, COUNT(*) FROM response r JOIN conversation c ON c.id = r.conversation_id
WHERE r.since >= :since AND r.since < :until AND r.answer_at > 0
GROUP BY c.channel, c.account ORDER BY c.channel, c.account"""


def write_costs(
    tx: Tx, channel: str, account: str, costs: Sequence[Cost], *, conversation_id: int = 0
) -> None:
    """Write costs down, each once a day; those of the account that are too old go."""
    if not costs:
        return
    place = {"channel": channel, "account": account}
    tx.many(
        _WRITE,
        [
            {
                **place,
                "day": cost.day,
                "kind": cost.kind,
                "reference": cost.reference,
                "conversation": conversation_id,
                "price": cost.price,
                "currency": cost.currency,
                "at": ms(cost.at),
            }
            for cost in costs
        ],
    )
    newest = date.fromisoformat(max(cost.day for cost in costs))
    tx.run(_OLD, **place, oldest=(newest - KEPT).isoformat())


def costs_of(tx: Tx, channel: str, account: str, day: str) -> tuple[Cost, ...]:
    """List what an account was charged on a day of UTC."""
    rows = tx.rows(_OF_DAY, channel=channel, account=account, day=day)
    return tuple(
        Cost(kind=kind, reference=reference, price=price, at=moment(at), currency=currency)
        for kind, reference, price, at, currency in rows
    )


def spent(tx: Tx, first: str, last: str) -> tuple[Spent, ...]:
    """Sum what was charged from a day of UTC to another, both included, by day, account and kind."""
    rows = tx.rows(_SPENT, first=first, last=last)
    return tuple(
        Spent(
            day=day,
            channel=channel,
            account=account,
            kind=kind,
            count=count,
            price=int(price),
            currency=currency,
        )
        for day, channel, account, kind, currency, count, price in rows
    )


def answered(tx: Tx, since: datetime, until: datetime) -> tuple[Answered, ...]:
    """Count the questions that began from `since` to before `until` and have been answered, by account."""
    rows = tx.rows(_ANSWERED, since=ms_due(since), until=ms_due(until))
    return tuple(Answered(channel=channel, account=account, count=count) for channel, account, count in rows)
