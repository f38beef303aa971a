"""What is owed is sent once: claim, send, settle; and what a crash left in doubt is looked up first."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.model.message import Letter, Outbound, Surface
from bot.policy.timing import STALE
from bot.service.guard import Raised, guarded
from bot.service.live import INBOX, Live, lines_topic
from bot.service.ports import Channel, Store
from bot.service.values import CannotTell, Hooks, Reconciled, Refused, SendOutcome, Sent, Unknown

_log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
"""How long a send may be under way before it is in doubt; a send times out after half of it."""

Key = tuple[str, str]


class Outbox:
    """Sends what is due on the channels of this process."""

    def __init__(
        self, *, store: Store, channels: Mapping[Key, Channel], clock: Clock, live: Live, hooks: Hooks
    ) -> None:
        self._store, self._channels, self._clock = store, channels, clock
        self._live, self._hooks = live, hooks

    async def claim(self, key: Key, most: int) -> tuple[Outbound, ...]:
        """Take up to `most` messages of one channel that may be sent now; each must be delivered."""
        rates = {key: self._channels[key].traits.rates}
        self._hooks.reached("before_claim")
        claimed = await self._store.claim(self._clock.now(), rates=rates, lease=LEASE, most=most)
        self._hooks.reached("after_claim")
        return claimed

    async def next_send(self, key: Key) -> datetime | None:
        """Give when something of this channel may next be sent; None when nothing is queued."""
        return await self._store.next_send(key, self._clock.now())

    async def deliver(self, outbound: Outbound) -> None:
        """Send one claimed message and write down how that ended."""
        outcome = await self._send(outbound)
        self._hooks.reached("after_send")
        await self._store.settle(outbound, outcome, self._clock.now())
        self._hooks.reached("after_settle")
        self._tell(outbound)
        if isinstance(outcome, Unknown):
            await self._look_up(outbound)

    async def _send(self, outbound: Outbound) -> SendOutcome:
        letter, now = outbound.letter, self._clock.now()
        if letter.purpose.automatic and now - outbound.queued_at > STALE:
            return Refused(reason="more than a day old: a person decides whether to send it", permanent=True)
        if letter.until is not None and now >= letter.until:
            return Refused(reason="held up for too long: a person decides whether to send it", permanent=True)
        channel = self._channels[outbound.channel, outbound.account]
        if channel.traits.needs_summons and _unasked(letter):
            return Refused(reason="nobody asked for it, and the platform forbids that", permanent=True)
        send = partial(asyncio.wait_for, channel.send(outbound), (LEASE / 2).total_seconds())
        outcome = await guarded(send, key=f"sending message {outbound.id}")
        return Unknown(evidence=outcome.what) if isinstance(outcome, Raised) else outcome

    async def resolve_doubts(self) -> int:
        """Look up every message whose send was begun and never settled; gives how many there were."""
        doubtful = await self._store.in_doubt(self._clock.now())
        mine = [item for item in doubtful if (item.channel, item.account) in self._channels]
        for outbound in mine:
            await self._look_up(outbound)
        return len(mine)

    async def _look_up(self, outbound: Outbound) -> None:
        channel = self._channels[outbound.channel, outbound.account]
        ask = partial(asyncio.wait_for, channel.reconcile(outbound), (LEASE / 2).total_seconds())
        found = await guarded(ask, key=f"looking up message {outbound.id}")
        verdict: Reconciled = CannotTell(reason=found.what) if isinstance(found, Raised) else found
        self._hooks.reached("after_look_up")
        await self._store.settle_doubt(outbound, verdict, self._clock.now())
        if not isinstance(verdict, Sent):
            _log.warning("message %d was in doubt: %s", outbound.id, type(verdict).__name__)
        self._tell(outbound)

    def _tell(self, outbound: Outbound) -> None:
        self._live.changed(lines_topic(outbound.channel, outbound.account, outbound.conversation_key))
        self._live.changed(INBOX)


def _unasked(letter: Letter) -> bool:
    """Tell whether an automatic message would be said in public without answering anybody's."""
    return letter.purpose.automatic and letter.surface is Surface.PUBLIC and not letter.reply_to
