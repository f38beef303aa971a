"""An incident's latest word becomes an event of each conversation that belongs to it, some at a time."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.model.message import Author, Inbound, InboundKind, Surface
from bot.service.incident_values import Reached
from bot.stores.documents import moment, ms
from bot.stores.tx import Row, Tx
from bot.stores.units.intake import store_event

BATCH = 50
"""At most so many in one transaction: other commits wait until it is over."""

_BEHIND = """
SELECT a.incident_id, a.conversation_id, i.number, c.channel, c.account, c.key, c.surface
FROM attachment a JOIN incident i ON i.id = a.incident_id JOIN conversation c ON c.id = a.conversation_id
WHERE a.behind = 1 AND i.number <= :latest ORDER BY a.incident_id, a.conversation_id LIMIT :most"""

_CAUGHT_UP = """
UPDATE attachment SET behind = 0 WHERE incident_id = :incident AND conversation_id = :conversation"""

_ANYONE = """
SELECT 1 FROM attachment a JOIN incident i ON i.id = a.incident_id
WHERE a.behind = 1 AND i.number <= :latest LIMIT 1"""

_ALL, _FIRST = 1 << 62, 1

_REACHED = """
SELECT c.channel, c.account, c.surface, c.language, COUNT(*)
FROM attachment a JOIN conversation c ON c.id = a.conversation_id
WHERE a.incident_id = :id GROUP BY c.channel, c.account, c.surface, c.language ORDER BY 1, 2, 3, 4"""

_KIND = "SELECT channel, account, surface, language FROM conversation WHERE id = :id"


def anyone_behind(tx: Tx, *, only_first: bool) -> bool:
    """Tell whether anyone has not been told the latest word; `only_first`: where that is the opening's."""
    return tx.row(_ANYONE, latest=_FIRST if only_first else _ALL) is not None


def announce(tx: Tx, now: datetime, *, only_first: bool) -> tuple[int, ...]:
    """Turn the latest words into events of a batch of conversations, each once; gives those."""
    rows = tx.rows(_BEHIND, most=BATCH, latest=_FIRST if only_first else _ALL)
    found = [_tell(tx, row, now) for row in rows]
    return tuple(conversation for conversation in found if conversation)


def _tell(tx: Tx, row: Row, now: datetime) -> int:
    incident, conversation, *_rest = row
    tx.run(_CAUGHT_UP, incident=incident, conversation=conversation)
    return store_event(tx, _event(row, now), now)


def _event(row: Row, now: datetime) -> Inbound:
    incident, conversation, number, channel, account, key, surface = row
    at = moment(ms(now)).astimezone(UTC)
    return Inbound(
        channel=channel,
        account=account,
        event_key=f"incident:{incident}:{number}:{conversation}",
        conversation_key=key,
        author=Author(id="incident"),
        kind=InboundKind.INCIDENT,
        surface=Surface(surface),
        occurred_at=at,
        received_at=at,
        payload={"incident": str(incident), "update": str(number)},
    )


def reached(tx: Tx, incident_id: int) -> tuple[Reached, ...]:
    """Count whom an incident's word goes to, by channel, surface and language."""
    return tuple(_reached(row) for row in tx.rows(_REACHED, id=incident_id))


def reached_of(tx: Tx, conversations: tuple[int, ...]) -> tuple[Reached, ...]:
    """Count conversations by channel, surface and language."""
    counts: dict[Row, int] = {}
    for conversation in conversations:
        row = tx.row(_KIND, id=conversation)
        if row is not None:
            counts[row] = counts.get(row, 0) + 1
    return tuple(_reached((*row, counts[row])) for row in sorted(counts))


def _reached(row: Row) -> Reached:
    return Reached(channel=row[0], account=row[1], surface=Surface(row[2]), language=row[3], count=row[4])
