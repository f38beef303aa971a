"""Remembers what was worked out for the latest texts."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

REMEMBERED = 4_096
"""Most answers that are kept."""


class Memory(Generic[Key, Value]):
    """A bounded memory for several threads; the answer to a key never changes."""

    def __init__(self, most: int = REMEMBERED) -> None:
        self._most = most
        self._known: OrderedDict[Key, Value] = OrderedDict()
        self._lock = Lock()

    def recall(self, key: Key, work_out: Callable[[], Value]) -> Value:
        """Give what is known for a key, or work it out and remember it."""
        with self._lock:
            if key in self._known:
                self._known.move_to_end(key)
                return self._known[key]
        value = work_out()
        with self._lock:
            self._known[key] = value
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return value
