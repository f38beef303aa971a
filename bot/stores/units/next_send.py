"""When something queued for an account may next be sent: what an idle sender rests until."""

from __future__ import annotations

from datetime import datetime

from bot.model.message import Urgency
from bot.stores.documents import moment, ms
from bot.stores.tx import Tx
from bot.stores.units.gates import gate
from bot.stores.units.stopping import held

_NEXT = """
SELECT o.not_before FROM outbound o
WHERE o.channel = :channel AND o.account = :account AND o.head = 1 AND o.status = 'queued'
    AND (o.automatic = 0 OR NOT EXISTS
        (SELECT 1 FROM inbound i WHERE i.conversation_id = o.conversation_id AND i.done = 0)){kind}
ORDER BY o.not_before LIMIT 1"""
_OF_ALL = _NEXT.format(kind="")
_OF_PEOPLE = _NEXT.format(kind=f" AND o.urgency = {Urgency.PERSON.value}")
_OF_THE_BOT = _NEXT.format(kind=" AND o.automatic = 1")

_FREE = """
SELECT CASE WHEN paused_until > free_at THEN paused_until ELSE free_at END FROM bucket
WHERE channel = :channel AND account = :account AND conversation_id = 0"""


def next_send(tx: Tx, key: tuple[str, str], now: datetime) -> datetime | None:
    """Give when something queued for an account may next be sent; None when nothing is.

    Messages behind another, or behind unheard inbound, do not count, nor does what is stopped: what frees
    them is a commit, and whoever makes it knows.
    """
    due = _due(tx, key, now)
    if due is None:
        return None
    free = tx.row(_FREE, channel=key[0], account=key[1])
    return max(now, moment(max(due, free[0] if free else 0)))


def _due(tx: Tx, key: tuple[str, str], now: datetime) -> int | None:
    opened = gate(tx, key, held(tx), ms(now))
    people, bots = opened.people_from, opened.automatic_from
    if people == bots:
        return _later(_first(tx, _OF_ALL, key), people) if people is not None else None
    waiting = (
        _later(_first(tx, sql, key), since)
        for sql, since in ((_OF_PEOPLE, people), (_OF_THE_BOT, bots))
        if since is not None
    )
    return min((due for due in waiting if due is not None), default=None)


def _first(tx: Tx, sql: str, key: tuple[str, str]) -> int | None:
    row = tx.row(sql, channel=key[0], account=key[1])
    return row[0] if row else None


def _later(due: int | None, since: int) -> int | None:
    return None if due is None else max(due, since)
