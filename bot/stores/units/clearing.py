"""Taking the demo's invented conversations out of a store, with all that hangs on them."""

from __future__ import annotations

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

_THEIRS = "(SELECT id FROM conversation WHERE key >= :first AND key < :last)"


def clear_conversations(tx: Tx, prefix: str) -> int:
    """Delete the conversations whose keys begin so; give how many there were.

    What was only suggested of incidents and the usual numbers of reports go too: they came of them.
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
        tx.run("DELETE FROM incident WHERE status = 'suggested'")
    return gone
