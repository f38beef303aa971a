"""Takes back posts of the account's own; nothing on X can be changed, and no direct message taken back."""

from __future__ import annotations

from datetime import datetime

from bot.channels.x.api import Api
from bot.channels.x.faults import RefusalError, XError
from bot.channels.x.raw import is_identifier
from bot.channels.x.telling import send_outcome
from bot.model.message import Outbound, Surface
from bot.service.values import Refused, SendOutcome, Sent

NO_EDITS = Refused(
    reason="X lets no program change a post or a message: take it back instead.", permanent=True, by_us=True
)
_ONLY_POSTS = Refused(reason="X lets no program take back a direct message.", permanent=True, by_us=True)
_GONE = 404


async def remove(api: Api, outbound: Outbound, account: str, now: datetime) -> SendOutcome:
    """Delete the post that the letter takes back; one that is gone already is success."""
    earlier = outbound.letter.revises
    if outbound.letter.surface is not Surface.PUBLIC or earlier is None or not is_identifier(earlier.id):
        return _ONLY_POSTS
    try:
        await api.delete_tweet(earlier.id, user_auth=True)
    except RefusalError as error:
        if error.status == _GONE:
            return Sent(id=earlier.id)
        return send_outcome(error, attempt=outbound.attempt, account=account, now=now)
    except XError as error:
        return send_outcome(error, attempt=outbound.attempt, account=account, now=now)
    return Sent(id=earlier.id)
