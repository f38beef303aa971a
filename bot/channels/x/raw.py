"""Reading fields of X's JSON: each has the right form, or is unreadable for a plain reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

_RAW_KEPT = 20_000
_LONGEST_ID = 25
_NEWER = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "note_tweet": "note_post",
    "referenced_tweets": "referenced_posts",
    "tweets": "posts",
}


class UnreadableError(Exception):
    """An item is not what X's API says it is; the message names the field."""


def field(raw: Mapping[str, object], name: str) -> object:
    """Give a field under its usual name or under the one of X's newer specification."""
    found = raw.get(name)
    return raw.get(_NEWER[name]) if found is None and name in _NEWER else found


def mapping(raw: object, name: str) -> Mapping[str, object]:
    """Take an object, or say that `name` is none."""
    if not isinstance(raw, Mapping):
        raise UnreadableError(f"“{name}” is not an object")
    return raw


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


def string(raw: Mapping[str, object], name: str) -> str:
    """Take a string; "" where there is none."""
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableError(f"“{name}” is not a text")
    return value


def is_identifier(value: object) -> bool:
    """Tell whether this is an id as X writes them: digits in a string."""
    return isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _LONGEST_ID


def identifier(raw: Mapping[str, object], name: str) -> str:
    """Take an id."""
    value = raw.get(name)
    if not isinstance(value, str) or not is_identifier(value):
        raise UnreadableError(f"“{name}” is not an id")
    return value


def moment(raw: Mapping[str, object], name: str) -> datetime:
    """Take a time, with fractions of a second or without."""
    text = string(raw, name)
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo is not None else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise UnreadableError(f"“{name}” is not a time") from None


def dumped(raw: object) -> str:
    """Write an item down as it came, in ASCII, at most 20,000 characters."""
    try:
        return json.dumps(raw, ensure_ascii=True, default=repr, sort_keys=True)[:_RAW_KEPT]
    except (TypeError, ValueError, RecursionError):
        return ascii(type(raw))


def fingerprint(raw: object) -> str:
    """Give an item a short name that is the same each time the same item comes."""
    return hashlib.sha256(dumped(raw).encode("ascii")).hexdigest()[:16]
