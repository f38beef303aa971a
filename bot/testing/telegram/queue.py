"""The updates a bot has not confirmed: kept a day, given again until they are."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

KEPT = 24 * 3600
"""Seconds for which an update waits to be fetched."""

BY_DEFAULT = frozenset({"message", "edited_message", "callback_query", "my_chat_member", "inline_query"})


@dataclass(slots=True, kw_only=True)
class Queue:
    """Updates by number. `allowed` are the kinds the bot asked for; `changed` is called when one comes."""

    now: Callable[[], float] = time.time
    allowed: frozenset[str] = BY_DEFAULT
    next_update: int = 700_000_001
    confirmed: list[int] = field(default_factory=list)
    changed: Callable[[], None] = lambda: None
    _updates: dict[int, tuple[Any, float]] = field(default_factory=dict)

    def unconfirmed(self) -> list[int]:
        """List the numbers of updates that would be delivered (again)."""
        for number in [n for n, (_, at) in self._updates.items() if at < self.now() - KEPT]:
            del self._updates[number]
        return sorted(self._updates)

    def confirm(self, offset: int) -> None:
        """Forget every update below the offset: the bot says it has them."""
        for number in [n for n in self._updates if n < offset]:
            del self._updates[number]
            self.confirmed.append(number)

    def waiting(self) -> list[tuple[int, Any]]:
        """Give every unconfirmed update with its number, oldest first."""
        return [(number, self._updates[number][0]) for number in self.unconfirmed()]

    def deliver(self, number: int) -> None:
        """Forget one update: the webhook has taken it."""
        if self._updates.pop(number, None) is not None:
            self.confirmed.append(number)

    def fetch(self, offset: int | None, limit: int) -> list[Any]:
        """Give unconfirmed updates. An offset confirms all below it; one from the future is not heeded."""
        waiting = self.unconfirmed()
        if offset is not None and offset < 0:
            offset = waiting[offset:][0] if waiting else None
        if offset is not None and offset <= self.next_update + 9:
            self.confirm(offset)
        return [self._updates[number][0] for number in self.unconfirmed()[:limit]]

    def push(self, kind: str, item: Any) -> int:
        """Put an update of a kind in the queue, unless the bot did not ask for that kind (0 then)."""
        if kind not in self.allowed:
            return 0
        return self.push_raw({"update_id": self.next_update, kind: item})

    def push_raw(self, raw: Any) -> int:
        """Put anything in the queue, also what no bot could read."""
        number = self.next_update
        self.next_update += 1
        self._updates[number] = (raw, self.now())
        self.changed()
        return number

    def renumber(self, number: int) -> None:
        """Go on with another update number, as after a week without updates."""
        self.next_update = number
