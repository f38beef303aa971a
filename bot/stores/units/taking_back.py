"""Taking back a person's answer before it leaves: what it had ended stands again."""

from __future__ import annotations

from datetime import datetime

from bot.model.acting import act_in
from bot.model.audit import Deed
from bot.model.message import InboundKind, Letter
from bot.model.text import unsigned
from bot.service.inbox_values import TakenBack
from bot.stores.documents import load, ms
from bot.stores.tx import Row, Tx
from bot.stores.units.audit import write_audit
from bot.stores.units.conversations import read_conversation
from bot.stores.units.intake import store_event
from bot.stores.units.queue import promote

_STILL_HERE = """
SELECT conversation_id, letter, created_at FROM outbound
WHERE id = :id AND status = 'queued' AND automatic = 0 AND purpose = 'agent' AND attempt = 0"""

_WITHDRAW = """
UPDATE outbound SET status = 'withdrawn', head = 0, settled_at = :now, note = :note
WHERE id = :id AND status = 'queued'"""

_OPEN_AGAIN = """
UPDATE promise SET state = 'open', ended_at = 0
WHERE id = (SELECT MAX(id) FROM promise WHERE conversation_id = :conversation)
    AND state = 'kept' AND ended_at = :at
RETURNING due_at, step"""

_OWE_AGAIN = """
INSERT INTO followup (conversation_id, kind, step, at) VALUES (:conversation, 'promise', :step, :at)"""

_NO_LONGER_OVER = "DELETE FROM followup WHERE conversation_id = :conversation AND kind = 'give_up'"

_ANEW = "UPDATE conversation SET version = version + 1 WHERE id = :conversation"


def take_back(tx: Tx, outbound_id: int, by: str, now: datetime) -> TakenBack | None:
    """Take back a person's answer that has not begun to leave, and let its conversation be decided anew."""
    row = tx.row(_STILL_HERE, id=outbound_id)
    if row is None:
        return None
    conversation_id, letter = int(row[0]), load(Letter, row[1])
    tx.run(_WITHDRAW, id=outbound_id, now=ms(now), note=f"taken back by {by}")
    write_audit(tx, by, Deed.UNDONE, f"conversation:{conversation_id} letter:{outbound_id}", now)
    promote(tx, conversation_id)
    _owe_again(tx, row)
    _keep_with(tx, conversation_id, outbound_id, by, now)
    return TakenBack(conversation_id=conversation_id, text=unsigned(letter.text))


def _owe_again(tx: Tx, row: Row) -> None:
    """Let the promise stand again that the answer's own turn had counted as kept."""
    conversation, _letter, answered_at = row
    tx.run(_NO_LONGER_OVER, conversation=conversation)
    tx.run(_ANEW, conversation=conversation)
    promised = tx.row(_OPEN_AGAIN, conversation=conversation, at=answered_at)
    if promised is not None:
        tx.run(_OWE_AGAIN, conversation=conversation, at=promised[0], step=promised[1])


def _keep_with(tx: Tx, conversation_id: int, outbound_id: int, by: str, now: datetime) -> None:
    """Keep the conversation the person's: a turn sets its clocks anew. It is no deed of theirs besides."""
    conversation = read_conversation(tx, conversation_id)
    if conversation is not None:
        event = act_in(conversation, InboundKind.TAKE_OVER, f"undone:{outbound_id}", now, {"agent": by})
        store_event(tx, event, now)
