"""Where a conversation takes place: a private chat, a person in a group, a chat of a connected business."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.channels.fields import string
from bot.channels.telegram import BUSINESS
from bot.channels.telegram.raw import integer


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a conversation's key says. `person` is "" in private, `topic` 0 outside a forum's topics."""

    chat: str
    person: str = ""
    topic: int = 0
    business: str = ""

    @property
    def key(self) -> str:
        """Name the place and, in a group, the person: strangers never share a conversation."""
        if self.business:
            return f"{BUSINESS}{self.business}:{self.chat}"
        topic = f":{self.topic}" if self.topic else ""
        return f"{self.chat}:{self.person}{topic}" if self.person else self.chat

    @property
    def is_group(self) -> bool:
        """Whether everybody in a group reads what is said."""
        return self.person != ""

    @property
    def whose(self) -> dict[str, object]:
        """Give the parameters that name the chat, for calls about a message in it."""
        business = {"business_connection_id": self.business} if self.business else {}
        return {"chat_id": self.chat, **business}

    @property
    def params(self) -> dict[str, object]:
        """Give the parameters that lead there."""
        return {**self.whose, **({"message_thread_id": self.topic} if self.topic else {})}


def place_of(key: str) -> Place:
    """Read a conversation's key."""
    if key.startswith(BUSINESS):
        business, _, chat = key.removeprefix(BUSINESS).rpartition(":")
        return Place(chat=chat, business=business)
    chat, _, rest = key.partition(":")
    person, _, topic = rest.partition(":")
    return Place(chat=chat, person=person, topic=int(topic) if topic.isdecimal() else 0)


def place_in(
    message: Mapping[str, object], chat: Mapping[str, object], sender: Mapping[str, object]
) -> Place:
    """Tell where a message was written, and by whom if in a group."""
    number = str(integer(chat, "id"))
    if not is_group(chat):
        return Place(chat=number, business=string(message, "business_connection_id"))
    topic = integer(message, "message_thread_id") if message.get("is_topic_message") is True else 0
    return Place(chat=number, person=str(integer(sender, "id")), topic=max(topic, 0))


def is_group(chat: Mapping[str, object]) -> bool:
    """Tell whether a chat is a group."""
    return string(chat, "type") in {"group", "supergroup"}


def is_ours(chat: Mapping[str, object]) -> bool:
    """Tell whether customers write in a chat of this kind; channels are for readers."""
    return string(chat, "type") in {"private", "group", "supergroup"}
