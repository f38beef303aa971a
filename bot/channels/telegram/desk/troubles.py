"""What an error of a call in the desk's group means, and what a person should do about it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, auto

from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.channels.telegram.api import Api
from bot.channels.telegram.errors import OddAnswerError

_GROUP = "The desk's group on Telegram"
_ADMIN = (
    "Open the group in Telegram, make the bot an administrator and give it the right to manage topics; "
    "the desk goes on by itself then."
)
NOT_THERE = (
    f"{_GROUP} cannot be found. Add the bot to the group, and write the group's number into desk_group; "
    "it begins with -100."
)
NO_FORUM = f"{_GROUP} has no topics. Open its settings in Telegram and switch Topics on."
NOT_ADMIN = f"{_GROUP}: the bot is no administrator. {_ADMIN}"
NO_RIGHT = f"{_GROUP}: the bot may not manage topics. {_ADMIN}"


class Fault(Enum):
    """What a failed step asks for."""

    DONE = auto()  # it stands as wanted already
    TOPIC_GONE = auto()
    TOPIC_CLOSED = auto()
    CARD_GONE = auto()
    GROUP = auto()  # a person must change something in the group
    STEP = auto()  # this very call is not taken, others may be
    AGAIN = auto()  # the network, the pace: the same again later


_BY_WORDS: Mapping[str, Fault] = {
    "not_modified": Fault.DONE,
    "not modified": Fault.DONE,
    "reaction": Fault.DONE,
    "message to react": Fault.DONE,
    "thread not found": Fault.TOPIC_GONE,
    "topic_id_invalid": Fault.TOPIC_GONE,
    "topic_deleted": Fault.TOPIC_GONE,
    "topic_closed": Fault.TOPIC_CLOSED,
    "message to edit not found": Fault.CARD_GONE,
    "message can't be edited": Fault.CARD_GONE,
    "message_id_invalid": Fault.CARD_GONE,
    "chat not found": Fault.GROUP,
    "not a forum": Fault.GROUP,
    "not enough rights": Fault.GROUP,
    "have no rights": Fault.GROUP,
    "administrator": Fault.GROUP,
}


def fault_of(error: TelegramError) -> Fault:
    """Say what a failed step asks for."""
    if isinstance(error, OddAnswerError):
        return Fault.AGAIN
    if isinstance(error, Forbidden | ChatMigrated):
        return Fault.GROUP
    if not isinstance(error, BadRequest):
        return Fault.AGAIN
    said = error.message.casefold()
    return next((fault for words, fault in _BY_WORDS.items() if words in said), Fault.STEP)


def refusal(error: TelegramError) -> str:
    """Say what Telegram says of the group where its own account of it shows no fault."""
    return f"{_GROUP}: Telegram refuses ({error.message[:200].rstrip('.')}). {_ADMIN}"


async def ailment(api: Api, group: str, account: str) -> str:
    """Say what is wrong with the group and what to do; "" if nothing is. Raises TelegramError."""
    try:
        chat = await api.call("getChat", {"chat_id": group})
        member = await api.call("getChatMember", {"chat_id": group, "user_id": account})
    except (BadRequest, ChatMigrated, Forbidden):
        return NOT_THERE
    if not isinstance(chat, Mapping) or not isinstance(member, Mapping):
        raise OddAnswerError("the group is no object")
    if chat.get("is_forum") is not True:
        return NO_FORUM
    if member.get("status") != "administrator":
        return NOT_ADMIN
    return "" if member.get("can_manage_topics") is True else NO_RIGHT
