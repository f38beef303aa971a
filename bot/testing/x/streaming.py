"""X's side of a stream: a line for each event over one connection, empty lines while there is none."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

from bot.testing.x.refusals import RefusedError
from bot.testing.x.world import World

PULSE = 0.01
"""Seconds between empty lines; the real ones are up to twenty."""


@dataclass(slots=True)
class Broadcast:
    """One stream. `opened` is how many connections there were, `pulses` how often nothing was to be said.

    `mute`: not even empty lines are sent. `backfills`: whether the app may have what came before.
    """

    world: World
    mute: bool = False
    backfills: bool = True
    opened: int = 0
    pulses: int = 0
    asked_backfill: list[int] = field(default_factory=list)
    _open: list[asyncio.Queue[bytes | None]] = field(default_factory=list)
    _sent: list[tuple[float, bytes]] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Whether somebody listens."""
        return bool(self._open)

    def connect(self, params: dict[str, str]) -> AsyncIterator[bytes]:
        """Open a connection, beside which there may be no other."""
        minutes = int(params.get("backfill_minutes", "0"))
        if not 0 <= minutes <= 5 or (minutes and not self.backfills):
            raise RefusedError(400, "backfill_minutes: is not available to this app")
        if minutes:
            self.asked_backfill.append(minutes)
        if self._open:
            raise RefusedError(429, "TooManyConnections")
        queue: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._open.append(queue)
        self.opened += 1
        for at, line in self._sent:
            if minutes and at >= self.world.now() - minutes * 60:
                queue.put_nowait(line)
        return self._lines(queue)

    def send(self, event: dict[str, Any]) -> None:
        """Send an event to whoever listens; nobody else hears of it but by a backfill."""
        self.send_raw(json.dumps(event).encode())

    def send_raw(self, line: bytes) -> None:
        """Send a line as it is."""
        self._sent.append((self.world.now(), line))
        for queue in self._open:
            for _ in range(2 if self.world.untidy else 1):
                queue.put_nowait(line)

    def cut(self) -> None:
        """End every connection."""
        for queue in self._open:
            queue.put_nowait(None)

    async def _lines(self, queue: asyncio.Queue[bytes | None]) -> AsyncIterator[bytes]:
        try:
            while True:
                try:
                    line = await asyncio.wait_for(queue.get(), PULSE)
                except TimeoutError:
                    line = b""
                    self.pulses += 1
                if line is None:
                    return
                if line or not self.mute:
                    yield line + b"\r\n"
        finally:
            self._open.remove(queue)
