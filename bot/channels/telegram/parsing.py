"""Turns one raw Telegram update into what happened, purely; the unreadable is set aside with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channels.telegram.buttons import label_of
from bot.channels.telegram.content import content, is_service
from bot.channels.telegram.raw import (
    UnreadableError,
    dumped,
    fingerprint,
    integer,
    mapping,
    moment,
    optional,
    string,
)
from bot.model.message import Author, Inbound, InboundKind, Quarantine
from bot.model.text import clean

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for, and no others."""

_NAME_LENGTH = 100
_IN_A_GROUP = "In a group everybody would read the answer, so a person decides."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Us:
    """Whom the updates are for: the account's number, and its @name where it is known."""

    account: str
    username: str = ""


@dataclass(frozen=True, slots=True)
class _Reading:
    bot: _Us
    update_id: int
    received_at: datetime


def parse(
    raw: object, account: str, received_at: datetime, *, username: str = ""
) -> list[Inbound | Quarantine]:
    """Read one update: nothing for what is none of our business, a Quarantine for what cannot be read.

    Never raises. `username` is the bot's @name, by which people in groups call it.
    """
    try:
        return _update(mapping(raw, "update"), _Us(account=account, username=username), received_at)
    except UnreadableError as error:
        return [_set_aside(raw, account, str(error))]


def update_id(raw: object) -> int | None:
    """Give an update's number; None if it has none that can be read."""
    try:
        return integer(mapping(raw, "update"), "update_id")
    except UnreadableError:
        return None


def callback_id(raw: object) -> str:
    """Give the number under which a pressed button must be answered; "" for other updates."""
    try:
        query = optional(mapping(raw, "update"), "callback_query")
        return string(query, "id") if query is not None else ""
    except UnreadableError:
        return ""


def _set_aside(raw: object, account: str, reason: str) -> Quarantine:
    number = update_id(raw)
    return Quarantine(
        channel="telegram",
        account=account,
        event_key=f"{'unreadable' if number is None else number}:{fingerprint(raw)}",
        reason=f"Telegram sent an update that cannot be read: {reason}.",
        raw=dumped(raw),
    )


def _update(raw: Mapping[str, object], bot: _Us, received_at: datetime) -> list[Inbound | Quarantine]:
    reading = _Reading(bot, integer(raw, "update_id"), received_at)
    readers: tuple[tuple[str, Callable[[Mapping[str, object], _Reading], Inbound | None]], ...] = (
        ("message", _message),
        ("edited_message", _edited),
        ("callback_query", _pressed),
        ("my_chat_member", _membership),
    )
    for name, read in readers:
        item = optional(raw, name)
        if item is not None:
            happened = read(item, reading)
            return [] if happened is None else [happened]
    return []


def _message(raw: Mapping[str, object], reading: _Reading) -> Inbound | None:
    if is_service(raw):
        return None
    return _said(raw, reading, InboundKind.MESSAGE, moment(raw, "date"))


def _edited(raw: Mapping[str, object], reading: _Reading) -> Inbound | None:
    if not string(raw, "text") and not string(raw, "caption"):
        return None  # a live location that moved, say: nothing new was written
    return _said(raw, reading, InboundKind.EDIT, moment(raw, "edit_date"))


def _said(
    raw: Mapping[str, object], reading: _Reading, kind: InboundKind, occurred_at: datetime
) -> Inbound | None:
    chat, sender, number = _chat(raw), mapping(raw.get("from"), "from"), integer(raw, "message_id")
    group = _is_group(chat)
    if not _is_ours(chat) or (group and not _addressed(raw, reading.bot)):
        return None
    text, beside = content(raw)
    answered = optional(raw, "reply_to_message")
    return Inbound(
        channel="telegram",
        account=reading.bot.account,
        event_key=f"{reading.update_id}:{integer(chat, 'id')}:{number}:{int(occurred_at.timestamp())}",
        conversation_key=_conversation_key(chat, sender),
        author=_author(sender, reading.bot),
        kind=kind,
        text=text,
        message_id=str(number),
        reply_to=str(integer(answered, "message_id")) if answered is not None else "",
        silence_because=_IN_A_GROUP if group else "",
        occurred_at=occurred_at,
        received_at=reading.received_at,
        payload=beside,
    )


