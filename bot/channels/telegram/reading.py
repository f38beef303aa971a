"""What every reader of updates needs: who wrote, where, and the message as the product knows it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channels.fields import UnreadableError, mapping, string
from bot.channels.telegram.connection import Connection
from bot.channels.telegram.content import content
from bot.channels.telegram.mentions import Us, without_name
from bot.channels.telegram.places import Place, place_in
from bot.channels.telegram.raw import integer, optional
from bot.model.message import Author, Inbound, InboundKind, Surface
from bot.model.text import clean
from bot.service.ports import hears_nothing

_NAME_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Reading:
    """An update being read; `connection` is the business account's that it is of.

    `hears` tells whether a text in a group names the brand.
    """

    bot: Us
    update_id: int
    received_at: datetime
    connection: Connection | None = None
    hears: Callable[[str], bool] = hears_nothing


def said(raw: Mapping[str, object], reading: Reading, kind: InboundKind, occurred_at: datetime) -> Inbound:
    """Read a message that somebody wrote or changed."""
    chat, sender, number = chat_of(raw), mapping(raw.get("from"), "from"), integer(raw, "message_id")
    place = place_in(raw, chat, sender)
    text, beside = content(without_name(raw, reading.bot) if place.is_group else raw, reading.bot.language)
    answered = optional(raw, "reply_to_message")
    return Inbound(
        channel="telegram",
        account=reading.bot.account,
        event_key=f"{reading.update_id}:{integer(chat, 'id')}:{number}:{int(occurred_at.timestamp())}",
        conversation_key=place.key,
        author=author_of(sender, reading.bot),
        kind=kind,
        surface=surface_of(place),
        text=text,
        message_id=str(number),
        reply_to=str(integer(answered, "message_id")) if answered is not None else "",
        occurred_at=occurred_at,
        received_at=reading.received_at,
        payload=beside,
    )


def has_words(raw: Mapping[str, object]) -> bool:
    """Tell whether a message has a text or a caption."""
    return bool(string(raw, "text") or string(raw, "caption"))


def chat_of(raw: Mapping[str, object]) -> Mapping[str, object]:
    """Take the chat of an item."""
    return mapping(raw.get("chat"), "chat")


def surface_of(place: Place) -> Surface:
    """Tell who reads what is said in a place."""
    return Surface.PUBLIC if place.is_group else Surface.PRIVATE


def author_of(raw: Mapping[str, object], bot: Us) -> Author:
    """Read a user, or a private chat, which is described as the user in it."""
    number = str(integer(raw, "id"))
    return Author(
        id=number,
        name=one_line(raw, "first_name"),
        handle=one_line(raw, "username"),
        language_hint=one_line(raw, "language_code"),
        is_bot=raw.get("is_bot") is True,
        is_brand=number == bot.account,
    )


def required(raw: Mapping[str, object], name: str) -> str:
    """Take a short text that must be there."""
    value = clean(string(raw, name))[:_NAME_LENGTH]
    if not value:
        raise UnreadableError(f"“{name}” is missing")
    return value


def one_line(raw: Mapping[str, object], name: str) -> str:
    """Take a short text as one line; "" where there is none."""
    return " ".join(clean(string(raw, name)).split())[:_NAME_LENGTH]
