"""Asks the channels how they are, for people who look: soon answered, and not more often than needed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.service.guard import Raised, guarded
from bot.service.ports import Channel
from bot.service.values import ChannelHealth, Health, Standing

FRESH = timedelta(seconds=10)
"""So long an answer is good for."""

PATIENCE = 1.0
"""So many seconds a channel may take to say how it is; after that, what it said last is shown."""

_SLOW = "It does not say how it is at once; look again in a moment."

Key = tuple[str, str]


class Watching:
    """The channels of this process. One that takes longer than `patience` (seconds) holds nobody up."""

    def __init__(self, channels: Mapping[Key, Channel], clock: Clock, *, patience: float = PATIENCE) -> None:
        self._channels, self._clock, self._patience = channels, clock, patience
        self._said: dict[Key, tuple[datetime, Health]] = {}

    async def channels(self) -> tuple[ChannelHealth, ...]:
        """Give every channel with how it is, in order of their names."""
        found = await asyncio.gather(*(self._health(key) for key in sorted(self._channels)))
        return tuple(
            ChannelHealth(channel=key[0], account=key[1], health=health)
            for key, health in zip(sorted(self._channels), found, strict=True)
        )

    async def _health(self, key: Key) -> Health:
        now, known = self._clock.now(), self._said.get(key)
        if known is not None and timedelta(0) <= now - known[0] < FRESH:
            return known[1]
        channel = self._channels[key]
        asked = await guarded(
            lambda: asyncio.wait_for(channel.health(), self._patience), key=f"the health of {key[0]}"
        )
        if isinstance(asked, Raised):
            return known[1] if known is not None else Health(standing=Standing.WAITING, detail=_SLOW)
        self._said[key] = (now, asked)
        return asked
