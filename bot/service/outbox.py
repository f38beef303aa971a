"""What is owed is sent once: claim, send, settle; and what a crash left in doubt is looked up first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.model.message import Letter, Outbound, Purpose, Surface
from bot.model.traits import Rate
from bot.policy.timing import STALE
from bot.service.guard import Raised, guarded
from bot.service.live import Live, lines_topic
from bot.service.ports import Channel, Engine
from bot.service.store import Store
from bot.service.values import (
    Absent,
    CannotTell,
    Hooks,
    Reconciled,
    Refused,
    SameWords,
    SendOutcome,
    Sent,
    Unknown,
)

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long a send may be under way before it is in doubt; a send times out after half of it."""

CAP_WINDOW = timedelta(minutes=1)
"""In which an account's automatic messages are counted."""

Key = tuple[str, str]


async def _never(_outbound: Outbound) -> bool:
    return False


class Outbox:
    """Sends what is due on the channels of this process.

    `forbids` tells of a claimed message that its call must not begin; `cap` gives the most automatic
    messages of an account in a minute, 0 for any number.
    """

    def __init__(
        self,
        *,
        store: Store,
        engine: Engine,
        channels: Mapping[Key, Channel],
        clock: Clock,
        live: Live,
        hooks: Hooks,
        forbids: Callable[[Outbound], Awaitable[bool]] = _never,
        cap: Callable[[], int] = lambda: 0,
    ) -> None:
        self._store, self._engine, self._channels, self._clock = store, engine, channels, clock
        self._live, self._hooks = live, hooks
        self._forbids, self._cap = forbids, cap

    async def claim(self, key: Key, most: int) -> tuple[Outbound, ...]:
        """Take up to `most` messages of one channel that may be sent now; each must be delivered."""
        cap = self._cap()
        capped = (Rate(scope="automatic", count=cap, per=CAP_WINDOW),) if cap else ()
        rates = {key: (*self._channels[key].traits.rates, *capped)}
        self._hooks.reached("before_claim")
        claimed = await self._store.claim(self._clock.now(), rates=rates, lease=LEASE, most=most)
        self._hooks.reached("after_claim")
        return claimed

    async def next_send(self, key: Key) -> datetime | None:
        """Give when something of this channel may next be sent; None when nothing is queued."""
        return await self._store.next_send(key, self._clock.now())

    async def deliver(self, outbound: Outbound) -> None:
        """Send one claimed message and write down how that ended; one that is stopped is put back."""
        if await self._forbids(outbound):
            await self._store.put_back(outbound, self._clock.now())
            return
        outcome = await self._send(outbound)
        self._hooks.reached("after_send")
        await self._store.settle(outbound, outcome, self._clock.now())
        self._hooks.reached("after_settle")
        self._tell(outbound)
        if isinstance(outcome, Unknown):
            await self._look_up(outbound)
        if isinstance(outcome, SameWords):
            self._engine.notify(outbound.conversation_id, timedelta(0))

    async def _send(self, outbound: Outbound) -> SendOutcome:
        letter, now = outbound.letter, self._clock.now()
        if letter.purpose.automatic and now - outbound.queued_at > STALE:
            return _too_late("more than a day old")
        if letter.until is not None and now >= letter.until:
            return _too_late("held up for too long")
        channel = self._channels[outbound.channel, outbound.account]
        if channel.traits.needs_summons and _unasked(letter):
            return Refused(
                reason="nobody asked for it, and the platform forbids that", permanent=True, by_us=True
            )
        send = partial(asyncio.wait_for, _call(channel, outbound), (LEASE / 2).total_seconds())
        outcome = await guarded(send, key=f"sending message {outbound.id}")
        return Unknown(evidence=outcome.what) if isinstance(outcome, Raised) else outcome

    async def resolve_doubts(self) -> int:
        """Look up every message whose send was begun and never settled; gives how many there were.

        An account's one after the other, accounts side by side: a platform that is silent delays only itself.
        """
        doubtful = await self._store.in_doubt(self._clock.now())
        mine: dict[Key, list[Outbound]] = {}
        for outbound in doubtful:
            mine.setdefault((outbound.channel, outbound.account), []).append(outbound)
        served = [found for key, found in mine.items() if key in self._channels]
        looked_up = [asyncio.create_task(self._look_up_all(found)) for found in served]
        try:
            await asyncio.gather(*looked_up)
        finally:
            for task in looked_up:
                task.cancel()
        return sum(len(found) for found in served)

    async def _look_up_all(self, doubtful: list[Outbound]) -> None:
        for outbound in doubtful:
            await self._look_up(outbound)

    async def _look_up(self, outbound: Outbound) -> None:
        verdict = await self._verdict(outbound)
        self._hooks.reached("after_look_up")
        await self._store.settle_doubt(outbound, verdict, self._clock.now())
        if not isinstance(verdict, Sent):
            _log.warning("message %d was in doubt: %s", outbound.id, type(verdict).__name__)
        self._tell(outbound)

    async def _verdict(self, outbound: Outbound) -> Reconciled:
        if outbound.letter.revises is not None:
            return Absent()  # changing or taking back the same message twice does no harm
        channel = self._channels[outbound.channel, outbound.account]
        ask = partial(asyncio.wait_for, channel.reconcile(outbound), (LEASE / 2).total_seconds())
        found = await guarded(ask, key=f"looking up message {outbound.id}")
        return CannotTell(reason=found.what) if isinstance(found, Raised) else found

    def _tell(self, outbound: Outbound) -> None:
        self._live.changed(lines_topic(outbound.channel, outbound.account, outbound.conversation_key))
        self._live.listed(outbound.conversation_id)


def _too_late(why: str) -> Refused:
    return Refused(reason=f"{why}: a person decides whether to send it", permanent=True, by_us=True)


def _call(channel: Channel, outbound: Outbound) -> Coroutine[object, object, SendOutcome]:
    """Begin what is to be done with a message: sending it, or changing or taking back an earlier one."""
    match outbound.letter.purpose:
        case Purpose.CORRECTION:
            return channel.edit(outbound, outbound.letter.text)
        case Purpose.TAKE_BACK:
            return channel.delete(outbound)
        case _:
            return channel.send(outbound)


def _unasked(letter: Letter) -> bool:
    """Tell whether an automatic message would be said in public without answering anybody's."""
    return letter.purpose.automatic and letter.surface is Surface.PUBLIC and not letter.reply_to
