"""What this program has said in a conversation, so that its own words are known when they come back."""

from __future__ import annotations

from datetime import datetime

from bot.model.message import Letter
from bot.stores.documents import load, ms
from bot.stores.tx import Tx
from bot.stores.units.conversations import find

_MOST = 200

_SAID = """
SELECT text FROM transcript WHERE conversation_id = :id AND sender <> 'customer' AND at >= :since
ORDER BY n DESC LIMIT :most"""

_UNDER_WAY = """
SELECT letter FROM outbound
WHERE conversation_id = :id AND status IN ('queued', 'sending') AND attempt > 0"""

_IN_DOUBT = """
SELECT letter FROM outbound
WHERE conversation_id = :id AND status IN ('refused', 'unknown') AND attempt > 0
ORDER BY id DESC LIMIT :most"""


def spoken(tx: Tx, channel: str, account: str, key: str, since: datetime) -> tuple[str, ...]:
    """Give the texts said since a moment, and those that may have been: being sent, or of unknown fate."""
    number = find(tx, channel, account, key)
    said = tx.rows(_SAID, id=number, since=ms(since), most=_MOST)
    letters = [*tx.rows(_UNDER_WAY, id=number), *tx.rows(_IN_DOUBT, id=number, most=_MOST)]
    return (*(str(row[0]) for row in said), *(load(Letter, str(row[0])).text for row in letters))
