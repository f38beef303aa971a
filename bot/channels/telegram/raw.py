"""Reading fields of JSON that others made: each has the right form, or is unreadable for a plain reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime

_RAW_KEPT = 20_000
_YEAR_2100 = 4_102_444_800


class UnreadableError(Exception):
    """An item is not what the Bot API says it is; the message names the field."""


def mapping(raw: object, name: str) -> Mapping[str, object]:
    """Take an object, or say that `name` is none."""
    if not isinstance(raw, Mapping):
        raise UnreadableError(f"“{name}” is not an object")
    return raw


def optional(raw: Mapping[str, object], name: str) -> Mapping[str, object] | None:
    """Take a field that is an object if it is there."""
    value = raw.get(name)
    return None if value is None else mapping(value, name)


def integer(raw: Mapping[str, object], name: str) -> int:
    """Take a whole number of at most 64 bits."""
    value = raw.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not -(2**63) <= value < 2**63:
        raise UnreadableError(f"“{name}” is not a whole number")
    return value


def string(raw: Mapping[str, object], name: str) -> str:
    """Take a string; "" where there is none."""
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableError(f"“{name}” is not a text")
    return value


def moment(raw: Mapping[str, object], name: str) -> datetime:
    """Take a time in Unix seconds."""
    seconds = integer(raw, name)
    if not 0 < seconds < _YEAR_2100:
        raise UnreadableError(f"“{name}” is not a time")
    return datetime.fromtimestamp(seconds, UTC)


def dumped(raw: object) -> str:
    """Write an item down as it came, in ASCII, at most 20,000 characters."""
    try:
        return json.dumps(raw, ensure_ascii=True, default=repr, sort_keys=True)[:_RAW_KEPT]
    except (TypeError, ValueError, RecursionError):
        return ascii(type(raw))


def fingerprint(raw: object) -> str:
    """Give an item a short name that is the same each time the same item comes."""
    return hashlib.sha256(dumped(raw).encode("ascii")).hexdigest()[:16]
