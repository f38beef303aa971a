"""The Bot API's methods over a World, with the refusals the real one gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from bot.testing.telegram.forums import ForumMethods
from bot.testing.telegram.markup import check_entities, check_forced
from bot.testing.telegram.media import CAPTION, KINDS, file_id
from bot.testing.telegram.queue import BY_DEFAULT, Json
from bot.testing.telegram.refusals import Pace, RefusedError
from bot.testing.telegram.world import Post, World, keys

_DELETABLE = 48 * 3600


@dataclass(slots=True)
class Methods:
    """What the bot may call, but getUpdates, which waits."""

    world: World
    pace: Pace = field(default_factory=Pace)
    forums: ForumMethods = field(init=False)

    def __post_init__(self) -> None:
        self.forums = ForumMethods(
            self.world.forums,
            self.pace,
            limited=lambda: self.world.limits,
            now=lambda: self.world.now(),  # noqa: PLW0108 - a test may change the world's clock
            number=self.world.message_number,
            bot_id=self.world.bot_id,
        )

    def call(self, method: str, params: Json) -> Any:
        """Do a method by its name in any case, as the Bot API takes it."""
        known = {
            "getme": self.get_me,
            "sendmessage": self.send_message,
            "sendchataction": self.send_chat_action,
            "answercallbackquery": self.answer_callback_query,
            "editmessagetext": self.edit_message_text,
            "editmessagecaption": self.edit_message_caption,
            "deletemessage": self.delete_message,
            "deletebusinessmessages": self.delete_business_messages,
            "setwebhook": self.set_webhook,
            "deletewebhook": self.delete_webhook,
            "getwebhookinfo": self.get_webhook_info,
            "getbusinessconnection": self.get_business_connection,
            **self.forums.table(),
        }
        if method.lower() in KINDS:
            return self.send_file(KINDS[method.lower()], params)
        if method.lower() not in known:
            raise RefusedError(404, "Not Found")
        return known[method.lower()](params)

    def get_me(self, _params: Json) -> Json:
        return {
            "id": self.world.bot_id,
            "is_bot": True,
            "first_name": "Bot",
            "username": self.world.username,
            "can_join_groups": True,
            "can_read_all_group_messages": not self.world.privacy,
            "supports_inline_queries": False,
        }

    def get_business_connection(self, params: Json) -> Json:
        found = self.world.businesses.get(str(params.get("business_connection_id")))
        if found is None:
            raise RefusedError(400, "Bad Request: business connection not found")
        return found

    def _business(self, params: Json, chat: int) -> str:
        """Check that the bot may write for a business account: its rights, and 24 hours of the customer."""
        if "business_connection_id" not in params:
            return ""
        connection = self.get_business_connection(params)
        if not connection["is_enabled"] or not connection["rights"].get("can_reply"):
            raise RefusedError(400, "Bad Request: not enough rights to send messages")
        heard = self.world.heard_at.get((connection["id"], chat))
        if heard is None or heard < self.world.now() - 24 * 3600:
            raise RefusedError(400, "Bad Request: BUSINESS_PEER_USAGE_MISSING")
        return str(connection["id"])

    def send_message(self, params: Json) -> Json:
        check_entities(params, _text(params))
        return self.world.as_message(self._said(params, _text(params)))

    def send_file(self, kind: str, params: Json) -> Json:
        caption = str(params.get("caption", ""))
        if len(caption.encode("utf-16-le")) // 2 > CAPTION:
            raise RefusedError(400, "Bad Request: message caption is too long")
        number = file_id(self.world.files, kind, params.get(kind))
        post = self._said(params, caption)
        post.media, post.file = kind, number
        return self.world.as_message(post)

    def _said(self, params: Json, text: str) -> Post:
        chat = self._chat(params)
        business = self._business(params, chat)
        markup = _markup(params)
        reply_to = self._reply_to(params, chat)
        topic = int(params["message_thread_id"]) if "message_thread_id" in params else None
        if chat in self.world.forums:
            self.forums.check_send(chat, topic)
        if self.world.limits:
            self.pace.check(chat, self.world.now())
        if topic is not None and chat not in self.world.groups:
            raise RefusedError(400, "Bad Request: message thread not found")
        return self.world.post(chat, text, markup, reply_to, topic=topic, business=business)

    def send_chat_action(self, params: Json) -> bool:
        self.world.chat_actions.append(self._chat(params))
        return True

    def answer_callback_query(self, params: Json) -> bool:
        number = str(params.get("callback_query_id", ""))
        if number not in self.world.open_presses:
            raise RefusedError(
                400,
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
            )
        self.world.open_presses.discard(number)
        if len(str(params.get("text", ""))) > 200:
            raise RefusedError(400, "Bad Request: MESSAGE_TOO_LONG")
        self.world.confirmed_presses.append(number)
        self.world.toasts.append(str(params.get("text", "")))
        return True

    def edit_message_text(self, params: Json) -> Json:
        post = self._post(self._chat(params), params.get("message_id"))
        if post.file:
            raise RefusedError(400, "Bad Request: there is no text in the message to edit")
        return self._edited(post, _text(params), params)

    def edit_message_caption(self, params: Json) -> Json:
        post = self._post(self._chat(params), params.get("message_id"))
        if not post.file:
            raise RefusedError(400, "Bad Request: there is no caption in the message to edit")
        return self._edited(post, str(params.get("caption", "")), params)

    def _edited(self, post: Post, text: str, params: Json) -> Json:
        keyboard = keys(_markup(params))
        if post.chat in self.world.forums and self.world.limits:
            self.pace.check(post.chat, self.world.now())
        if (post.text, post.buttons, post.data) == (text, *keyboard):
            raise RefusedError(
                400,
                "Bad Request: message is not modified: specified new message content and reply markup "
                "are exactly the same as a current content and reply markup of the message",
            )
        post.text, (post.buttons, post.data) = text, keyboard  # without a keyboard it is taken away
        return self.world.as_message(post)

    def delete_message(self, params: Json) -> bool:
        post = self._post(
            self._chat(params), params.get("message_id"), "Bad Request: message to delete not found"
        )
        if post.at < self.world.now() - _DELETABLE:
            raise RefusedError(400, "Bad Request: message can't be deleted for everyone")
        self.world.posts.remove(post)
        return True

    def delete_business_messages(self, params: Json) -> bool:
        connection = self.get_business_connection(params)
        if not connection["rights"].get("can_delete_sent_messages"):
            raise RefusedError(400, "Bad Request: not enough rights to delete messages")
        numbers = {str(number) for number in params["message_ids"]}
        ours = [post for post in self.world.posts if post.business == connection["id"]]
        for post in [post for post in ours if str(post.message_id) in numbers]:
            self.world.posts.remove(post)
        return True

    def set_webhook(self, params: Json) -> bool:
        url, secret = urlsplit(str(params.get("url", ""))), str(params.get("secret_token", ""))
        if url.scheme != "https":
            raise RefusedError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        if (url.port or 443) not in {80, 88, 443, 8443}:
            raise RefusedError(
                400, "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"
            )
        if url.hostname in self.world.nowhere:
            raise RefusedError(400, "Bad Request: bad webhook: Failed to resolve host: Name not known")
        if re.fullmatch(r"[A-Za-z0-9_-]{0,256}", secret) is None:
            raise RefusedError(400, "Bad Request: secret token contains unallowed characters")
        if not 1 <= int(params.get("max_connections", 40)) <= 100:
            raise RefusedError(400, "Bad Request: max_connections must be from 1 to 100")
        self.world.allowed = frozenset(params.get("allowed_updates") or BY_DEFAULT)
        self.world.webhook, self.world.secret = url.geturl(), secret
        self.world.changed()
        return True

    def delete_webhook(self, _params: Json) -> bool:
        self.world.webhook = self.world.secret = ""
        self.world.last_error = None
        return True

    def get_webhook_info(self, _params: Json) -> Json:
        failed = self.world.last_error
        error = {"last_error_date": failed[0], "last_error_message": failed[1]} if failed else {}
        return {
            "url": self.world.webhook,
            "has_custom_certificate": False,
            "pending_update_count": len(self.world.unconfirmed()),
            **error,
        }

    def _chat(self, params: Json) -> int:
        try:
            chat = int(params["chat_id"])
        except (KeyError, ValueError):
            raise RefusedError(400, "Bad Request: chat_id is empty") from None
        if chat in self.world.moved:
            raise RefusedError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.world.moved[chat],
            )
        if chat in self.world.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        known = {*self.world.people, *self.world.groups, *self.world.moved.values()}
        if chat not in known:
            raise RefusedError(400, "Bad Request: chat not found")
        return chat

    def _post(
        self, chat: int, number: object, missing: str = "Bad Request: message to edit not found"
    ) -> Post:
        for post in self.world.posts:
            if post.chat == chat and str(post.message_id) == str(number):
                return post
        raise RefusedError(400, missing)

    def _reply_to(self, params: Json, chat: int) -> int | None:
        reply = params.get("reply_parameters")
        if not isinstance(reply, dict):
            return None
        number = int(reply["message_id"])
        if number < self.world.next_message and chat in {*self.world.people, *self.world.groups}:
            return number
        if reply.get("allow_sending_without_reply"):
            return None
        raise RefusedError(400, "Bad Request: message to be replied not found")


def _text(params: Json) -> str:
    text = str(params.get("text", "")).strip()
    if not text:
        raise RefusedError(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > 4096:
        raise RefusedError(400, "Bad Request: message is too long")
    return text


def _markup(params: Json) -> Json | None:
    markup = params.get("reply_markup")
    if not isinstance(markup, dict):
        return None
    if "force_reply" in markup:
        check_forced(markup)
    for row in markup.get("inline_keyboard", []):
        for key in row:
            if not 1 <= len(key["callback_data"].encode()) <= 64:
                raise RefusedError(400, "Bad Request: BUTTON_DATA_INVALID")
            if not key["text"].strip():
                raise RefusedError(
                    400, "Bad Request: can't parse inline keyboard button: Text must be non-empty"
                )
    return markup
