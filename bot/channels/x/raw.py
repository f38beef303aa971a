"""Reading fields of X's JSON: each has the right form, or is unreadable for a plain reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bot.channels.fields import UnreadableError, mapping, string

_LONGEST_ID = 25
_NEWER = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "retweet_count": "repost_count",
    "tweets": "posts",
}


def field(raw: Mapping[str, object], name: str) -> object:
    """Give a field under its usual name or under the one of X's newer specification."""
    found = raw.get(name)
    return raw.get(_NEWER[name]) if found is None and name in _NEWER else found


def optional(raw: Mapping[str, object], name: str) -> Mapping[str, object]:
    """Take a field that is an object; empty where there is none."""
    value = field(raw, name)
    return {} if value is None else mapping(value, name)


def objects(raw: Mapping[str, object], name: str) -> Sequence[Mapping[str, object]]:
    """Take a field that is a list of objects; empty where there is none."""
    value = field(raw, name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise UnreadableError(f"“{name}” is not a list")
    return [mapping(item, name) for item in value]


def is_identifier(value: object) -> bool:
    """Tell whether this is an id as X writes them: digits in a string."""
    return isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _LONGEST_ID


def identifier(raw: Mapping[str, object], name: str) -> str:
    """Take an id."""
    value = raw.get(name)
    if not isinstance(value, str) or not is_identifier(value):
        raise UnreadableError(f"“{name}” is not an id")
    return value


def root_of(raw: Mapping[str, object]) -> str:
    """Give the id of a post's first version; "" where X does not tell."""
    history = versions(raw)
    return history[0] if history else ""


def versions(raw: Mapping[str, object]) -> list[str]:
    """Give the ids of a post's versions, the first one's first."""
    found = field(raw, "edit_history_tweet_ids")
    if found is None:
        return []
    if not isinstance(found, list) or not all(map(is_identifier, found)):
        raise UnreadableError("the edit history is not a list of ids")
    return found


def moment(raw: Mapping[str, object], name: str) -> datetime:
    """Take a time, with fractions of a second or without."""
    text = string(raw, name)
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableError(f"“{name}” is not a time") from None
