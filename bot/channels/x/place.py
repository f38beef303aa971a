"""Where reading goes on: the newest id of each feed and the spent endpoints, as one text."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

OVERLAP = timedelta(seconds=90)
"""So far back a poll looks beyond what it knows: X shows some posts late, under their older ids."""

_EPOCH_MS = 1_288_834_974_657


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """How far each feed has been read, and until which second endpoints are spent."""

    newest: Mapping[str, int] = field(default_factory=dict)
    spent: Mapping[str, int] = field(default_factory=dict)

    def after(self, feed: str, number: int) -> Place:
        """Go on in a feed; never backwards."""
        return replace(self, newest={**self.newest, feed: max(number, self.newest.get(feed, 0))})

    def written(self) -> str:
        """Give the text that is stored."""
        return json.dumps({"newest": self.newest, "spent": self.spent}, sort_keys=True)


def read_place(text: str | None) -> Place:
    """Read a stored text; one that cannot be read means the beginning: repeats are known by their keys."""
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return Place()
    if not isinstance(found, dict):
        return Place()
    return Place(newest=_numbers(found.get("newest")), spent=_numbers(found.get("spent")))


def first_id(at: datetime) -> int:
    """Give the lowest id a post of that moment can have: the upper bits of an id are its time."""
    return max(0, int(at.timestamp() * 1000) - _EPOCH_MS) << 22


def before(number: int, span: timedelta) -> int:
    """Give the lowest id of so long before another."""
    return max(0, number - (int(span.total_seconds() * 1000) << 22))


def _numbers(value: object) -> dict[str, int]:
    items = value.items() if isinstance(value, dict) else ()
    return {str(name): number for name, number in items if type(number) is int and number >= 0}
