"""Buttons below a message: how they are written for Telegram, and whose label a press brings back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.channels.fields import mapping, string
from bot.channels.telegram.raw import optional

_MOST_BYTES = 64


def keyboard(labels: Sequence[str]) -> dict[str, object]:
    """Write an inline keyboard, one button a row so that long labels can be read."""
    rows = [[{"text": label, "callback_data": _data(n, label)}] for n, label in enumerate(labels)]
    return {"inline_keyboard": rows}


def label_of(message: Mapping[str, object], data: str) -> str:
    """Give the label of the button that carries `data`; "" if it cannot be known.

    An old message comes without its keyboard; then the label is read from the data, if it is all there.
    """
    if not data:
        return ""
    for button in _buttons(message):
        if string(button, "callback_data") == data:
            return string(button, "text")
    label = data.partition(":")[2]
    return label if len(data.encode("utf-8", "surrogatepass")) < _MOST_BYTES - 3 else ""


def pressed_by_another(query: Mapping[str, object]) -> bool:
    """Tell whether a button was pressed in a group by somebody else than the one who was answered."""
    message = optional(query, "message")
    answered = optional(message, "reply_to_message") if message is not None else None
    theirs = optional(answered, "from") if answered is not None else None
    presser = optional(query, "from")
    return theirs is not None and presser is not None and theirs.get("id") != presser.get("id")


def _data(n: int, label: str) -> str:
    """Number the button and add as much of its label as 64 bytes hold, so that presses tell apart."""
    whole = f"{n}:{label}".encode("utf-8", "replace")
    return whole[:_MOST_BYTES].decode("utf-8", "ignore")


def _buttons(message: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    markup = optional(message, "reply_markup")
    rows = markup.get("inline_keyboard") if markup is not None else None
    for row in rows if isinstance(rows, list) else []:
        for button in row if isinstance(row, list) else []:
            yield mapping(button, "inline_keyboard")
