"""A channel's pump: claims what is due and sends it, so many at once; a slow channel delays only itself.

To claim is to write. A pump that nobody nudged looks first, which is to read, so that an idle one is quiet.
"""

from __future__ import annotations

import asyncio
import logging
from functools import partial

from bot.clock import Clock
from bot.errors import StoreError
from bot.model.message import Outbound
from bot.service.guard import Raised, guarded
from bot.service.outbox import Outbox

_log = logging.getLogger(__name__)

IN_FLIGHT = 64
_IDLE = 5.0
_STORE_PAUSE = 1.0
_SOONEST = 0.02


class Pump:
    """Sends one (channel, account)'s messages until stopped."""

    def __init__(self, key: tuple[str, str], outbox: Outbox, clock: Clock, *, idle: float = _IDLE) -> None:
        self._key, self._outbox, self._clock, self._idle = key, outbox, clock, idle
        self._wanted = asyncio.Event()
        self._flying: set[asyncio.Task[None]] = set()
        self._task: asyncio.Task[None] | None = None
        self._stopping = False

    def nudge(self) -> None:
        """Look at the outbox now."""
        self._wanted.set()

    def start(self) -> None:
        """Begin sending."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Claim nothing more and wait for what is on its way, a claim under way included."""
        self._stopping = True
        self._wanted.set()
        if self._task is not None:
            await self._task
        await asyncio.gather(*self._flying)

    @property
    def idle(self) -> bool:
        """Whether nothing is on its way and nobody asked to look."""
        return not self._flying and not self._wanted.is_set()

    async def _run(self) -> None:
        wanted = True
        while not self._stopping:
            self._wanted.clear()
            pause = await self._round(wanted=wanted)
            wanted = pause < self._idle
            if pause:
                wanted = await self._nudged(pause) or wanted

    async def _round(self, *, wanted: bool) -> float:
        """Begin sending what may go, and give how many seconds to rest then."""
        work = self._claim_or_rest if wanted else self._pause
        try:
            rest = await guarded(work, key=f"claiming for {self._key[0]}")
        except StoreError as error:
            _log.error("%s waits to send: %s", self._key[0], error)
            return _STORE_PAUSE
        return _STORE_PAUSE if isinstance(rest, Raised) else rest

    async def _claim_or_rest(self) -> float:
        return 0.0 if await self._claim() else await self._pause()

    async def _claim(self) -> bool:
        room = IN_FLIGHT - len(self._flying)
        if not room:
            await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
            return True
        claimed = await self._outbox.claim(self._key, room)
        for outbound in claimed:
            task = asyncio.create_task(self._deliver(outbound))
            self._flying.add(task)
            task.add_done_callback(self._landed)
        return bool(claimed)

    async def _deliver(self, outbound: Outbound) -> None:
        try:
            await guarded(partial(self._outbox.deliver, outbound), key=f"delivering message {outbound.id}")
        except StoreError as error:
            _log.error("message %d is in doubt: %s", outbound.id, error)

    def _landed(self, task: asyncio.Task[None]) -> None:
        self._flying.discard(task)
        self._wanted.set()

    async def _pause(self) -> float:
        """Give how long until something may be sent, and at most until the next look: less means claim."""
        due = await self._outbox.next_send(self._key)
        if due is None:
            return self._idle
        return min(max((due - self._clock.now()).total_seconds(), _SOONEST), self._idle)

    async def _nudged(self, seconds: float) -> bool:
        """Rest, and tell whether somebody asked for a look meanwhile."""
        try:
            await asyncio.wait_for(self._wanted.wait(), seconds)
        except TimeoutError:
            return False
        return True
