"""Turns one raw Telegram update into what happened, purely; the unreadable is set aside with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.channels.fields import UnreadableError, dumped, fingerprint, mapping, string
from bot.channels.telegram.business import deleted, rewritten, written
from bot.channels.telegram.buttons import label_of, pressed_by_another
from bot.channels.telegram.connection import Connection
from bot.channels.telegram.content import is_service
from bot.channels.telegram.mentions import Us, addressed
from bot.channels.telegram.places import is_group, is_ours, place_in
from bot.channels.telegram.raw import integer, moment, optional
from bot.channels.telegram.reading import Reading, author_of, chat_of, has_words, required, said, surface_of
from bot.model.message import Inbound, InboundKind, Quarantine
from bot.model.text import clean
from bot.service.ports import hears_nothing

NOT_ASKED = "It was said in a group about the brand, not to it."

ALLOWED_UPDATES = (
    "message",
    "edited_message",
    "callback_query",
    "my_chat_member",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
)
"""The kinds of update that are asked for, and no others."""


def parse(
    raw: object,
    account: str,
    received_at: datetime,
    *,
    username: str = "",
    language: str = "en",
    connection: Connection | None = None,
    hears: Callable[[str], bool] = hears_nothing,
) -> list[Inbound | Quarantine]:
    """Read one update: nothing for what is none of our business, a Quarantine for what cannot be read.

    Never raises. `username` is the bot's @name, by which people in groups call it; `language` the brand's,
    in which attachments are named; `connection` the business account's that the update is of. `hears` tells
    whether a text in a group names the brand.
    """
    us = Us(account=account, username=username, language=language)
    try:
        update = mapping(raw, "update")
        return _update(update, Reading(us, integer(update, "update_id"), received_at, connection, hears))
    except UnreadableError as error:
        return [set_aside(raw, account, str(error))]


def update_id(raw: object) -> int | None:
    """Give an update's number; None if it has none that can be read."""
    try:
        return integer(mapping(raw, "update"), "update_id")
    except UnreadableError:
        return None


def set_aside(raw: object, account: str, reason: str) -> Quarantine:
    """Set an update aside that cannot be read, with the reason."""
    number = update_id(raw)
    return Quarantine(
        channel="telegram",
        account=account,
        event_key=f"{'unreadable' if number is None else number}:{fingerprint(raw)}",
        reason=f"Telegram sent an update that cannot be read: {reason}.",
        raw=dumped(raw),
    )


def _update(raw: Mapping[str, object], reading: Reading) -> list[Inbound | Quarantine]:
    readers: tuple[tuple[str, Callable[[Mapping[str, object], Reading], tuple[Inbound, ...]]], ...] = (
        ("message", _message),
        ("edited_message", _edited),
        ("callback_query", _pressed),
        ("my_chat_member", _membership),
        ("business_message", written),
        ("edited_business_message", rewritten),
        ("deleted_business_messages", deleted),
    )
    for name, read in readers:
        item = optional(raw, name)
        if item is not None:
            return list(read(item, reading))
    return []


def _message(raw: Mapping[str, object], reading: Reading) -> tuple[Inbound, ...]:
    if is_service(raw):
        return ()
    if not _for_us(raw, reading):
        return _about_us(raw, reading)
    return (said(raw, reading, InboundKind.MESSAGE, moment(raw, "date")),)


def _about_us(raw: Mapping[str, object], reading: Reading) -> tuple[Inbound, ...]:
    """Take in what is said about the brand in a group, not to it; nobody answers it by itself."""
    heard = is_group(chat_of(raw)) and reading.hears(string(raw, "text") or string(raw, "caption"))
    if not heard:
        return ()
    message = said(raw, reading, InboundKind.MESSAGE, moment(raw, "date"))
    return (replace(message, overheard=True, silence_because=NOT_ASKED),)


def _edited(raw: Mapping[str, object], reading: Reading) -> tuple[Inbound, ...]:
    if not has_words(raw) or not _for_us(raw, reading):
        return ()  # without words a live location moved, say: nothing new was written
    return (said(raw, reading, InboundKind.EDIT, moment(raw, "edit_date")),)


def _for_us(raw: Mapping[str, object], reading: Reading) -> bool:
    chat = chat_of(raw)
    return is_ours(chat) and (not is_group(chat) or addressed(raw, reading.bot))


def _pressed(raw: Mapping[str, object], reading: Reading) -> tuple[Inbound, ...]:
    message = optional(raw, "message")
    sender = mapping(raw.get("from"), "from")
    if message is None or not is_ours(chat_of(message)) or pressed_by_another(raw):
        return ()
    place = place_in(message, chat_of(message), sender)
    label = clean(label_of(message, string(raw, "data")))
    happened = Inbound(
        channel="telegram",
        account=reading.bot.account,
        event_key=f"{reading.update_id}:{required(raw, 'id')}",
        conversation_key=place.key,
        author=author_of(sender, reading.bot),
        kind=InboundKind.BUTTON,
        surface=surface_of(place),
        text=label or "[button]",
        button=label,
        reply_to=str(integer(message, "message_id")),
        occurred_at=reading.received_at,  # Telegram does not say when a button was pressed
        received_at=reading.received_at,
    )
    return (happened,)


def _membership(raw: Mapping[str, object], reading: Reading) -> tuple[Inbound, ...]:
    chat, sender, when = chat_of(raw), mapping(raw.get("from"), "from"), moment(raw, "date")
    status = string(mapping(raw.get("new_chat_member"), "new_chat_member"), "status")
    kind = {"kicked": InboundKind.BLOCKED, "member": InboundKind.UNBLOCKED}.get(status)
    if kind is None or string(chat, "type") != "private":
        return ()
    happened = Inbound(
        channel="telegram",
        account=reading.bot.account,
        event_key=f"{reading.update_id}:{integer(chat, 'id')}:{status}:{int(when.timestamp())}",
        conversation_key=place_in(raw, chat, sender).key,
        author=author_of(sender, reading.bot),
        kind=kind,
        occurred_at=when,
        received_at=reading.received_at,
    )
    return (happened,)
