"""What a team keeps about a conversation for itself: notes, and whom its case was given to."""

from __future__ import annotations

from datetime import datetime

from bot.model.audit import Deed
from bot.service.values import StoredNote
from bot.stores.documents import moment, ms
from bot.stores.tx import Tx
from bot.stores.units.audit import write_audit

_MOST = 200

_ADD = """
INSERT INTO note (conversation_id, author, text, at)
SELECT id, :author, :text, :now FROM conversation WHERE id = :conversation"""

_OF = """
SELECT id, author, text, at FROM note WHERE conversation_id = :conversation ORDER BY id DESC LIMIT :most"""

_ASSIGN = """
UPDATE cases SET assigned = :person
WHERE id = (SELECT case_id FROM conversation WHERE id = :conversation)
    AND status NOT IN ('resolved', 'closed')"""

_ASSIGNED = """
SELECT k.assigned FROM conversation c JOIN cases k ON k.id = c.case_id WHERE c.id = :conversation"""


def add_note(tx: Tx, conversation_id: int, author: str, text: str, now: datetime) -> bool:
    """Keep a note; False if there is no such conversation."""
    if not tx.run(_ADD, conversation=conversation_id, author=author, text=text, now=ms(now)):
        return False
    write_audit(tx, author, Deed.NOTED, f"conversation:{conversation_id}", now)
    return True


def notes_of(tx: Tx, conversation_id: int) -> tuple[StoredNote, ...]:
    """List the latest notes of a conversation, oldest first."""
    rows = tx.rows(_OF, conversation=conversation_id, most=_MOST)
    return tuple(
        StoredNote(id=row[0], author=row[1], text=row[2], at=moment(row[3])) for row in reversed(rows)
    )


def assign(tx: Tx, conversation_id: int, person: str, by: str, now: datetime) -> bool:
    """Give a conversation's open case to a person, "" for nobody."""
    if not tx.run(_ASSIGN, conversation=conversation_id, person=person):
        return False
    to = f" user:{person}" if person else ""
    write_audit(tx, by, Deed.ASSIGNED, f"conversation:{conversation_id}{to}", now)
    return True


def assigned_to(tx: Tx, conversation_id: int) -> str:
    """Name whom a conversation's case was given to; "" for nobody."""
    row = tx.row(_ASSIGNED, conversation=conversation_id)
    return str(row[0]) if row is not None else ""
