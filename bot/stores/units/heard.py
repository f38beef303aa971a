"""Counting what a person and their threads have had of the bot's public messages."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.model.conversation import Conversation
from bot.model.heard import Heard
from bot.model.message import Letter, Surface
from bot.stores.documents import moment, ms
from bot.stores.tx import Row, Tx

_DAY = timedelta(days=1)
_COUNTED = "automatic = 1 AND status IN ('queued', 'sending', 'sent', 'unknown')"

_OF_CONTACT = f"""
SELECT id, settled_at FROM outbound
WHERE channel = :channel AND account = :account AND contact = :contact AND contact <> ''
    AND settled_at = 0 AND {_COUNTED}
UNION ALL
SELECT id, settled_at FROM outbound
WHERE channel = :channel AND account = :account AND contact = :contact AND contact <> ''
    AND settled_at > :since AND {_COUNTED}"""  # noqa: S608 - constants

_OF_THREAD = """
SELECT id, automatic FROM outbound
WHERE channel = :channel AND account = :account AND thread = :thread AND thread <> ''
    AND status IN ('queued', 'sending', 'sent', 'unknown')
ORDER BY id"""


def heard(tx: Tx, conversation: Conversation, threads: Collection[str], since: datetime) -> Heard:
    """Count for a conversation's contact, and for threads; what was sent a day before `since` is too old."""
    if conversation.surface is not Surface.PUBLIC:
        return Heard()
    place = {"channel": conversation.channel, "account": conversation.account}
    rows = tx.rows(_OF_CONTACT, **place, contact=conversation.contact.id, since=ms(since - _DAY))
    told = {name: tx.rows(_OF_THREAD, **place, thread=name) for name in sorted(threads) if name}
    automatic = [row[0] for found in told.values() for row in found if row[1]]
    return Heard(
        at=tuple(moment(row[1]) for row in rows if row[1]),
        unsent=sum(1 for row in rows if not row[1]),
        threads={name: _since_a_person(found) for name, found in told.items()},
        latest=max([row[0] for row in rows] + automatic, default=0),
    )


def _since_a_person(rows: list[Row]) -> int:
    count = 0
    for _, automatic in rows:
        count = count + 1 if automatic else 0
    return count


def counted_meanwhile(tx: Tx, conversation: Conversation, letters: Collection[Letter], now: datetime) -> bool:
    """Tell whether, since it was counted for these letters, more was said to the person or in the threads."""
    public = [letter for letter in letters if letter.purpose.automatic and letter.surface is Surface.PUBLIC]
    if not public:
        return False
    again = heard(tx, conversation, {letter.thread for letter in public}, now)
    return again.latest > conversation.heard.latest
