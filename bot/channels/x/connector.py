"""The X connector: reads its feeds side by side, acknowledges only what is stored, sends once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace

from bot.channels.x import TRAITS
from bot.channels.x.activity.listening import Listening, Runner
from bot.channels.x.activity.stream import SILENCE
from bot.channels.x.api import Api
from bot.channels.x.faults import RefusalError, XError
from bot.channels.x.feeds import Feed, feeds
from bot.channels.x.options import Options
from bot.channels.x.own import Echoes
from bot.channels.x.pictures import Pictures
from bot.channels.x.place import first_id
from bot.channels.x.reading import FeedReader, Notebook, Report, Wait
from bot.channels.x.removing import NO_EDITS, remove
from bot.channels.x.sending import Sender
from bot.channels.x.spending import quotas_of, spend_of
from bot.channels.x.telling import RIGHTS, clock_wrong, keys_refused, lacks_rights, trouble
from bot.model.message import Outbound, Surface
from bot.model.traits import Traits
from bot.service.ports import Link
from bot.service.values import Absent, Health, Reconciled, SendOutcome, Sent, Standing

_log = logging.getLogger(__name__)


class X:
    """One account. X shows the latest 800 mentions, and direct messages of thirty days."""

    def __init__(
        self, link: Link, options: Options, *, wait: Wait = asyncio.sleep, silence: float = SILENCE
    ) -> None:
        self._link, self._options, self._wait = link, options, wait
        self._api = Api(options, link.clock)
        self._notebook = Notebook(link, options.account, self._api, Echoes(link.intake))
        pictures = Pictures(self._api, link.folder, link.clock, wait=wait)
        self._sender = Sender(
            self._api, self._notebook.company, options, link.clock, pictures=pictures, wait=wait
        )
        self._listening = Listening(self._notebook, options, wait=wait, silence=silence)
        self._health: dict[str, Health] = {}

    @property
    def traits(self) -> Traits:
        ways, options = self._listening.ways, self._options
        return replace(TRAITS, intake=ways, burst_pause=options.burst_pause, rates=options.rates)

    @property
    def account(self) -> str:
        return self._options.account

    async def health(self) -> Health:
        """Say how the worst of the feeds is, and what is spent of money and calls.

        Before reading has begun, X is asked whether the keys are good, by a call that costs nothing.
        """
        await self._notebook.open()
        worst = min(self._health.values(), key=_rank) if self._health else await self._asked()
        now = self._link.clock.now()
        spend, quotas = spend_of(self._api.ledger, now), quotas_of(self._api.budgets, now)
        return replace(worst, spend=spend, quotas=quotas)

    async def _asked(self) -> Health:
        """Ask for mentions that nobody can have written yet: X charges only for what it shows."""
        newest = str(first_id(self._link.clock.now()))
        try:
            await self._api.get_users_mentions(self.account, since_id=newest, max_results=5, user_auth=True)
        except RefusalError as error:
            if error.of_keys:
                return Health(standing=Standing.STOPPED, detail=" ".join(keys_refused(self._api.ahead)))
            return Health(standing=Standing.WAITING, detail=trouble(error))
        except XError as error:
            return Health(standing=Standing.WAITING, detail=trouble(error))
        wrong = RIGHTS if lacks_rights(self._api.access) else clock_wrong(self._api.ahead)
        if wrong:
            return Health(standing=Standing.WAITING, detail=wrong)
        return await self._listening.look()

    def routes(self) -> Sequence[object]:
        """Give the webhook's; none where everything is fetched."""
        return self._listening.routes()

    async def close(self) -> None:
        """Let go of the connections."""
        await self._listening.close()
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
        """Send one message, once, and say what it cost."""
        await self._notebook.open()
        with self._api.ledger.paying(str(outbound.id)) as costs:
            outcome = await self._sender.send(outbound)
            if isinstance(outcome, Sent):
                self._notebook.echoes.sent(outcome.id)
            await self._notebook.settle()
        return replace(outcome, costs=tuple(costs))

    async def edit(self, outbound: Outbound, text: str) -> SendOutcome:  # noqa: ARG002 - the port's shape
        """Refuse: X cannot."""
        return NO_EDITS

    async def delete(self, outbound: Outbound) -> SendOutcome:
        """Delete a post of the account's own."""
        await self._notebook.open()
        return await remove(self._api, outbound, self.account, self._link.clock.now())

    async def reconcile(self, outbound: Outbound) -> Reconciled:
        """Look among the account's own posts and messages; what may have been sent was paid for."""
        await self._notebook.open()
        with self._api.ledger.paying(str(outbound.id)) as costs:
            found = await self._sender.reconcile(outbound)
            if not isinstance(found, Absent):
                public = outbound.letter.surface is Surface.PUBLIC
                self._api.ledger.wrote("reply" if public else "message", self._link.clock.now())
        return replace(found, costs=tuple(costs))

    async def typing(self, conversation_key: str) -> None:
        """Show nothing: X cannot."""

    def _readers(self) -> list[Runner]:
        return [
            *(self._reader(feed) for feed in feeds(self._api, self._options)),
            *self._listening.runners(self._reporter),
        ]

    def _reader(self, feed: Feed) -> FeedReader:
        return FeedReader(
            feed,
            self._notebook,
            self._options,
            wait=self._wait,
            report=self._reporter(feed.name),
            rest=self._listening.rest,
        )

    def _reporter(self, feed: str) -> Report:
        def report(health: Health) -> None:
            if health.detail and health != self._health.get(feed):
                _log.warning("X (%s): %s", feed.partition(":")[0], health.detail)
            self._health[feed] = health

        return report


def _rank(health: Health) -> int:
    return (Standing.STOPPED, Standing.WAITING, Standing.OK).index(health.standing)
