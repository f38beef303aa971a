"""Fields of JSON that a platform made: each has the right form, or is unreadable for a plain reason."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

_KEPT = 20_000


class UnreadableError(Exception):
    """An item is not what the platform's API says it is; the message names the field."""


def mapping(raw: object, name: str) -> Mapping[str, object]:
    """Take an object, or say that `name` is none."""
    if not isinstance(raw, Mapping):
        raise UnreadableError(f"“{name}” is not an object")
    return raw


def string(raw: Mapping[str, object], name: str) -> str:
    """Take a string; "" where there is none."""
    value = raw.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise UnreadableError(f"“{name}” is not a text")
    return value


def dumped(raw: object) -> str:
    """Write an item down as it came, in ASCII, at most 20,000 characters."""
    try:
        return json.dumps(raw, ensure_ascii=True, default=repr, sort_keys=True)[:_KEPT]
    except (TypeError, ValueError, RecursionError):
        return ascii(type(raw))


def fingerprint(raw: object) -> str:
    """Give an item a short name that is the same each time the same item comes."""
    return hashlib.sha256(dumped(raw).encode("ascii")).hexdigest()[:16]
