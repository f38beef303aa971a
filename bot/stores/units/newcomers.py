"""Who wrote in public for the first time, when and what: a crowd of them may speak with one voice."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.model.conversation import Conversation, Newcomer
from bot.model.message import Inbound, Surface
from bot.stores.documents import moment, ms
from bot.stores.tx import Tx

LATELY = timedelta(hours=1)
"""Who first wrote longer ago is no newcomer."""

MOST = 300

_FIRST = """
INSERT INTO newcomer (channel, account, contact, conversation_id, at)
VALUES (:channel, :account, :contact, :conversation, :now)
ON CONFLICT (channel, account, contact) DO NOTHING"""

_AT = "SELECT at FROM newcomer WHERE channel = :channel AND account = :account AND contact = :contact"

_LATELY = """
SELECT n.contact, n.at,
       (SELECT t.text FROM transcript t WHERE t.conversation_id = n.conversation_id AND t.sender = 'customer'
        ORDER BY t.n LIMIT 1)
FROM newcomer n
WHERE n.channel = :channel AND n.account = :account AND n.at > :since AND n.contact <> :contact
ORDER BY n.at DESC LIMIT :most"""


def note_newcomer(tx: Tx, conversation_id: int, inbound: Inbound, now: datetime) -> None:
    """Remember when a contact first wrote in public."""
    if inbound.surface is Surface.PUBLIC:
        tx.run(
            _FIRST, **_place(inbound), contact=inbound.author.id, conversation=conversation_id, now=ms(now)
        )


def newcomers(tx: Tx, conversation: Conversation, now: datetime) -> tuple[Newcomer, ...]:
    """Give the others who lately wrote in public for the first time; none where this contact is none."""
    if conversation.surface is not Surface.PUBLIC:
        return ()
    place, contact, since = _place(conversation), conversation.contact.id, ms(now - LATELY)
    row = tx.row(_AT, **place, contact=contact)
    if row is None or row[0] <= since:
        return ()
    rows = tx.rows(_LATELY, **place, contact=contact, since=since, most=MOST)
    return tuple(Newcomer(contact=row[0], at=moment(row[1]), text=row[2] or "") for row in rows)


def _place(of: Conversation | Inbound) -> dict[str, str]:
    return {"channel": of.channel, "account": of.account}
