"""Taking the demo's invented conversations out of a store, with all that hangs on them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.model.incident import Evidence
from bot.stores.documents import load
from bot.stores.tx import Tx

HANGING = (
    "approval_step",
    "attachment",
    "bucket",
    "cases",
    "cost",
    "decision",
    "desk_topic",
    "draft",
    "feedback",
    "followup",
    "inbound",
    "newcomer",
    "note",
    "outbound",
    "promise",
    "report",
    "response",
    "shared",
    "task",
    "transcript",
)
"""Every table whose rows belong to a conversation."""

_NEVER_OPENED = "SELECT id, evidence FROM incident WHERE status IN ('suggested', 'expired', 'dismissed')"
_OF_INCIDENT = (
    "DELETE FROM attachment WHERE incident_id = :id",
    "DELETE FROM incident_word WHERE incident_id = :id",
    "DELETE FROM incident WHERE id = :id",
)

_THEIRS = "(SELECT id FROM conversation WHERE key >= :first AND key < :last)"


def clear_conversations(tx: Tx, prefix: str, incidents: Sequence[int] = ()) -> int:
    """Delete the conversations whose keys begin so, and these incidents; give how many conversations.

    What was only suggested of incidents on their messages alone, and the usual numbers of reports, go too:
    they came of them.
    """
    first, last = prefix, f"{prefix[:-1]}{chr(ord(prefix[-1]) + 1)}"
    for table in HANGING:
        tx.run(
            f"DELETE FROM {table} WHERE conversation_id IN {_THEIRS}",  # noqa: S608 - constants
            first=first,
            last=last,
        )
    gone = tx.run("DELETE FROM conversation WHERE key >= :first AND key < :last", first=first, last=last)
    if gone:
        tx.run("DELETE FROM tally")
        for number in (*incidents, *_baseless(tx)):
            _delete_incident(tx, number)
    return gone


def _baseless(tx: Tx) -> list[int]:
    """List what nobody opened and whose evidence is gone."""
    return [
        number
        for number, evidence in tx.rows(_NEVER_OPENED)
        if not any(tx.row("SELECT 1 FROM inbound WHERE id = :id", id=post) for post in _posts(evidence))
    ]


def _posts(evidence: str) -> tuple[int, ...]:
    return load(Evidence, evidence).posts


def _delete_incident(tx: Tx, number: int) -> None:
    for sql in _OF_INCIDENT:
        tx.run(sql, id=number)
    for stage in ("suggested", "open", "late"):
        tx.run(
            "DELETE FROM task WHERE conversation_id = 0 AND kind = 'incident' AND reason = :reason",
            reason=f"{stage}:{number}",
        )
