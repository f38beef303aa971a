"""What the Bot API takes beside a text: marks in it, and the wish for an answer."""

from __future__ import annotations

from bot.testing.telegram.queue import Json
from bot.testing.telegram.refusals import RefusedError

_KINDS = frozenset({"bold", "italic", "code", "pre", "text_link", "text_mention", "mention", "blockquote"})
_PLACEHOLDER = 64


def check_entities(params: Json, text: str) -> None:
    """Refuse marks that lie outside the text, in UTF-16 units, or lack what their kind needs."""
    length = len(text.encode("utf-16-le")) // 2
    for entity in params.get("entities", []):
        start, long = int(entity["offset"]), int(entity["length"])
        if start < 0 or long < 1 or start + long > length or entity["type"] not in _KINDS:
            raise RefusedError(400, "Bad Request: ENTITY_BOUNDS_INVALID")
        if entity["type"] == "text_mention" and not isinstance(entity.get("user", {}).get("id"), int):
            raise RefusedError(400, "Bad Request: can't parse entities: user is not specified")


def check_forced(markup: Json) -> None:
    """Refuse a wish for an answer together with buttons, or with too long a hint in the field."""
    if markup["force_reply"] is not True or "inline_keyboard" in markup or "keyboard" in markup:
        raise RefusedError(400, "Bad Request: can't parse reply keyboard markup JSON object")
    if len(str(markup.get("input_field_placeholder", ""))) > _PLACEHOLDER:
        raise RefusedError(400, "Bad Request: input field placeholder is too long")
