"""The X connector: reads its feeds side by side, acknowledges only what is stored, sends once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.channels.x import TRAITS
from bot.channels.x.api import Api
from bot.channels.x.faults import RefusalError, XError
from bot.channels.x.feeds import feeds
from bot.channels.x.options import Options
from bot.channels.x.reading import FeedReader, Notebook, Report, Wait
from bot.channels.x.sending import Sender
from bot.channels.x.telling import RIGHTS, clock_wrong, keys_refused, lacks_rights, trouble
from bot.model.message import Outbound
from bot.model.traits import Traits
from bot.service.ports import Link
from bot.service.values import Health, Reconciled, SendOutcome, Standing

_log = logging.getLogger(__name__)
_OK = Health(standing=Standing.OK)


class X:
    """One account. X shows the latest 800 mentions, and direct messages of thirty days."""

    def __init__(self, link: Link, options: Options, *, wait: Wait = asyncio.sleep) -> None:
        self._link, self._options, self._wait = link, options, wait
        self._api = Api(options, link.clock)
        self._notebook = Notebook(link, options.account, self._api)
        self._sender = Sender(self._api, self._notebook.company, options, link.clock, wait=wait)
        self._health: dict[str, Health] = {}

    @property
    def traits(self) -> Traits:
        return replace(TRAITS, burst_pause=self._options.burst_pause, rates=self._options.rates)

    @property
    def account(self) -> str:
        return self._options.account

    async def health(self) -> Health:
        """Say how the worst of the feeds is; before reading has begun, ask X whether the keys are good."""
        if self._health:
            return min(self._health.values(), key=_rank)
        try:
            await self._api.get_me(user_auth=True)
        except RefusalError as error:
            if error.of_keys:
                return Health(standing=Standing.STOPPED, detail=" ".join(keys_refused(self._api.ahead)))
            return Health(standing=Standing.WAITING, detail=trouble(error))
        except XError as error:
            return Health(standing=Standing.WAITING, detail=trouble(error))
        wrong = RIGHTS if lacks_rights(self._api.access) else clock_wrong(self._api.ahead)
        return Health(standing=Standing.WAITING, detail=wrong) if wrong else _OK

    def routes(self) -> Sequence[object]:
        """None: everything is fetched."""
        return ()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._api.close()

    async def run(self) -> None:
        """Read until cancelled. Raises ChannelError when the keys are refused, and what the intake raises."""
        await self._notebook.open()
        tasks = [asyncio.create_task(reader.run()) for reader in self._readers()]
        try:
            ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
            for task in ended:
                task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def send(self, outbound: Outbound) -> SendOutcome:
        """Send one message, once, and write down what it cost."""
        await self._notebook.open()
        outcome = await self._sender.send(outbound)
        await self._notebook.store_bill()
        return outcome

    async def reconcile(self, outbound: Outbound) -> Reconciled:
        """Look among the account's own posts and messages."""
        return await self._sender.reconcile(outbound)

    async def typing(self, conversation_key: str) -> None:
        """Show nothing: X cannot."""

    def _readers(self) -> list[FeedReader]:
        return [
            FeedReader(feed, self._notebook, self._options, wait=self._wait, report=self._reporter(feed.name))
            for feed in feeds(self._api, self._options)
        ]

    def _reporter(self, feed: str) -> Report:
        def report(health: Health) -> None:
            if health.detail and health != self._health.get(feed):
                _log.warning("X (%s): %s", feed.partition(":")[0], health.detail)
            self._health[feed] = health

        return report


def _rank(health: Health) -> int:
    return (Standing.STOPPED, Standing.WAITING, Standing.OK).index(health.standing)
