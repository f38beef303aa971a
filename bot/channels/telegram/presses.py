"""Pressed buttons: every press is confirmed, and one that cannot count is told why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.channels.fields import UnreadableError, mapping, string
from bot.channels.telegram.buttons import pressed_by_another
from bot.channels.telegram.raw import optional
from bot.channels.telegram.words import ANOTHERS, OLD, say
from bot.model.message import OLD_BUTTON, Inbound
from bot.service.values import TranscriptLine


def mark_if_old(press: Inbound, raw: object, lines: Sequence[TranscriptLine]) -> Inbound:
    """Mark a press on a keyboard that is not the conversation's last; `lines` are what was said in it."""
    if not _is_old(press.button, _words_of(raw), [line for line in lines if line.buttons]):
        return press
    return replace(press, payload={**press.payload, OLD_BUTTON: "yes"})


def confirmation(
    raw: object, stored: Sequence[Inbound], languages: Sequence[str]
) -> dict[str, object] | None:
    """Give the parameters that answer an update's press; None if nothing was pressed."""
    try:
        query = optional(mapping(raw, "update"), "callback_query")
        number = string(query, "id") if query is not None else ""
        if query is None or not number:
            return None
        params: dict[str, object] = {"callback_query_id": number}
        words = ANOTHERS if pressed_by_another(query) else _old(stored)
        return {**params, "text": say(words, _language(query), languages)} if words else params
    except UnreadableError:
        return None


def _is_old(label: str, text: str, asked: Sequence[TranscriptLine]) -> bool:
    """Tell whether a button stands below an earlier question; of an old message Telegram gives no text.

    What is not in the transcript at all was sent just now, or nobody knows whether it was.
    """
    if not asked:
        return False
    if not text:
        return label not in asked[-1].buttons
    earlier = any(line.text.strip() == text for line in asked[:-1])
    return earlier and asked[-1].text.strip() != text


def _words_of(raw: object) -> str:
    query = optional(mapping(raw, "update"), "callback_query")
    message = optional(query, "message") if query is not None else None
    return string(message, "text").strip() if message is not None else ""


def _old(stored: Sequence[Inbound]) -> Mapping[str, str]:
    return OLD if any(OLD_BUTTON in item.payload for item in stored) else {}


def _language(query: Mapping[str, object]) -> str:
    presser = optional(query, "from")
    return string(presser, "language_code") if presser is not None else ""
