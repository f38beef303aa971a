"""What was said about the brand without speaking to it, newest first."""

from __future__ import annotations

from datetime import datetime
from json import loads

from bot.model.message import Inbound
from bot.model.overheard import Overheard
from bot.stores.documents import load, moment, ms_due
from bot.stores.tx import Row, Tx

_LATELY = """
SELECT conversation_id, inbound, detail, at FROM decision
WHERE rule = 'overheard' AND at >= :since ORDER BY at DESC, id DESC LIMIT :most"""

_BODY = "SELECT body FROM inbound WHERE id = :id"


def overheard(tx: Tx, since: datetime, most: int) -> tuple[Overheard, ...]:
    """List what was overheard from `since` on, newest first, `most` at most."""
    rows = tx.rows(_LATELY, since=ms_due(since), most=most)
    return tuple(item for row in rows for item in _read(tx, row))


def _read(tx: Tx, row: Row) -> tuple[Overheard, ...]:
    conversation_id, inbound, written, at = row
    numbers, detail = load(tuple[int, ...], inbound), loads(written)
    bodies = [found[0] for number in numbers if (found := tx.row(_BODY, id=number))]
    said = [load(Inbound, body) for body in bodies]
    if not said:
        return ()
    leads = detail.get("candidates", [])
    return (
        Overheard(
            conversation_id=conversation_id,
            channel=said[-1].channel,
            name=said[-1].author.name,
            handle=said[-1].author.handle,
            text="\n".join(item.text for item in said),
            intent=leads[0]["intent"] if leads else "",
            urgent=detail.get("hand_off", "") != "",
            at=moment(at),
        ),
    )
