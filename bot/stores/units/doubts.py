"""What a restored backup still owed: it may have been done since, so people are asked and nothing is sent."""

from __future__ import annotations

from datetime import datetime

from bot.stores.documents import ms
from bot.stores.tx import Tx

_ASK_LETTERS = """
INSERT INTO task (conversation_id, outbound_id, kind, text, reason, created_at)
SELECT conversation_id, id, 'maybe_sent',
       'a message may have been sent after the backup was made', 'send_failed', :now
FROM outbound WHERE status IN ('queued', 'sending')"""

_DOUBT_LETTERS = """
UPDATE outbound SET status = 'unknown', head = 0, settled_at = :now, note = 'restored from a backup'
WHERE status IN ('queued', 'sending')"""

_ASK_INBOUND = """
INSERT INTO task (conversation_id, kind, text, reason, created_at)
SELECT conversation_id, 'poison', 'messages may have been answered after the backup was made',
       'restored', :now
FROM inbound WHERE done = 0 GROUP BY conversation_id"""

_DOUBT_INBOUND = "UPDATE inbound SET done = 1, done_at = :now, outcome = 'restored' WHERE done = 0"

_ASK_FOLLOW_UPS = """
INSERT INTO task (conversation_id, kind, text, reason, created_at)
SELECT conversation_id, 'alert', 'something promised fell due after the backup was made', 'restored', :now
FROM followup WHERE at <= :now GROUP BY conversation_id"""

_ASK_MESSAGE = """
INSERT INTO task (conversation_id, kind, text, reason, created_at)
SELECT id, 'alert', 'messages from before the restore may have been answered', 'restored', :now
FROM conversation WHERE id = :conversation AND NOT EXISTS
    (SELECT 1 FROM task WHERE conversation_id = :conversation AND done_at = 0 AND reason = 'restored')"""

_REMEMBER = """
INSERT INTO meta (name, value) VALUES ('restored_at', :now)
ON CONFLICT (name) DO UPDATE SET value = excluded.value"""

_ASK_INCIDENTS = """
INSERT INTO task (conversation_id, kind, text, reason, created_at)
SELECT 0, 'alert', 'customers of incident ' || incident_id || ' may not have heard its latest word',
       'restored', :now
FROM attachment WHERE behind = 1 GROUP BY incident_id"""

_DOUBT_INCIDENTS = "UPDATE attachment SET behind = 0 WHERE behind = 1 AND :now >= 0"

_DOUBT_FOLLOW_UPS = "DELETE FROM followup WHERE at <= :now"


_ASK = (_ASK_LETTERS, _ASK_INBOUND, _ASK_FOLLOW_UPS, _ASK_INCIDENTS)
_DOUBT = (_DOUBT_LETTERS, _DOUBT_INBOUND, _DOUBT_FOLLOW_UPS, _DOUBT_INCIDENTS)


def doubt_everything(tx: Tx, now: datetime) -> int:
    """Turn letters, messages and follow-ups that were still owed into tasks; gives how many tasks."""
    at = ms(now)
    asked = sum(tx.run(sql, now=at) for sql in _ASK)
    for sql in _DOUBT:
        tx.run(sql, now=at)
    tx.run("DELETE FROM token")
    tx.run(_REMEMBER, now=str(at))
    return asked


def restored_at(tx: Tx) -> int:
    """Give when the store was last put back from a backup, in milliseconds; 0 if never."""
    row = tx.row("SELECT value FROM meta WHERE name = 'restored_at'")
    return int(row[0]) if row else 0


def doubt_message(tx: Tx, conversation_id: int, inbound_id: int, now: datetime) -> None:
    """Leave a message from before the restore to a person: it may have been answered, and that forgotten."""
    tx.run(
        "UPDATE inbound SET done = 1, done_at = :now, outcome = 'restored' WHERE id = :id",
        id=inbound_id,
        now=ms(now),
    )
    tx.run(_ASK_MESSAGE, conversation=conversation_id, now=ms(now))
