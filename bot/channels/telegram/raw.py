"""Reading fields of JSON that others made: each has the right form, or is unreadable for a plain reason."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from bot.channels.fields import UnreadableError, mapping

_YEAR_2100 = 4_102_444_800


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


def moment(raw: Mapping[str, object], name: str) -> datetime:
    """Take a time in Unix seconds."""
    seconds = integer(raw, name)
    if not 0 < seconds < _YEAR_2100:
        raise UnreadableError(f"“{name}” is not a time")
    return datetime.fromtimestamp(seconds, UTC)
