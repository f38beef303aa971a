"""Follow-ups that fall due become events of their conversation."""

from __future__ import annotations

from datetime import datetime

from bot.model.message import Author, Inbound, InboundKind, Surface
from bot.stores.documents import moment, ms
from bot.stores.tx import Row, Tx
from bot.stores.units.intake import store_event

_DUE = """
DELETE FROM followup WHERE at <= :now
RETURNING id, kind, step, at, conversation_id"""

_PLACE = "SELECT channel, account, key, surface FROM conversation WHERE id = :id"


def wake_due(tx: Tx, now: datetime) -> tuple[int, ...]:
    """Turn due follow-ups into events, oldest first; give their conversations."""
    conversations: dict[int, None] = {}
    for row in sorted(tx.rows(_DUE, now=ms(now)), key=lambda found: (found[3], found[0])):
        place = tx.row(_PLACE, id=row[4])
        if place is not None and store_event(tx, _event(row, place, now), now):
            conversations[row[4]] = None
    return tuple(conversations)


def _event(row: Row, place: Row, now: datetime) -> Inbound:
    follow_up_id, kind, step, at, _conversation = row
    channel, account, key, surface = place
    return Inbound(
        channel=channel,
        account=account,
        event_key=f"followup:{follow_up_id}",
        conversation_key=key,
        author=Author(id="clock"),
        kind=InboundKind.FOLLOW_UP,
        surface=Surface(surface),
        occurred_at=moment(at),
        received_at=now,
        payload={"kind": kind, "step": str(step), "at": moment(at).isoformat()},
    )


def next_due(tx: Tx) -> datetime | None:
    """Give when the next follow-up falls due."""
    row = tx.row("SELECT MIN(at) FROM followup")
    return moment(row[0]) if row and row[0] is not None else None
