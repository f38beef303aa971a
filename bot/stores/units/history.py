"""What customers wrote in a period, for rehearsing it again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from bot.model.message import Inbound
from bot.stores.documents import load, ms_due
from bot.stores.tx import Row, Tx
from bot.stores.units.conversations import from_customer

_HEARD = """
SELECT body FROM inbound
WHERE kind IN ('message', 'button') AND received_at >= :since AND received_at < :until
ORDER BY received_at, id"""

_LATELY = "SELECT body FROM inbound WHERE kind IN ('message', 'button') ORDER BY id DESC LIMIT :most"


def heard(tx: Tx, since: datetime, until: datetime) -> tuple[Inbound, ...]:
    """List the customers' messages that came in from `since` to before `until`, oldest first."""
    return tuple(_from_customers(tx, since, until))


def heard_lately(tx: Tx, most: int) -> tuple[Inbound, ...]:
    """List the customers' messages among those that came in last, oldest first."""
    return tuple(_of_customers(reversed(tx.rows(_LATELY, most=most))))


def _from_customers(tx: Tx, since: datetime, until: datetime) -> Iterator[Inbound]:
    yield from _of_customers(tx.rows(_HEARD, since=ms_due(since), until=ms_due(until)))


def _of_customers(rows: Iterable[Row]) -> Iterator[Inbound]:
    for (body,) in rows:
        inbound = load(Inbound, body)
        if from_customer(inbound) and not inbound.author.is_bot:
            yield inbound
