"""The queue of outbound messages: putting letters in, taking them back, and who is head of a conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.conversation import Conversation
from bot.model.message import Letter, Outbound, Surface, Urgency
from bot.model.turn import WithdrawScope
from bot.stores.documents import dump, load, moment, ms, ms_due
from bot.stores.tx import Row, Tx, Value

_ENQUEUE = """
INSERT INTO outbound (conversation_id, channel, account, key, purpose, automatic, urgency, letter, contact,
                      thread, head, not_before, created_at, note)
VALUES (:conversation, :channel, :account, :key, :purpose, :automatic, :urgency, :letter, :contact, :thread,
        CASE WHEN EXISTS (SELECT 1 FROM outbound WHERE conversation_id = :conversation
                          AND status IN ('queued', 'sending')) THEN 0 ELSE 1 END,
        :not_before, :now, :note)"""

_PROMOTE = """
UPDATE outbound SET head = 1
WHERE id = (SELECT MIN(id) FROM outbound WHERE conversation_id = :conversation
            AND status IN ('queued', 'sending')) AND head = 0"""

_WITHDRAW = """
UPDATE outbound SET status = 'withdrawn', head = 0, settled_at = :now
WHERE conversation_id = :conversation AND status = 'queued' AND automatic = 1"""

_REVOKE = """
UPDATE outbound SET revoked = 1
WHERE conversation_id = :conversation AND status = 'sending' AND automatic = 1"""

_ONLY_FOLLOW_UPS = " AND purpose = 'follow_up'"

_LIVE = """
SELECT 1 FROM outbound WHERE conversation_id = :conversation AND status IN ('queued', 'sending') LIMIT 1"""

_AS_A_PERSONS = {"automatic": 0, "urgency": Urgency.PERSON.value}

OUTBOUND = """
    id, channel, account, conversation_id, key, letter, attempt, created_at, first_attempt_at, automatic"""
"""The columns `outbound_of` reads, in order."""


def enqueue(tx: Tx, conversation: Conversation, letters: Sequence[Letter], now: datetime) -> None:
    """Queue letters in order."""
    place = _place(conversation)
    tx.many(
        _ENQUEUE,
        [
            {**place, **_letter(letter), "not_before": _free(letter, now), "now": ms(now), "note": ""}
            for letter in letters
        ],
    )


def _free(letter: Letter, now: datetime) -> int:
    """Give when a letter may leave: now, or once nobody can take it back any more."""
    return ms_due(letter.held_until) if letter.held_until is not None else ms(now)


def _place(conversation: Conversation) -> dict[str, Value]:
    return {
        "conversation": conversation.id,
        "channel": conversation.channel,
        "account": conversation.account,
        "key": conversation.key,
        "contact": conversation.contact.id if conversation.surface is Surface.PUBLIC else "",
    }


def _letter(letter: Letter) -> dict[str, Value]:
    return {
        "purpose": letter.purpose.value,
        "automatic": int(letter.purpose.automatic),
        "urgency": letter.urgency.value,
        "letter": dump(letter),
        "thread": letter.thread,
    }


def withdraw(tx: Tx, conversation_id: int, scope: WithdrawScope, now: datetime) -> None:
    """Take back automatic messages that have not left; one under way is taken back if it comes back."""
    if scope is WithdrawScope.NOTHING:
        return
    only = _ONLY_FOLLOW_UPS if scope is WithdrawScope.FOLLOW_UPS else ""
    if tx.row(_LIVE, conversation=conversation_id) is None:
        return
    tx.run(_WITHDRAW + only, conversation=conversation_id, now=ms(now))
    tx.run(_REVOKE + only, conversation=conversation_id)
    promote(tx, conversation_id)


def promote(tx: Tx, conversation_id: int) -> None:
    """Make the oldest live message of a conversation its head."""
    tx.run(_PROMOTE, conversation=conversation_id)


def requeue_letter(tx: Tx, outbound_id: int, by: str, now: datetime) -> int:
    """Queue the letter of a refused or doubtful message anew, as a person's word; gives the new id, or 0."""
    row = tx.row(
        """SELECT conversation_id, channel, account, key, purpose, letter, contact, thread FROM outbound
           WHERE id = :id AND status IN ('refused', 'unknown') AND replaced_by = 0""",
        id=outbound_id,
    )
    if row is None:
        return 0
    names = ("conversation", "channel", "account", "key", "purpose", "letter", "contact", "thread")
    values = dict(zip(names, row, strict=True))
    again = replace(load(Letter, str(row[5])), until=None, held_until=None)  # a person has the last word
    values["letter"] = dump(again)
    note = f"sent again by {by}"
    new = tx.row(
        _ENQUEUE + " RETURNING id", **values, **_AS_A_PERSONS, now=ms(now), not_before=ms(now), note=note
    )
    new_id = int(new[0]) if new else 0
    tx.run("UPDATE outbound SET replaced_by = :new WHERE id = :id", new=new_id, id=outbound_id)
    return new_id


def outbound_of(row: Row) -> Outbound:
    """Read an outbound message from the columns `OUTBOUND`."""
    return Outbound(
        id=row[0],
        channel=row[1],
        account=row[2],
        conversation_id=row[3],
        conversation_key=row[4],
        letter=load(Letter, row[5]),
        attempt=row[6],
        queued_at=moment(row[7]),
        first_attempt_at=moment(row[8]),
        automatic=bool(row[9]),
    )
