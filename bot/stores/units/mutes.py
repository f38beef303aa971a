"""Contacts whom people muted: who did it, why, until when, and who let them go; nothing is deleted."""

from __future__ import annotations

from datetime import datetime

from bot.model.conversation import Conversation
from bot.model.muting import Mute
from bot.stores.documents import moment, ms, ms_due
from bot.stores.tx import Tx

_MUTED = """
SELECT agent, reason, until FROM mute
WHERE channel = :channel AND account = :account AND contact = :contact AND lifted_at = 0
ORDER BY id DESC LIMIT 1"""

_MUTE = """
INSERT INTO mute (channel, account, contact, agent, reason, until, at)
VALUES (:channel, :account, :contact, :agent, :reason, :until, :now)"""

_LIFT = """
UPDATE mute SET lifted_by = :agent, lifted_at = :now
WHERE channel = :channel AND account = :account AND contact = :contact AND lifted_at = 0"""


def mute_of(tx: Tx, channel: str, account: str, contact: str) -> Mute | None:
    """Give the last mute of a contact that nobody has lifted, over or not."""
    row = tx.row(_MUTED, channel=channel, account=account, contact=contact)
    return Mute(agent=row[0], reason=row[1], until=moment(row[2])) if row is not None else None


def change_mute(tx: Tx, conversation: Conversation, mute: Mute | None, lifted_by: str, now: datetime) -> None:
    """Write down that a conversation's contact was muted, or that the mute was lifted."""
    place = {
        "channel": conversation.channel,
        "account": conversation.account,
        "contact": conversation.contact.id,
    }
    if mute is not None or lifted_by:
        tx.run(_LIFT, **place, agent=mute.agent if mute is not None else lifted_by, now=ms(now))
    if mute is not None:
        until = ms_due(mute.until)
        tx.run(_MUTE, **place, agent=mute.agent, reason=mute.reason, until=until, now=ms(now))