def _pressed(raw: Mapping[str, object], reading: _Reading) -> Inbound | None:
    message = optional(raw, "message")
    sender = mapping(raw.get("from"), "from")
    if message is None or not _is_ours(_chat(message)):
        return None
    chat = _chat(message)
    label = clean(label_of(message, string(raw, "data")))
    return Inbound(
        channel="telegram",
        account=reading.bot.account,
        event_key=f"{reading.update_id}:{_required(raw, 'id')}",
        conversation_key=_conversation_key(chat, sender),
        author=_author(sender, reading.bot),
        kind=InboundKind.BUTTON,
        text=label or "[button]",
        button=label,
        reply_to=str(integer(message, "message_id")),
        silence_because=_IN_A_GROUP if _is_group(chat) else "",
        occurred_at=reading.received_at,  # Telegram does not say when a button was pressed
        received_at=reading.received_at,
    )


def _membership(raw: Mapping[str, object], reading: _Reading) -> Inbound | None:
    chat, sender, when = _chat(raw), mapping(raw.get("from"), "from"), moment(raw, "date")
    status = string(mapping(raw.get("new_chat_member"), "new_chat_member"), "status")
    kind = {"kicked": InboundKind.BLOCKED, "member": InboundKind.UNBLOCKED}.get(status)
    if kind is None or string(chat, "type") != "private":
        return None
    return Inbound(
        channel="telegram",
        account=reading.bot.account,
        event_key=f"{reading.update_id}:{integer(chat, 'id')}:{status}:{int(when.timestamp())}",
        conversation_key=_conversation_key(chat, sender),
        author=_author(sender, reading.bot),
        kind=kind,
        occurred_at=when,
        received_at=reading.received_at,
    )


def _required(raw: Mapping[str, object], name: str) -> str:
    value = clean(string(raw, name))[:_NAME_LENGTH]
    if not value:
        raise UnreadableError(f"“{name}” is missing")
    return value


def _chat(raw: Mapping[str, object]) -> Mapping[str, object]:
    return mapping(raw.get("chat"), "chat")


def _is_group(chat: Mapping[str, object]) -> bool:
    return string(chat, "type") in {"group", "supergroup"}


def _is_ours(chat: Mapping[str, object]) -> bool:
    return string(chat, "type") in {"private", "group", "supergroup"}


def _conversation_key(chat: Mapping[str, object], sender: Mapping[str, object]) -> str:
    """Name the place and, in a group, the person: strangers never share a conversation."""
    place = str(integer(chat, "id"))
    return f"{place}:{integer(sender, 'id')}" if _is_group(chat) else place


def _author(raw: Mapping[str, object], bot: _Us) -> Author:
    number = str(integer(raw, "id"))
    return Author(
        id=number,
        name=_one_line(raw, "first_name"),
        handle=_one_line(raw, "username"),
        language_hint=_one_line(raw, "language_code"),
        is_bot=raw.get("is_bot") is True,
        is_brand=number == bot.account,
    )


def _one_line(raw: Mapping[str, object], name: str) -> str:
    return " ".join(clean(string(raw, name)).split())[:_NAME_LENGTH]


def _addressed(raw: Mapping[str, object], bot: _Us) -> bool:
    answered = optional(raw, "reply_to_message")
    if answered is not None:
        author = optional(answered, "from")
        if author is not None and str(author.get("id")) == bot.account:
            return True
    entities = raw.get("entities") or raw.get("caption_entities")
    text = (string(raw, "text") or string(raw, "caption")).encode("utf-16-le", "surrogatepass")
    return isinstance(entities, list) and any(_names(entity, text, bot) for entity in entities)


def _names(entity: object, text: bytes, bot: _Us) -> bool:
    """Tell whether an entity of the text is the bot's name; offsets count UTF-16 units."""
    found = mapping(entity, "entities")
    kind = string(found, "type")
    if kind == "text_mention":
        user = optional(found, "user")
        return user is not None and str(user.get("id")) == bot.account
    if kind not in {"mention", "bot_command"} or not bot.username:
        return False
    start, length = integer(found, "offset"), integer(found, "length")
    word = text[2 * max(start, 0) : 2 * max(start + length, 0)].decode("utf-16-le", "replace")
    return word.partition("@")[2].casefold() == bot.username.casefold()
