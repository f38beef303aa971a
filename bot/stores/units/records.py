"""What the report is counted from, read by the time it happened at: never a whole table."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from json import loads

from bot.model.report import Decided, Place, Records, Spoken
from bot.stores.documents import ms_due
from bot.stores.tx import Tx
from bot.stores.units.feedback import feedback
from bot.stores.units.promises import promises
from bot.stores.units.responses import responses

_DECIDED = """
SELECT conversation_id, rule, outcome, detail FROM decision
WHERE at >= :since AND at < :until ORDER BY at, id"""

_SPOKEN = """
SELECT conversation_id, text, sender FROM transcript
WHERE at >= :since AND at < :until AND sender <> 'customer' AND revises = 0 ORDER BY at, n"""

_PLACE = """
SELECT c.id, c.channel, c.language, k.intent, k.topic
FROM conversation c LEFT JOIN cases k ON k.id = c.case_id WHERE c.id = :id"""


def records(tx: Tx, since: datetime, until: datetime) -> Records:
    """Read all that the report of a time is counted from."""
    span = {"since": ms_due(since), "until": ms_due(until)}
    waits = responses(tx, since, until)
    decided = tuple(_decided(row) for row in tx.rows(_DECIDED, **span))
    spoken = tuple(
        Spoken(conversation_id=row[0], text=row[1], by_person=row[2] == "agent")
        for row in tx.rows(_SPOKEN, **span)
    )
    told = promises(tx, since, until)
    judged = feedback(tx, since, until)
    named = {
        *(item.conversation_id for item in waits),
        *(item.conversation_id for item in decided),
        *(item.conversation_id for item in spoken),
        *(item.conversation_id for item in told),
        *(item.conversation_id for item in judged),
    }
    return Records(
        since=since,
        until=until,
        places=tuple(_places(tx, named)),
        waits=waits,
        decided=decided,
        spoken=spoken,
        promises=told,
        feedback=judged,
    )


def _decided(row: tuple[int, str, str, str]) -> Decided:
    conversation_id, rule, outcome, written = row
    detail = loads(written)
    return Decided(
        conversation_id=conversation_id,
        rule=rule,
        outcome=outcome,
        intent=detail.get("intent", ""),
        hand_off=detail.get("hand_off", ""),
    )


def _places(tx: Tx, named: Collection[int]) -> Iterator[Place]:
    for number in sorted(named):
        row = tx.row(_PLACE, id=number)
        if row is not None:
            yield Place(
                conversation_id=row[0],
                channel=row[1],
                language=row[2],
                intent=row[3] or "",
                topic=row[4] or "",
            )
