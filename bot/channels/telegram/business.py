"""What happens in the chats of a connected business account: customers write, and so does its owner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.channels.fields import UnreadableError, mapping, string
from bot.channels.telegram.content import is_service
from bot.channels.telegram.places import place_in
from bot.channels.telegram.raw import integer, moment, optional
from bot.channels.telegram.reading import Reading, author_of, chat_of, has_words, one_line, required, said
from bot.model.message import DELETED, Inbound, InboundKind

_OWNER = "owner"
_MOST_DELETED = 1000


def written(raw: Mapping[str, object], reading: Reading) -> tuple[Inbound, ...]:
    """Read a message: the customer's, or the owner's own, which takes the conversation over.

    What this bot sent for the account, and what Telegram itself sends when the owner is away (greetings,
    away messages, planned ones), is nobody's word.
    """
    if (
        is_service(raw)
        or optional(raw, "sender_business_bot") is not None
        or raw.get("is_from_offline") is True
    ):
        return ()
    required(raw, "business_connection_id")
    message = said(raw, reading, InboundKind.MESSAGE, moment(raw, "date"))
    if _is_owners(message, reading):
        return _taken_over(message, raw, reading)
    return (replace(message, silence_because=_silence(reading)),)


def rewritten(raw: Mapping[str, object], reading: Reading) -> tuple[Inbound, ...]:
    """Read a changed message; what the owner changes of their own is nothing new."""
    if not has_words(raw):
        return ()
    required(raw, "business_connection_id")
    edit = said(raw, reading, InboundKind.EDIT, moment(raw, "edit_date"))
    return () if _is_owners(edit, reading) else (edit,)


def deleted(raw: Mapping[str, object], reading: Reading) -> tuple[Inbound, ...]:
    """Read which messages were deleted; Telegram does not say by whom, nor when."""
    chat, found = chat_of(raw), raw.get("message_ids")
    if not isinstance(found, list) or not found:
        raise UnreadableError("“message_ids” is no list")
    numbers = [str(integer({"message_id": number}, "message_id")) for number in found[:_MOST_DELETED]]
    required(raw, "business_connection_id")
    gone = Inbound(
        channel="telegram",
        account=reading.bot.account,
        event_key=f"{reading.update_id}:{integer(chat, 'id')}:deleted:{numbers[0]}",
        conversation_key=place_in(raw, chat, chat).key,
        author=author_of(chat, reading.bot),
        kind=InboundKind.DELETE,
        message_id=numbers[0],
        occurred_at=reading.received_at,
        received_at=reading.received_at,
        payload={DELETED: ",".join(numbers)},
    )
    return (gone,)


def _taken_over(message: Inbound, raw: Mapping[str, object], reading: Reading) -> tuple[Inbound, ...]:
    """Silence the bot, and keep the owner's words in the conversation, which is with the customer."""
    owner = mapping(raw.get("from"), "from")
    take_over = replace(
        message,
        kind=InboundKind.TAKE_OVER,
        event_key=f"{message.event_key}:taken_over",
        author=author_of(chat_of(raw), reading.bot),
        payload={"agent": one_line(owner, "first_name") or string(owner, "username") or _OWNER},
    )
    own = replace(message.author, is_brand=True)
    return take_over, replace(message, author=own)


def _is_owners(message: Inbound, reading: Reading) -> bool:
    return reading.connection is not None and message.author.id == reading.connection.owner


def _silence(reading: Reading) -> str:
    """Say why the bot may not answer; who owns a connection that is unknown cannot be told from customers."""
    if reading.connection is None:
        return "The business account is not known."
    return reading.connection.why_silent
