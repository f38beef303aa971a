"""A step in the desk's group as a call of the Bot API."""

from __future__ import annotations

from bot.channels.telegram.desk.asking import Asked
from bot.channels.telegram.desk.card import Button, Shown
from bot.channels.telegram.desk.operators import Notice, Params, reaction
from bot.channels.telegram.desk.planning import (
    Ask,
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
        case Ask(asked=asked):
            return "sendMessage", {**place, **_question(asked)}
        case Confirm(message=message):
            return reaction(topic.place, message, ARRIVED)


def notice_call(place: str, notice: Notice) -> tuple[str, Params]:
    """Give the call that says a sentence below somebody's message, or to all."""
    params: Params = {"chat_id": place, **_content(Shown(text=notice.text, buttons=notice.buttons))}
    if notice.thread:
        params["message_thread_id"] = notice.thread
    if notice.reply_to:
        params["reply_parameters"] = {"message_id": notice.reply_to, "allow_sending_without_reply": True}
    return "sendMessage", params


def _content(shown: Shown) -> Params:
    text = shown.text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    content: Params = {"text": text, "link_preview_options": _NO_PREVIEW}
    if shown.buttons:
        content["reply_markup"] = {"inline_keyboard": _rows(shown.buttons)}
    return content


def _rows(buttons: tuple[Button, ...]) -> list[list[Params]]:
    rows: list[list[Params]] = []
    for item in buttons:
        key: Params = {"text": item.label, "callback_data": item.data}
        if item.beside and rows:
            rows[-1].append(key)
        else:
            rows.append([key])
    return rows


def _question(asked: Asked) -> Params:
    """Open the field for an answer, for the one who is named; the draft's words can be copied at a touch."""
    user: Params = {"id": asked.user, "is_bot": False, "first_name": asked.name}
    (name, name_long), (words, words_long) = asked.named, asked.words
    mention: Params = {"type": "text_mention", "offset": name, "length": name_long, "user": user}
    block: Params = {"type": "pre", "offset": words, "length": words_long}
    return {
        **_content(Shown(text=asked.text)),
        "entities": [mention, block] if words_long else [mention],
        "reply_markup": {"force_reply": True, "selective": True},
    }


def number_in(answer: object) -> int:
    """Give the number of the message or topic that a call made; 0 where it made none."""
    if not isinstance(answer, dict):
        return 0
    found = answer.get("message_id", answer.get("message_thread_id"))
    return found if isinstance(found, int) else 0
