"""Which public conversation a private one goes on with, and what is owed there."""

from __future__ import annotations

from bot.model.case import CaseStatus
from bot.model.conversation import State
from bot.model.message import Inbound, Surface, settled_event
from bot.model.public_side import PublicSide
from bot.stores.documents import load
from bot.stores.tx import Row, Tx
from bot.stores.units.numbering import FIRST_NUMBER

_BY_KEY = """
SELECT k.id, k.status, c.state FROM conversation c JOIN cases k ON k.id = c.case_id
WHERE c.channel = :channel AND c.account = :account AND c.key = :key"""

_BY_CONTACT = """
SELECT k.id, k.status, c.state FROM outbound o
JOIN conversation c ON c.id = o.conversation_id JOIN cases k ON k.id = c.case_id
WHERE o.channel = :channel AND o.account = :account AND o.contact = :contact AND o.contact <> ''
ORDER BY o.settled_at DESC LIMIT 1"""

_SIDE = """
SELECT c.id, c.key, k.status, c.state, c.unanswered_since FROM cases k
JOIN conversation c ON c.id = k.conversation_id
WHERE k.id = :id AND c.case_id = k.id AND c.surface = 'public'"""

_TOLD = """
SELECT 1 FROM inbound WHERE channel = :channel AND account = :account AND event_key = :event"""

_OVER = frozenset({CaseStatus.CLOSED.value, CaseStatus.RESOLVED.value})


def began_in_public(tx: Tx, inbound: Inbound) -> int:
    """Give the number of the open public case of the same person that a private message goes on with, or 0.

    The channel names the conversation; where it cannot, it is the one in which the person was last answered
    and asked to go on in private.
    """
    if inbound.surface is Surface.PUBLIC:
        return 0
    place = {"channel": inbound.channel, "account": inbound.account}
    if inbound.elsewhere:
        row = tx.row(_BY_KEY, **place, key=inbound.elsewhere)
        return FIRST_NUMBER + int(row[0]) if row and row[1] != CaseStatus.CLOSED.value else 0
    row = tx.row(_BY_CONTACT, **place, contact=inbound.author.id) if inbound.author.id else None
    if row is None or row[1] in _OVER or not _was_invited(row):
        return 0
    return FIRST_NUMBER + int(row[0])


def _was_invited(row: Row) -> bool:
    return load(State, row[2]).invited == FIRST_NUMBER + int(row[0])


def go_on_from_public(tx: Tx, inbound: Inbound, case_id: int) -> None:
    """Tie a case that follows no other to the public one in which the customer was asked to go on here."""
    tie = "UPDATE cases SET previous = :previous WHERE id = :id AND previous = 0"
    previous = began_in_public(tx, inbound)
    if previous and previous != FIRST_NUMBER + case_id:
        tx.run(tie, id=case_id, previous=previous)


def read_public_side(tx: Tx, conversation: Row) -> PublicSide | None:
    """Give the public conversation whose case a private one follows, if it is still about that case.

    `conversation` is the private one's channel, account, own case's number and the number of the case before.
    """
    channel, account, number, previous = conversation
    row = tx.row(_SIDE, id=previous - FIRST_NUMBER) if previous else None
    if row is None:
        return None
    conversation_id, key, status, state, unanswered_since = row
    open_here = status not in _OVER and (load(State, state).invited == previous or unanswered_since > 0)
    told = tx.row(_TOLD, channel=channel, account=account, event=settled_event(number))
    return PublicSide(id=conversation_id, key=key, number=previous, owed=open_here and told is None)
