"""Commit 1: what a channel read becomes rows, and its cursor moves with them."""

from __future__ import annotations

from datetime import datetime

from bot.model.message import Inbound, Quarantine
from bot.model.turn import NewTask, TaskKind
from bot.service.values import Accepted, Batch
from bot.stores.documents import dump, ms
from bot.stores.tx import Tx
from bot.stores.units.acts import audit_act
from bot.stores.units.conversations import from_customer, visit
from bot.stores.units.costs import write_costs
from bot.stores.units.doubts import doubt_message, restored_at
from bot.stores.units.tasks import add_task
from bot.stores.units.transcript import write_heard

_KNOWN = """
SELECT 1 FROM inbound WHERE channel = :channel AND account = :account AND event_key = :event"""

_STORE = """
INSERT INTO inbound (channel, account, event_key, conversation_id, kind, body, received_at)
VALUES (:channel, :account, :event, :conversation, :kind, :body, :now)
ON CONFLICT (channel, account, event_key) DO NOTHING
RETURNING id"""

_SET_ASIDE = """
INSERT INTO quarantine (channel, account, event_key, reason, raw, at)
VALUES (:channel, :account, :event, :reason, :raw, :now)
ON CONFLICT (channel, account, event_key) DO NOTHING
RETURNING id"""

_MOVE = """
INSERT INTO cursor (channel, account, value, moved_at) VALUES (:channel, :account, :value, :now)
ON CONFLICT (channel, account) DO UPDATE SET value = excluded.value, moved_at = excluded.moved_at"""


def accept(tx: Tx, batch: Batch, now: datetime) -> Accepted:
    """Store a batch whole: each event once, its conversation and case, the cursor, what it cost."""
    new, restored = 0, restored_at(tx)
    conversations: dict[int, None] = {}
    for item in batch.items:
        if isinstance(item, Quarantine):
            new += _quarantine(tx, item, now)
        elif conversation_id := store_event(tx, item, now, restored):
            new += 1
            conversations[conversation_id] = None
            audit_act(tx, conversation_id, item, now)
    if batch.cursor is not None:
        _move_cursor(tx, batch, batch.cursor, now)
    write_costs(tx, batch.channel, batch.account, batch.costs)
    return Accepted(new=new, duplicates=len(batch.items) - new, conversations=tuple(conversations))


def store_event(tx: Tx, inbound: Inbound, now: datetime, restored: int = 0) -> int:
    """Store one event and give its conversation; 0 if it was stored before.

    A customer's message from before the store was `restored` goes to a person.
    """
    if tx.row(_KNOWN, channel=inbound.channel, account=inbound.account, event=inbound.event_key):
        return 0
    conversation_id = visit(tx, inbound, now)
    stored = tx.row(
        _STORE,
        channel=inbound.channel,
        account=inbound.account,
        event=inbound.event_key,
        conversation=conversation_id,
        kind=inbound.kind.value,
        body=dump(inbound),
        now=ms(now),
    )
    if stored is None:
        return 0
    write_heard(tx, conversation_id, inbound)
    if ms(inbound.occurred_at) < restored and from_customer(inbound):
        doubt_message(tx, conversation_id, stored[0], now)
    return conversation_id


def _quarantine(tx: Tx, item: Quarantine, now: datetime) -> int:
    stored = tx.row(
        _SET_ASIDE,
        channel=item.channel,
        account=item.account,
        event=item.event_key,
        reason=item.reason,
        raw=item.raw,
        now=ms(now),
    )
    if stored is None:
        return 0
    text = f"an item from {item.channel} could not be read and was set aside: {item.reason}"
    add_task(tx, 0, NewTask(kind=TaskKind.QUARANTINE, text=text, reason=item.event_key), now)
    return 1


def _move_cursor(tx: Tx, batch: Batch, value: str, now: datetime) -> None:
    tx.run(_MOVE, channel=batch.channel, account=batch.account, value=value, now=ms(now))


def cursor(tx: Tx, channel: str, account: str) -> str | None:
    """Give where a channel reads on; None at the very first start."""
    row = tx.row(
        "SELECT value FROM cursor WHERE channel = :channel AND account = :account",
        channel=channel,
        account=account,
    )
    return str(row[0]) if row else None
