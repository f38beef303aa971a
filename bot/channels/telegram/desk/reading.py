"""Reads what people do in the desk's group: what they write in a topic, and the buttons they press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.channels.fields import mapping, string
from bot.channels.telegram.content import is_service
from bot.channels.telegram.raw import integer, moment, optional
from bot.channels.telegram.reading import one_line
from bot.model.message import MediaKind
from bot.model.text import clean

_PREFIX = "desk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who acts: their number on Telegram, and what they are called there."""

    user: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A message in a topic. `file` is "photo:" and Telegram's id; `other` is something that cannot go.

    `below` is the text it answers where that is a bot's, `below_by` the bot's number.
    """

    person: Person
    thread: int
    message: int
    at: datetime
    text: str
    file: str = ""
    other: bool = False
    edited: bool = False
    anonymous: bool = False
    below: str = ""
    below_by: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button below a message: what it does, on which conversation or message, and a word beside.

    `answered` is what somebody wrote, where the button stands below our answer to it.
    """

    person: Person
    query: str
    thread: int
    verb: str
    number: int
    word: str = ""
    answered: Written | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShutByHand:
    """Somebody closed or reopened a topic."""

    thread: int
    closed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Nothing:
    """Something in the group that is not about any conversation."""


Happening = Written | Pressed | ShutByHand | Nothing


def happening(raw: object, group: str) -> Happening | None:
    """Read an update of the desk's group; None for an update of another place. Raises UnreadableError."""
    for name in ("message", "edited_message"):
        item = _field(raw, name)
        if item is not None and _is_in(item, group):
            return _message(item, edited=name != "message")
    query = _field(raw, "callback_query")
    message = _field(query, "message")
    if query is not None and message is not None and _is_in(message, group):
        return _pressed(query, message)
    change = _field(raw, "my_chat_member")
    return Nothing() if change is not None and _is_in(change, group) else None


def _field(raw: object, name: str) -> Mapping[str, object] | None:
    value = raw.get(name) if isinstance(raw, Mapping) else None
    return value if isinstance(value, Mapping) else None


def _is_in(item: Mapping[str, object], group: str) -> bool:
    chat = _field(item, "chat")
    return chat is not None and str(chat.get("id")) == group


def _message(raw: Mapping[str, object], *, edited: bool) -> Happening:
    thread = _thread(raw)
    sender = optional(raw, "from")
    anonymous = optional(raw, "sender_chat") is not None
    if not thread or sender is None or (sender.get("is_bot") is True and not anonymous):
        return Nothing()
    for name, closed in (("forum_topic_closed", True), ("forum_topic_reopened", False)):
        if raw.get(name) is not None:
            return ShutByHand(thread=thread, closed=closed)
    if is_service(raw):
        return Nothing()
    file = _file(raw)
    below, below_by = _below(raw)
    text = clean(string(raw, "text") or string(raw, "caption")).strip()
    return Written(
        person=_person(sender),
        thread=thread,
        message=integer(raw, "message_id"),
        at=moment(raw, "date"),
        text=text,
        file=file,
        other=not file and not string(raw, "text"),
        edited=edited,
        anonymous=anonymous,
        below=below,
        below_by=below_by,
    )


def _below(raw: Mapping[str, object]) -> tuple[str, int]:
    """Read what a message answers; Telegram names the topic's first message where it answers none."""
    answered = optional(raw, "reply_to_message")
    sender = optional(answered, "from") if answered is not None else None
    if answered is None or sender is None or sender.get("is_bot") is not True:
        return "", 0
    return string(answered, "text"), integer(sender, "id")


def _pressed(raw: Mapping[str, object], message: Mapping[str, object]) -> Happening:
    prefix, _, rest = string(raw, "data").partition(":")
    verb, _, rest = rest.partition(":")
    number, _, word = rest.partition(":")
    if prefix != _PREFIX or not number.isdecimal() or not number.isascii() or len(number) > 18:
        return Nothing()
    return Pressed(
        person=_person(mapping(raw.get("from"), "from")),
        query=string(raw, "id"),
        thread=_thread(message),
        verb=verb,
        number=int(number),
        word=word,
        answered=_answered(message),
    )


def _answered(message: Mapping[str, object]) -> Written | None:
    raw = optional(message, "reply_to_message")
    found = _message(raw, edited=False) if raw is not None else None
    return found if isinstance(found, Written) else None


def _thread(message: Mapping[str, object]) -> int:
    """Give a message's topic; 0 for General, where replies have a thread but are in no topic."""
    return integer(message, "message_thread_id") if message.get("is_topic_message") is True else 0


def _person(raw: Mapping[str, object]) -> Person:
    return Person(user=integer(raw, "id"), name=one_line(raw, "first_name") or one_line(raw, "username"))


def _file(raw: Mapping[str, object]) -> str:
    """Give a file that can be sent on; an animation comes as a document too, but cannot be sent as one."""
    if raw.get("animation") is not None:
        return ""
    for kind in MediaKind:
        found = raw.get(kind.value)
        sizes = found if isinstance(found, list) else [found]  # a photo comes in sizes, the largest last
        last = sizes[-1] if sizes else None
        if isinstance(last, Mapping) and (reference := string(last, "file_id")):
            return f"{kind.value}:{reference}"
    return ""
