"""Telegram as seen by one bot: its customers, the updates it has not confirmed, every message it posted."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from bot.testing.telegram.forums import Forum, Topic
from bot.testing.telegram.media import as_shown
from bot.testing.telegram.queue import Json, Queue


@dataclass(slots=True, kw_only=True)
class Post:
    """One message the bot posted, as its customers see it; `answered`: the bot got to know."""

    chat: int
    message_id: int
    text: str
    at: float
    buttons: tuple[str, ...] = ()
    data: tuple[str, ...] = ()
    asks_reply: bool = False
    reply_to: int | None = None
    topic: int | None = None
    business: str = ""
    media: str = ""
    file: str = ""
    answered: bool = False


@dataclass(slots=True)
class World(Queue):
    """The state behind the fake Bot API. What customers do is a method; what the bot posted is `posts`."""

    token: str = "4242:AAF-fake_token_of_a_fake_bot"  # noqa: S105 - of no bot there is
    username: str = "volo_bot"
    webhook: str = ""
    secret: str = ""
    last_error: tuple[int, str] | None = None
    nowhere: frozenset[str] = frozenset()
    limits: bool = False
    posts: list[Post] = field(default_factory=list)
    chat_actions: list[int] = field(default_factory=list)
    confirmed_presses: list[str] = field(default_factory=list)
    beyond_sight: bool = False
    toasts: list[str] = field(default_factory=list)
    open_presses: set[str] = field(default_factory=set)
    blocked: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)
    groups: dict[int, list[int]] = field(default_factory=dict)
    forums: dict[int, Forum] = field(default_factory=dict)
    businesses: dict[str, Json] = field(default_factory=dict)
    heard_at: dict[tuple[str, int], float] = field(default_factory=dict)
    privacy: bool = True
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    people: dict[int, Json] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    next_message: int = 1

    @property
    def bot_id(self) -> int:
        return int(self.token.partition(":")[0])

    def person(self, chat: int, name: str = "Giulia") -> Json:
        """Give the customer of a chat, making them known."""
        return self.people.setdefault(
            chat,
            {
                "id": chat,
                "is_bot": False,
                "first_name": name,
                "username": f"user_{chat}",
                "language_code": "it",
            },
        )

    def message(self, chat: int, **content: Any) -> Json:
        """Make a message a customer writes in private."""
        number = self.message_number()
        sender = self.person(chat)
        place = {"id": chat, "type": "private", "first_name": sender["first_name"]}
        return {
            "message_id": number,
            "from": sender,
            "chat": place,
            "date": int(self.now()),
            **content,
        }

    def group(self, chat: int, *people: int) -> int:
        """Make a group of people with the bot in it."""
        self.groups[chat] = list(people)
        for person in people:
            self.person(person)
        return chat

    def say_in(self, chat: int, person: int, text: str, **content: Any) -> int:
        """Let somebody write in a group; with privacy, the bot is only told of what is clearly for it."""
        message = {**self.message(person, text=text, **content), "chat": self._group_chat(chat)}
        self.messages[chat, message["message_id"]] = message
        answered = content.get("reply_to_message")
        found = list(re.finditer(r"^/\w+@\w+|@\w+", text))
        message["entities"] = [_entity(text, match) for match in found]
        ours = answered is not None and answered["from"]["id"] == self.bot_id
        commanded = any(match[0].startswith("/") and match[0].endswith(self.username) for match in found)
        if self.privacy and not ours and not commanded:
            return 0
        return self.push("message", message)

    def forum(self, chat: int, *people: int) -> Forum:
        """Make a group with topics in which the bot is an administrator."""
        self.group(chat, *people)
        return self.forums.setdefault(chat, Forum())

    def write_topic(self, chat: int, thread: int, person: int, text: str, **content: Any) -> int:
        """Let somebody write in a topic (0: in General); gives the message's number.

        What answers no message there answers the one by which the topic was made.
        """
        said = {"text": text} if text else {}
        message = {**self.message(person, **said, **content), "chat": self._group_chat(chat)}
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
            message.setdefault("reply_to_message", self._topic_made(chat, thread))
        self.messages[chat, message["message_id"]] = message
        self.push("message", message)
        return int(message["message_id"])

    def answer(self, post: Post, person: int, text: str, **content: Any) -> int:
        """Let somebody of a group answer a message of the bot's; gives the number of theirs."""
        answered = self.as_message(post)
        answered.pop("reply_to_message", None)  # one level is told, no more
        content = {**content, "reply_to_message": answered}
        return self.write_topic(post.chat, post.topic or 0, person, text, **content)

    def _topic_made(self, chat: int, thread: int) -> Json:
        forum = self.forums.get(chat)
        topic = forum.topics.get(thread) if forum is not None else None
        return {
            "message_id": thread,
            "from": {"id": self.bot_id, "is_bot": True, "first_name": "Bot", "username": self.username},
            "chat": self._group_chat(chat),
            "date": int(self.now()),
            "message_thread_id": thread,
            "is_topic_message": True,
            "forum_topic_created": {"name": topic.name if topic is not None else "", "icon_color": 7322096},
        }

    def delete_topic(self, chat: int, thread: int) -> None:
        """Let somebody delete a topic with all that is in it; bots are not told."""
        del self.forums[chat].topics[thread]
        self.posts = [post for post in self.posts if (post.chat, post.topic) != (chat, thread)]

    def close_topic(self, chat: int, thread: int, person: int) -> int:
        """Let somebody close a topic by hand."""
        self.forums[chat].topics[thread].closed = True
        return self.write_topic(chat, thread, person, "", forum_topic_closed={})

    def topics(self, chat: int) -> list[Topic]:
        """List the topics of a group, oldest first."""
        return [topic for _, topic in sorted(self.forums[chat].topics.items())]

    def _group_chat(self, chat: int) -> Json:
        place = {"id": chat, "type": "supergroup", "title": "Clienti"}
        return {**place, "is_forum": True} if chat in self.forums else place

    def say(self, chat: int, text: str) -> int:
        """Let a customer write; gives the update's number."""
        return self.push("message", self.message(chat, text=text))

    def connect(self, number: str, owner: int, *, can_reply: bool = True, enabled: bool = True) -> int:
        """Let the owner of a business account connect the bot to it, or change what it may do."""
        self.businesses[number] = {
            "id": number,
            "user": self.person(owner, "Anna"),
            "user_chat_id": owner,
            "date": int(self.now()),
            "rights": {"can_reply": can_reply},
            "is_enabled": enabled,
        }
        return self.push("business_connection", self.businesses[number])

    def write_business(
        self, number: str, chat: int, text: str, *, owner: bool = False, **content: Any
    ) -> int:
        """Let a customer write to a business account, or its owner to the customer."""
        message = self.message(chat, text=text, business_connection_id=number, **content)
        if owner:
            message["from"] = self.businesses[number]["user"]
        else:
            self.heard_at[number, chat] = self.now()
        return self.push("business_message", message)

    def press(self, chat: int, label: str, *, by: int | None = None, nth: int = -1) -> int:
        """Let a customer (in a group `by`) press the newest button with this label, or the `nth` of them."""
        post = [p for p in self.posts if p.chat == chat and label in p.buttons][nth]
        press = f"{chat}-{post.message_id}-{self.next_update}"
        self.open_presses.add(press)
        query = {
            "id": press,
            "from": self.person(by or chat),
            "chat_instance": str(chat),
            "data": post.data[post.buttons.index(label)],
            "message": self.as_message(post),
        }
        if self.beyond_sight:  # a message of long ago comes without its text and its buttons
            shown = self.as_message(post)
            query["message"] = {"chat": shown["chat"], "message_id": post.message_id, "date": 0}
        return self.push("callback_query", query)

    def block(self, chat: int, *, blocked: bool = True) -> int:
        """Let a customer block the bot, or take it back."""
        (self.blocked.add if blocked else self.blocked.discard)(chat)
        status = ("member", "kicked") if blocked else ("kicked", "member")
        bot = {"id": self.bot_id, "is_bot": True, "first_name": "Bot", "username": self.username}
        old, new = ({"user": bot, "status": word} for word in status)
        change = {
            "chat": {"id": chat, "type": "private"},
            "from": self.person(chat),
            "date": int(self.now()),
            "old_chat_member": old,
            "new_chat_member": new,
        }
        return self.push("my_chat_member", change)

    def post(
        self,
        chat: int,
        text: str,
        markup: Json | None = None,
        reply_to: int | None = None,
        *,
        topic: int | None = None,
        business: str = "",
    ) -> Post:
        """Write down a message of the bot's; from here on its customer sees it."""
        labels, data = keys(markup)
        made = Post(
            chat=chat,
            message_id=self.message_number(),
            text=text,
            at=self.now(),
            buttons=labels,
            data=data,
            asks_reply=bool((markup or {}).get("force_reply")),
            reply_to=reply_to,
            topic=topic,
            business=business,
        )
        self.posts.append(made)
        return made

    def as_message(self, post: Post) -> Json:
        """Give a post as the Bot API shows it."""
        pairs = zip(post.buttons, post.data, strict=True)
        answered = dict(self.messages.get((post.chat, post.reply_to or 0), {}))
        answered.pop("reply_to_message", None)
        keyboard = [[{"text": text, "callback_data": data}] for text, data in pairs]
        return {
            "message_id": post.message_id,
            "from": {"id": self.bot_id, "is_bot": True, "first_name": "Bot", "username": self.username},
            "chat": self._group_chat(post.chat)
            if post.chat in self.groups
            else {"id": post.chat, "type": "private"},
            "date": int(post.at),
            **({"caption": post.text} if post.file else {"text": post.text}),
            **(as_shown(post.media, post.file) if post.file else {}),
            **({"reply_to_message": answered} if answered else {}),
            **({"message_thread_id": post.topic, "is_topic_message": True} if post.topic else {}),
            **({"business_connection_id": post.business} if post.business else {}),
            **({"reply_markup": {"inline_keyboard": keyboard}} if keyboard else {}),
        }

    def message_number(self) -> int:
        """Give the next message's number."""
        self.next_message += 1
        return self.next_message - 1


def keys(markup: Json | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the labels and the data of an inline keyboard, in order."""
    found = [key for row in (markup or {}).get("inline_keyboard", []) for key in row]
    return tuple(key["text"] for key in found), tuple(key["callback_data"] for key in found)


def _entity(text: str, match: re.Match[str]) -> Json:
    """Describe a name or a command in a text, counted in UTF-16 units as the Bot API does."""
    start, length = (len(part.encode("utf-16-le")) // 2 for part in (text[: match.start()], match[0]))
    return {
        "type": "bot_command" if match[0].startswith("/") else "mention",
        "offset": start,
        "length": length,
    }
