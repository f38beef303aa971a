"""Moves the demo's clock; whatever falls due on the way happens at its time, over the real path."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.channels.web.demo.happenings import Coming, Happening, coming, happened
from bot.clock import MovableClock
from bot.model.message import OutboundStatus
from bot.service.live import INBOX, Live
from bot.service.outbox import Key, Outbox
from bot.service.store import Store
from bot.service.values import Dossier

INVENTED = "invented-"
"""How the ids of the demo's invented customers begin: the panel tells only of what whoever uses it wrote."""

MOST_STEPS = 1000
"""So many things may happen on one journey; then the clock stops on the way."""

_PATIENCE = 8.0  # seconds of real time for a turn and its messages, the pause for a burst included
_LONGEST = 30.0  # seconds of real time for one journey
_LOOK = 0.25  # seconds after which to look again even if nothing was told
_PACE = timedelta(seconds=5)  # what a channel's pace holds back so long belongs to what has just happened


class Engine(Protocol):
    """An engine that can be told that the clock was moved."""

    async def sweep(self) -> None:
        """Wake what is due, send what may go, and set the next alarm."""
        ...


class Travel:
    """The clock, and the waiting until what fell due has happened. One journey at a time."""

    def __init__(
        self,
        *,
        store: Store,
        engine: Engine,
        outbox: Outbox,
        channels: Sequence[Key],
        live: Live,
        clock: MovableClock,
    ) -> None:
        self._store, self._engine, self._outbox = store, engine, outbox
        self._channels, self._live, self._clock = tuple(channels), live, clock
        self._alone = asyncio.Lock()

    async def dossiers(self) -> tuple[Dossier, ...]:
        """Give the conversations there are, but for those with invented customers."""
        rows = [row for row in await self._store.inbox() if not row.contact.id.startswith(INVENTED)]
        found = [await self._store.dossier(row.conversation_id) for row in rows]
        return tuple(dossier for dossier in found if dossier is not None)

    async def next(self) -> Coming | None:
        """Tell the next thing that will happen by itself; None if nothing will."""
        dossiers = await self.dossiers()
        at = await self._next_of(dossiers)
        return coming(dossiers, at) if at is not None else None

    async def skip(self) -> tuple[Happening, ...]:
        """Go to the next thing that will happen, and give what happened: nothing, if nothing is owed."""
        async with self._alone:
            await self.settle()
            before = await self.dossiers()
            moment = await self._next_of(before)
            if moment is None:
                return ()
            await self._go_to(moment)
            return happened(before, await self.dossiers())

    async def move_to(self, moment: datetime) -> tuple[Happening, ...]:
        """Go to a moment, through all that falls due before it; give what happened.

        After MOST_STEPS things, or half a minute, the clock stops on the way.
        """
        async with self._alone:
            await self.settle()
            before = await self.dossiers()
            await self._go_to(moment)
            return happened(before, await self.dossiers())

    async def settle(self) -> None:
        """Wait until every message has had its turn and what may be sent is sent, for a while at most."""
        until = self._clock.monotonic() + _PATIENCE
        while self._clock.monotonic() < until:
            seen = self._live.count(INBOX)
            if await self._is_calm():
                return
            await asyncio.sleep(0)  # who sends gets its turn even where every look brings news
            await self._live.wait(INBOX, seen, _LOOK)

    async def _go_to(self, moment: datetime) -> None:
        until = self._clock.monotonic() + _LONGEST
        for _ in range(MOST_STEPS):
            due = await self._next_moment()
            if due is None or due > moment:
                await self._reach(moment)
                return
            await self._reach(due)
            if self._clock.monotonic() > until:
                return

    async def _reach(self, moment: datetime) -> None:
        self._clock.move_to(moment)
        await self._engine.sweep()
        await self.settle()
        self._live.listed()

    async def _next_moment(self) -> datetime | None:
        sends = [await self._outbox.next_send(key) for key in self._channels]
        moments = [item for item in (await self._store.next_due(), *sends) if item is not None]
        return min(moments, default=None)

    async def _next_of(self, dossiers: Sequence[Dossier]) -> datetime | None:
        """Give when something happens next in these conversations; what waits to be sent may go at once."""
        moments = [item.at for dossier in dossiers for item in dossier.conversation.follow_ups]
        if any(dossier.pending for dossier in dossiers):
            sends = [await self._outbox.next_send(key) for key in self._channels]
            moments += [item for item in sends if item is not None]
        return min(moments, default=None)

    async def _is_calm(self) -> bool:
        if await self._store.with_work():
            return False
        for key in self._channels:
            due = await self._outbox.next_send(key)
            if due is not None and due <= self._clock.now() + _PACE:
                self._clock.move_to(due)
                await self._engine.sweep()
                return False
        return not any(
            letter.status is OutboundStatus.SENDING
            for dossier in await self.dossiers()
            for letter in dossier.pending
        )
