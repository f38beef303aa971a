"""What a Telegram message says: its text, its caption, or the name of what was sent without words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.channels.fields import string
from bot.channels.telegram.words import attachment_name
from bot.model.message import STARTED_BY
from bot.model.text import clean

_START = re.compile(r"/start(?:@\w+)?(?: ([A-Za-z0-9_-]{1,64}))?", re.ASCII)

_ATTACHMENTS = (
    "animation",  # before document: an animation comes with both
    "audio",
    "contact",
    "dice",
    "document",
    "game",
    "venue",  # before location: a venue comes with both
    "location",
    "paid_media",
    "photo",
    "poll",
    "sticker",
    "story",
    "video",
    "video_note",
    "voice",
)

_SERVICE = frozenset(
    {
        "boost_added",
        "channel_chat_created",
        "chat_background_set",
        "chat_shared",
        "connected_website",
        "delete_chat_photo",
        "forum_topic_closed",
        "forum_topic_created",
        "forum_topic_edited",
        "forum_topic_reopened",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "giveaway",
        "giveaway_completed",
        "giveaway_created",
        "giveaway_winners",
        "group_chat_created",
        "left_chat_member",
        "message_auto_delete_timer_changed",
        "migrate_from_chat_id",
        "migrate_to_chat_id",
        "new_chat_members",
        "new_chat_photo",
        "new_chat_title",
        "pinned_message",
        "proximity_alert_triggered",
        "supergroup_chat_created",
        "users_shared",
        "video_chat_ended",
        "video_chat_participants_invited",
        "video_chat_scheduled",
        "video_chat_started",
        "write_access_allowed",
    }
)


def is_service(raw: Mapping[str, object]) -> bool:
    """Tell whether Telegram itself reports something (a pin, a new title), not a person speaking."""
    return not _SERVICE.isdisjoint(raw) and not raw.get("text")


def content(raw: Mapping[str, object], language: str) -> tuple[str, dict[str, str]]:
    """Give the text, and what came with it: `attachment` and `file`, or the word of a t.me link.

    Without words the text is "[foto]" or the like, in the brand's language; of a kind this version does not
    know, "[messaggio]": every message is owed an outcome. `file` is the id Telegram gives the file back by.
    """
    words = clean(string(raw, "text") or string(raw, "caption"))
    started = _START.fullmatch(words)
    if started is not None:
        return "/start", {STARTED_BY: started[1]} if started[1] else {}
    kind = next((kind for kind in _ATTACHMENTS if raw.get(kind) is not None), "")
    return words or f"[{attachment_name(kind or 'message', language)}]", _beside(raw, kind)


def _beside(raw: Mapping[str, object], kind: str) -> dict[str, str]:
    if not kind:
        return {}
    found, album = raw.get(kind), string(raw, "media_group_id")
    sizes = found if isinstance(found, list) else [found]  # a photo comes in sizes, the largest last
    file = sizes[-1] if sizes and isinstance(sizes[-1], Mapping) else {}
    beside = {"attachment": kind, "file": string(file, "file_id"), "name": string(file, "file_name")}
    return {name: clean(value) for name, value in {**beside, "album": album}.items() if value}
