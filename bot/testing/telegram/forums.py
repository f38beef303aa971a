"""Groups with topics: what the bot may do there, and how the Bot API answers when it may not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.testing.telegram.queue import Json
from bot.testing.telegram.refusals import Pace, RefusedError

REACTIONS = frozenset("❤👍👎🔥🥰👏😁🤔🤯😱😢🎉🙏👌🥱💯🤣⚡🏆💔🤨😐👀🙈🤝✍🤗🫡🤷😡")
"""Emoji that a bot may react with; others are refused."""


@dataclass(slots=True, kw_only=True)
class Topic:
    """One topic as the people of the group see it."""

    name: str
    closed: bool = False


@dataclass(slots=True, kw_only=True)
class Forum:
    """A group's topics by their threads, and the bot's standing in it ("left": it is no member)."""

    topics: dict[int, Topic] = field(default_factory=dict)
    is_forum: bool = True
    standing: str = "administrator"
    can_manage_topics: bool = True
    reactions: dict[int, str] = field(default_factory=dict)
    made: int = 0


@dataclass(slots=True)
class ForumMethods:
    """The methods for topics over the world's forums; `number` gives the next message's number."""

    forums: dict[int, Forum]
    pace: Pace
    limited: Callable[[], bool]
    now: Callable[[], float]
    number: Callable[[], int]
    bot_id: int

    def table(self) -> dict[str, Callable[[Json], Any]]:
        """Give the methods by their names in small letters."""
        return {
            "createforumtopic": self._create,
            "editforumtopic": self._edit,
            "closeforumtopic": lambda params: self._shut(params, closed=True),
            "reopenforumtopic": lambda params: self._shut(params, closed=False),
            "setmessagereaction": self._react,
            "getchat": self._chat,
            "getchatmember": self._member,
        }

    def check_send(self, chat: int, thread: int | None) -> None:
        """Refuse a message to a topic that is gone, or that is shut for the bot."""
        forum = self._within(chat)
        if thread is None:
            return
        if thread not in forum.topics:
            raise RefusedError(400, "Bad Request: message thread not found")
        if forum.topics[thread].closed and not self._may_manage(forum):
            raise RefusedError(400, "Bad Request: TOPIC_CLOSED")

    def _create(self, params: Json) -> Json:
        chat, forum = self._managed(params, "create a topic")
        name = _name(params)
        if self.limited():
            self.pace.check(chat, self.now())
        thread = self.number()
        forum.topics[thread] = Topic(name=name)
        forum.made += 1
        return {"message_thread_id": thread, "name": name, "icon_color": 7322096}

    def _edit(self, params: Json) -> bool:
        _, forum = self._managed(params, "edit the topic")
        topic, name = _topic(forum, params), _name(params)
        if topic.name == name:
            raise RefusedError(400, "Bad Request: TOPIC_NOT_MODIFIED")
        topic.name = name
        return True

    def _shut(self, params: Json, *, closed: bool) -> bool:
        _, forum = self._managed(params, "close the topic" if closed else "reopen the topic")
        topic = _topic(forum, params)
        if topic.closed is closed:
            raise RefusedError(400, "Bad Request: TOPIC_NOT_MODIFIED")
        topic.closed = closed
        return True

    def _react(self, params: Json) -> bool:
        forum = self._within(int(params["chat_id"]))
        emoji = [item["emoji"] for item in params.get("reaction", [])]
        if not set(emoji) <= REACTIONS or len(emoji) > 1:
            raise RefusedError(400, "Bad Request: REACTION_INVALID")
        forum.reactions[int(params["message_id"])] = "".join(emoji)
        return True

    def _chat(self, params: Json) -> Json:
        chat = int(params["chat_id"])
        forum = self._within(chat)
        shown = {"id": chat, "type": "supergroup", "title": "Banco"}
        return {**shown, "is_forum": True} if forum.is_forum else shown

    def _member(self, params: Json) -> Json:
        forum = self._within(int(params["chat_id"]))
        user = {"id": int(params["user_id"]), "is_bot": True, "first_name": "Bot"}
        if int(params["user_id"]) != self.bot_id:
            raise RefusedError(400, "Bad Request: user not found")
        rights = {"can_manage_topics": forum.can_manage_topics} if forum.standing == "administrator" else {}
        return {"user": user, "status": forum.standing, **rights}

    def _within(self, chat: int) -> Forum:
        if chat not in self.forums:
            raise RefusedError(400, "Bad Request: chat not found")
        if self.forums[chat].standing in {"left", "kicked"}:
            raise RefusedError(403, "Forbidden: bot was kicked from the supergroup chat")
        return self.forums[chat]

    def _managed(self, params: Json, what: str) -> tuple[int, Forum]:
        chat = int(params["chat_id"])
        forum = self._within(chat)
        if not forum.is_forum:
            raise RefusedError(400, "Bad Request: the chat is not a forum")
        if not self._may_manage(forum):
            raise RefusedError(400, f"Bad Request: not enough rights to {what}")
        return chat, forum

    def _may_manage(self, forum: Forum) -> bool:
        return forum.standing == "administrator" and forum.can_manage_topics


def _topic(forum: Forum, params: Json) -> Topic:
    thread = int(params.get("message_thread_id", 0))
    if thread not in forum.topics:
        raise RefusedError(400, "Bad Request: TOPIC_ID_INVALID")
    return forum.topics[thread]


def _name(params: Json) -> str:
    name = str(params.get("name", "")).strip()
    if not 1 <= len(name) <= 128:
        raise RefusedError(400, "Bad Request: invalid topic name specified")
    return name
