"""Virtual time over real sockets: the loop never waits, it jumps once nothing more comes over loopback."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Mapping
from typing import Any

from tests.simulate.loop import VirtualTime

_GRACE = 0.001
"""Seconds the kernel has for handing over what was written, before time moves on."""


class _Jump(selectors.BaseSelector):
    """Looks at the real sockets; where nothing has come, time moves on by what was to be waited."""

    def __init__(self, time: VirtualTime) -> None:
        self._time, self._real = time, selectors.DefaultSelector()

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.register(fileobj, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return self._real.unregister(fileobj)

    def modify(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return self._real.modify(fileobj, events, data)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return self._real.get_map()

    def close(self) -> None:
        self._real.close()

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        come = self._real.select(0)
        if come or timeout == 0:
            return come
        come = self._real.select(_GRACE)
        if come:
            return come
        if timeout is None:
            raise RuntimeError("nothing will ever happen again")
        self._time.move_to(self._time.seconds + timeout)
        return []


class WiredLoop(asyncio.SelectorEventLoop):
    """An event loop whose time is virtual and whose sockets are real; nothing may run in threads."""

    def __init__(self, time: VirtualTime) -> None:
        self._virtual = time
        super().__init__(_Jump(time))
        self._clock_resolution = 1e-6

    def time(self) -> float:
        return self._virtual.seconds
