"""Suggestions of incidents: made, kept up to date while the burst grows, and expired when it ebbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.incident import Announcement
from bot.service.incident_values import Burst
from bot.stores.documents import dump, ms
from bot.stores.tx import Tx
from bot.stores.units.incident_tasks import finish_incident_tasks, show_late, show_open, show_suggested
from bot.stores.units.incidents import live_incidents, read_incident

_MAKE = """
INSERT INTO incident (status, title, key, said, evidence, number, began_at, changed_at)
VALUES ('suggested', :title, :key, :said, :evidence, 0, :now, :now) RETURNING id"""

_GROW = "UPDATE incident SET evidence = :evidence, changed_at = :now WHERE id = :id AND status = 'suggested'"
_EXPIRE = "UPDATE incident SET status = 'expired', changed_at = :now WHERE id = :id AND status = 'suggested'"


def suggest(tx: Tx, bursts: Sequence[Burst], ebbed: Sequence[int], now: datetime) -> tuple[int, ...]:
    """Write down the bursts there are, and which suggestions have ebbed; gives the numbers of new ones."""
    known = {item.key: item for item in live_incidents(tx) if not item.is_open}
    new = [_make(tx, burst, now) for burst in bursts if burst.key not in known]
    for burst in bursts:
        if burst.key in known:
            tx.run(_GROW, id=known[burst.key].id, evidence=dump(burst.evidence), now=ms(now))
            show_suggested(tx, replace(known[burst.key], evidence=burst.evidence), now)
    for number in ebbed:
        if tx.run(_EXPIRE, id=number, now=ms(now)):
            finish_incident_tasks(tx, number, "ebbed", now)
    return tuple(new)


def _make(tx: Tx, burst: Burst, now: datetime) -> int:
    said = Announcement(intents=burst.intents, topics=burst.topics, place=burst.evidence.place)
    row = tx.row(
        _MAKE,
        title=burst.title,
        key=burst.key,
        said=dump(said),
        evidence=dump(burst.evidence),
        now=ms(now),
    )
    number = int(row[0]) if row else 0
    item = read_incident(tx, number)
    if item is not None:
        show_suggested(tx, item, now)
    return number


def count_again(tx: Tx, numbers: Sequence[int], now: datetime) -> None:
    """Bring the tasks of open incidents up to date."""
    for number in numbers:
        item = read_incident(tx, number)
        if item is not None and item.is_open:
            show_open(tx, item, now)


def remind_late(tx: Tx, numbers: Sequence[int], now: datetime) -> int:
    """Tell people, once, that the time they named for the next word has come; gives how many are new."""
    items = (read_incident(tx, number) for number in numbers)
    return sum(show_late(tx, item, now) for item in items if item is not None and item.is_open)
