"""Turns one raw Telegram update into what happened, purely; the unreadable is set aside with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channels.telegram.buttons import label_of, pressed_by_another
from bot.channels.telegram.content import content, is_service
from bot.channels.telegram.mentions import Us, addressed, without_name
from bot.channels.telegram.places import Place, is_ours, place_in
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
from bot.model.message import Author, Inbound, InboundKind, Quarantine, Surface
from bot.model.text import clean

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that are asked for, and no others."""

_NAME_LENGTH = 100


@dataclass(frozen=True, slots=True)
class _Reading:
    bot: Us
    update_id: int
    received_at: datetime


def parse(
    raw: object, account: str, received_at: datetime, *, username: str = "", language: str = "en"
) -> list[Inbound | Quarantine]:
    """Read one update: nothing for what is none of our business, a Quarantine for what cannot be read.

    Never raises. `username` is the bot's @name, by which people in groups call it; `language` the brand's,
    in which attachments are named.
    """
    us = Us(account=account, username=username, language=language)
    try:
        return _update(mapping(raw, "update"), us, received_at)
    except UnreadableError as error:
        return [_set_aside(raw, account, str(error))]


def update_id(raw: object) -> int | None:
    """Give an update's number; None if it has none that can be read."""
    try:
        return integer(mapping(raw, "update"), "update_id")
    except UnreadableError:
        return None


def _set_aside(raw: object, account: str, reason: str) -> Quarantine:
    number = update_id(raw)
    return Quarantine(
        channel="telegram",
        account=account,
        event_key=f"{'unreadable' if number is None else number}:{fingerprint(raw)}",
        reason=f"Telegram sent an update that cannot be read: {reason}.",
        raw=dumped(raw),
    )


def _update(raw: Mapping[str, object], bot: Us, received_at: datetime) -> list[Inbound | Quarantine]:
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
    place = place_in(raw, chat, sender)
    if not is_ours(chat) or (place.is_group and not addressed(raw, reading.bot)):
        return None
    text, beside = content(without_name(raw, reading.bot) if place.is_group else raw, reading.bot.language)
    answered = optional(raw, "reply_to_message")
    return Inbound(
        channel="telegram",
        account=reading.bot.account,
        event_key=f"{reading.update_id}:{integer(chat, 'id')}:{number}:{int(occurred_at.timestamp())}",
        conversation_key=place.key,
        author=_author(sender, reading.bot),
        kind=kind,
        surface=_surface(place),
        text=text,
        message_id=str(number),
        reply_to=str(integer(answered, "message_id")) if answered is not None else "",
        occurred_at=occurred_at,
        received_at=reading.received_at,
        payload=beside,
    )


def _pressed(raw: Mapping[str, object], reading: _Reading) -> Inbound | None:
    message = optional(raw, "message")
    sender = mapping(raw.get("from"), "from")
    if message is None or not is_ours(_chat(message)) or pressed_by_another(raw):
        return None
    place = place_in(message, _chat(message), sender)
    label = clean(label_of(message, string(raw, "data")))
    return Inbound(
        channel="telegram",
        account=reading.bot.account,
        event_key=f"{reading.update_id}:{_required(raw, 'id')}",
        conversation_key=place.key,
        author=_author(sender, reading.bot),
        kind=InboundKind.BUTTON,
        surface=_surface(place),
        text=label or "[button]",
        button=label,
        reply_to=str(integer(message, "message_id")),
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
        conversation_key=place_in(raw, chat, sender).key,
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


def _surface(place: Place) -> Surface:
    return Surface.PUBLIC if place.is_group else Surface.PRIVATE


def _author(raw: Mapping[str, object], bot: Us) -> Author:
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
