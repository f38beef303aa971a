"""The switch that stops sending: pulled by a person, a signal or a file, let go by a person or with the file.

It holds by its row in the store, which the commit that begins a send asks. What was claimed a moment before
is asked for in memory once more, so that no call begins once the switch is known to be pulled.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import datetime

from bot.clock import Clock
from bot.model.message import Outbound
from bot.model.stopping import OpenBreaker, Stop, StopScope, StopSource
from bot.service.live import Live
from bot.service.ports import Engine
from bot.service.store import Store

_log = logging.getLogger(__name__)

BY_PEOPLE = (StopSource.PERSON, StopSource.SIGNAL)
"""What a person lets go of; what a file holds ends with the file."""


class Switch:
    """Stops sending and lets it go on. `changed` of `live` and the engine's `nudge` follow each change."""

    def __init__(self, *, store: Store, clock: Clock, live: Live, engine: Engine) -> None:
        self._store, self._clock, self._live, self._engine = store, clock, live, engine
        self._held: tuple[Stop, ...] = ()
        self._asked: list[Stop] = []
        self._file: Stop | None = None
        self._breakers: tuple[OpenBreaker, ...] = ()
        self._one_at_a_time = asyncio.Lock()

    async def forbids(self, outbound: Outbound) -> bool:
        """Tell whether a claimed message must not be begun now.

        What this process believes is stopped may have been let go by another, or be about to be written:
        the store is asked again, so that what is put back is not claimed anew at once.
        """
        if not self.holds(automatic=outbound.automatic):
            return False
        await self.look()
        return self.holds(automatic=outbound.automatic)

    def holds(self, *, automatic: bool) -> bool:
        """Tell whether the bot's messages are held back now, or people's, by what this process knows."""
        known = (*self._held, *self._asked, self._file)
        return any(stop is not None and stop.scope.forbids(automatic=automatic) for stop in known)

    async def pull(
        self, by: str, *, why: str = "", scope: StopScope = StopScope.EVERYTHING, source: StopSource
    ) -> bool:
        """Stop sending from this moment on, and over restarts; False if the same was stopped already."""
        stop = Stop(source=source, scope=scope, by=by, why=why, since=self._clock.now())
        self._asked.append(stop)
        try:
            async with self._one_at_a_time:
                new = await self._store.stop(stop)
                await self._read()
        finally:
            self._asked.remove(stop)
        return new

    async def release(self, by: str, *, people_only: bool = False) -> bool:
        """Let go of what people and signals hold; with `people_only` the bot stays stopped.

        False if they held nothing. What a file holds ends with the file.
        """
        async with self._one_at_a_time:
            ended = await release_people(self._store, by, self._clock.now(), people_only=people_only)
            await self._read()
        return ended

    async def look(self) -> None:
        """See what the store says now, whoever pulled or let go."""
        async with self._one_at_a_time:
            await self._read()

    async def follow(self, found: tuple[StopScope, str] | None) -> None:
        """Make the file's hold what the file says (None: there is none), and see what else holds."""
        self._file = self._from_file(*found) if found is not None else None
        async with self._one_at_a_time:
            await self._keep_to(self._file)
            await self._read()

    def _from_file(self, scope: StopScope, why: str) -> Stop:
        return Stop(source=StopSource.FILE, scope=scope, by="file", why=why, since=self._clock.now())

    async def _keep_to(self, file: Stop | None) -> None:
        wanted = {file.scope} if file is not None else set()
        held = {stop.scope for stop in self._held if stop.source is StopSource.FILE}
        if file is not None and file.scope not in held:
            await self._store.stop(file)
        if held - wanted:
            now = self._clock.now()
            await self._store.release("file", now, sources=[StopSource.FILE], scopes=held - wanted)

    async def _read(self) -> None:
        """Know what the store says, and tell whoever watches of a change."""
        before = (self._held, self._breakers)
        self._held, self._breakers = await self._store.stops(), await self._store.breakers()
        if before == (self._held, self._breakers):
            return
        _log.warning("%s", told(self._held, self._breakers))
        self._live.listed()
        self._engine.nudge()


async def release_people(store: Store, by: str, now: datetime, *, people_only: bool = False) -> bool:
    """Let go of what people and signals hold; with `people_only` the bot stays stopped, without a gap."""
    held = [stop for stop in await store.stops() if stop.source in BY_PEOPLE]
    everything = [stop for stop in held if stop.scope is StopScope.EVERYTHING]
    if people_only and everything:
        bot = replace(everything[0], source=StopSource.PERSON, scope=StopScope.AUTOMATIC, by=by, since=now)
        await store.stop(bot)
    scopes = [StopScope.EVERYTHING] if people_only else [*StopScope]
    return await store.release(by, now, sources=BY_PEOPLE, scopes=scopes) > 0


def told(stops: tuple[Stop, ...], breakers: tuple[OpenBreaker, ...]) -> str:
    """Say in a sentence for the log what is stopped now."""
    held = [f"{stop.scope} is stopped by {stop.by} ({stop.source})" for stop in stops]
    paused = [f"{one.channel} is paused by itself ({one.cause})" for one in breakers]
    return "sending: " + ("; ".join([*held, *paused]) or "nothing is stopped")
