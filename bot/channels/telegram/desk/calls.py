"""A step in the desk's group as a call of the Bot API."""

from __future__ import annotations

from bot.channels.telegram.desk.card import Shown
from bot.channels.telegram.desk.operators import Notice, Params, reaction
from bot.channels.telegram.desk.planning import (
    ChangeCard,
    Confirm,
    Mirror,
    Open,
    PutCard,
    Rename,
    Shut,
    Step,
    TellFailed,
)
from bot.service.values import DeskTopic

ARRIVED = "👍"
_NO_PREVIEW = {"is_disabled": True}


def call_for(topic: DeskTopic, step: Step) -> tuple[str, Params]:  # noqa: PLR0911 - an arm a step
    """Give the method and its parameters; texts go without parse_mode, so no character has a meaning."""
    chat: Params = {"chat_id": topic.place}
    place: Params = {**chat, "message_thread_id": topic.thread}
    match step:
        case Open(name=name):
            return "createForumTopic", {**chat, "name": name}
        case Rename(name=name):
            return "editForumTopic", {**place, "name": name}
        case Shut(closed=closed):
            return "closeForumTopic" if closed else "reopenForumTopic", place
        case PutCard(shown=shown) | TellFailed(shown=shown):
            return "sendMessage", {**place, **_content(shown)}
        case ChangeCard(shown=shown):
            return "editMessageText", {**chat, "message_id": topic.card, **_content(shown)}
        case Mirror(text=text):
            return "sendMessage", {**place, **_content(Shown(text=text))}
        case Confirm(message=message):
            return reaction(topic.place, message, ARRIVED)


def notice_call(place: str, notice: Notice) -> tuple[str, Params]:
    """Give the call that says a sentence below somebody's message, or to all."""
    params: Params = {"chat_id": place, **_content(Shown(text=notice.text))}
    if notice.thread:
        params["message_thread_id"] = notice.thread
    if notice.reply_to:
        params["reply_parameters"] = {"message_id": notice.reply_to, "allow_sending_without_reply": True}
    return "sendMessage", params


def _content(shown: Shown) -> Params:
    text = shown.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    content: Params = {"text": text, "link_preview_options": _NO_PREVIEW}
    if shown.buttons:
        rows = [[{"text": item.label, "callback_data": item.data}] for item in shown.buttons]
        content["reply_markup"] = {"inline_keyboard": rows}
    return content


def number_in(answer: object) -> int:
    """Give the number of the message or topic that a call made; 0 where it made none."""
    if not isinstance(answer, dict):
        return 0
    found = answer.get("message_id", answer.get("message_thread_id"))
    return found if isinstance(found, int) else 0
