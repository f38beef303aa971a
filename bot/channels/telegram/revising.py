"""Changing and taking back what the bot has sent: the calls, and what Telegram's answers mean."""

from __future__ import annotations

from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.errors import send_outcome
from bot.channels.telegram.places import place_of
from bot.channels.telegram.writing import too_long, well_formed
from bot.model.message import Outbound
from bot.service.values import Refused, SendOutcome, Sent

_NOTHING = Refused(reason="There is no message of ours to change.", permanent=True, by_us=True)
_SO_ALREADY = ("message is not modified", "message to delete not found")


async def edit(api: Api, outbound: Outbound, text: str, account: str) -> SendOutcome:
    """Change a message's text, or what stands below its photo; saying that already is success."""
    earlier, place = outbound.letter.revises, place_of(outbound.conversation_key)
    if earlier is None or not earlier.id.isdecimal():
        return _NOTHING
    refusal = too_long(text, outbound.letter.surface, with_file=earlier.with_file)
    if refusal is not None:
        return refusal
    method, name = ("editMessageCaption", "caption") if earlier.with_file else ("editMessageText", "text")
    params = {**place.whose, "message_id": int(earlier.id), name: well_formed(text)}
    return await _call(api, method, params, outbound, account)


async def delete(api: Api, outbound: Outbound, account: str) -> SendOutcome:
    """Take a message back; one that is gone already is success."""
    earlier, place = outbound.letter.revises, place_of(outbound.conversation_key)
    if earlier is None or not earlier.id.isdecimal():
        return _NOTHING
    number = int(earlier.id)
    if place.business:
        params: dict[str, object] = {"business_connection_id": place.business, "message_ids": [number]}
        outcome = _call(api, "deleteBusinessMessages", params, outbound, account)
    else:
        outcome = _call(api, "deleteMessage", {**place.whose, "message_id": number}, outbound, account)
    return await outcome


async def _call(
    api: Api, method: str, params: dict[str, object], outbound: Outbound, account: str
) -> SendOutcome:
    """Make a call; a refusal because it is so already is success."""
    earlier = outbound.letter.revises
    done = Sent(id=earlier.id if earlier is not None else "")
    try:
        await api.call(method, params)
    except TelegramError as error:
        if isinstance(error, BadRequest) and any(word in error.message.casefold() for word in _SO_ALREADY):
            return done
        return send_outcome(error, attempt=outbound.attempt, account=account)
    return done
