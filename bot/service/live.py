"""Tells whoever watches that something changed; what changed is read from the store."""

from __future__ import annotations

import asyncio
from collections import deque
from dataclasses import dataclass
from zlib import crc32

INBOX = "inbox"
"""The topic of the desk's list."""

_SLOTS = 4096  # topics share counters, so memory stays flat; a needless wake-up only costs a read


_REMEMBERED = 2048
"""So many changes of the list are remembered; who has missed more reads all of it again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What changed in the desk's list: these conversations, with `more` also something that is none."""

    conversations: frozenset[int]
    more: bool


def lines_topic(channel: str, account: str, key: str) -> str:
    """Name the topic of one conversation's messages."""
    return f"lines:{channel}:{account}:{key}"


def _slot(topic: str) -> int:
    return crc32(topic.encode("utf-8", "surrogatepass")) % _SLOTS


class Live:
    """Counters by topic: read `count`, then the store, then `wait` for another count. One event loop only."""

    def __init__(self) -> None:
        self._counts = [0] * _SLOTS
        self._waiters: dict[int, set[asyncio.Future[None]]] = {}
        self._listed: deque[tuple[int, int]] = deque(maxlen=_REMEMBERED)
        self._forgotten = 0

    def count(self, topic: str) -> int:
        """Give the topic's count now."""
        return self._counts[_slot(topic)]

    def listed(self, *conversations: int) -> None:
        """Say that these conversations changed as the desk's list shows them; without any, all may have."""
        self.changed(INBOX)
        for number in conversations or (0,):
            if len(self._listed) == _REMEMBERED:
                self._forgotten = self._listed[0][0]
            self._listed.append((self.count(INBOX), number))

    def changes(self, seen: int) -> Changes:
        """Give what the list's changes after the count `seen` were."""
        found = [number for count, number in reversed(self._listed) if count > seen]
        return Changes(conversations=frozenset(found) - {0}, more=0 in found or seen < self._forgotten)

    def changed(self, topic: str) -> None:
        """Say that the topic changed."""
        slot = _slot(topic)
        self._counts[slot] += 1
        for waiter in self._waiters.pop(slot, set()):
            if not waiter.done():
                waiter.set_result(None)

    async def wait(self, topic: str, seen: int, seconds: float) -> int:
        """Give the topic's count once it is not `seen`, or after some seconds."""
        slot = _slot(topic)
        if self._counts[slot] == seen:
            waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiters.setdefault(slot, set()).add(waiter)
            await asyncio.wait({waiter}, timeout=seconds)
            self._waiters.get(slot, set()).discard(waiter)
        return self._counts[slot]
