"""Puts together how events come: the webhook or the streams, and the polls that look for what they missed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Protocol

from starlette.routing import BaseRoute

from bot.channels.x.activity.app import AppApi
from bot.channels.x.activity.door import Door
from bot.channels.x.activity.events import Events
from bot.channels.x.activity.rules import Rules, found_by_ours
from bot.channels.x.activity.stream import SILENCE, Line, Source, Stream
from bot.channels.x.activity.subscriptions import Subscriptions
from bot.channels.x.activity.watch import Watch, of_account, of_search
from bot.channels.x.activity.webhook import Webhook
from bot.channels.x.feeds import Feed, written_params
from bot.channels.x.ledger import Use
from bot.channels.x.options import SEARCH, Options
from bot.channels.x.reading import Notebook, Report, Wait
from bot.model.traits import IntakeWay
from bot.service.values import Health, Standing

WEBHOOK, ACTIVITY, FOUND = "webhook", "events", "found"


class Runner(Protocol):
    """What runs beside the feeds."""

    async def run(self) -> None:
        """Run until cancelled."""
        ...


class Listening:
    """One account's events, by the way the settings name; without one there are none."""

    def __init__(
        self, notebook: Notebook, options: Options, *, wait: Wait = asyncio.sleep, silence: float = SILENCE
    ) -> None:
        self._notebook, self._options, self._wait, self._silence = notebook, options, wait, silence
        self._clock = notebook.link.clock
        self._events = Events(notebook, options)
        self._app = AppApi(notebook.api, options, self._clock)
        self._account = Watch(of_account, wait)
        self._search = Watch(of_search, wait)

    @property
    def ways(self) -> tuple[IntakeWay, ...]:
        """By what messages come, the quickest first: polls look for what events missed."""
        if self._options.webhook:
            return IntakeWay.WEBHOOK, IntakeWay.POLL
        return (IntakeWay.STREAM, IntakeWay.POLL) if self._options.stream else (IntakeWay.POLL,)

    def routes(self) -> Sequence[BaseRoute]:
        """Give the webhook's routes; none without a webhook."""
        return Door(self._events, self._options).routes() if self._options.webhook else ()

    def runners(self, reporter: Callable[[str], Report]) -> list[Runner]:
        """Give what is to run for events to come."""
        if self._options.webhook:
            return [self._webhook(reporter(WEBHOOK))]
        if not self._options.stream:
            return []
        searches = any(name.startswith(SEARCH) for name in self._options.listen)
        found = [self._found(reporter(FOUND))] if searches else []
        return [self._activity(reporter(ACTIVITY)), *found]

    async def look(self) -> Health:
        """Say whether events could come, without letting any in."""
        if self._options.webhook:
            return await self._webhook(lambda _health: None).look()
        return Health(standing=Standing.OK)

    async def rest(self, feed: Feed) -> None:
        """Wait until a feed is to be read again."""
        for watch in (self._account, self._search):
            if watch.covers(feed):
                await watch.rest(feed)
                return
        await self._wait(feed.every.total_seconds())  # no event tells of it: it is only polled

    async def close(self) -> None:
        """Let go of the connections."""
        await self._app.close()

    def _subscriptions(self) -> Subscriptions:
        return Subscriptions(self._notebook.api, self._app, self._options)

    def _webhook(self, report: Report) -> Webhook:
        return Webhook(
            self._app, self._subscriptions(), self._options, self._account, wait=self._wait, report=report
        )

    def _activity(self, report: Report) -> Stream:
        return self._stream(
            Source(
                route="/2/activity/stream",
                use=Use.MENTIONS,
                prepare=self._subscriptions().agree,
                take=self._events.take,
                watch=self._account,
                report=report,
            )
        )

    def _found(self, report: Report) -> Stream:
        async def take(line: Line) -> None:
            if found_by_ours(line):
                await self._events.take_post(line)

        return self._stream(
            Source(
                route="/2/tweets/search/stream",
                use=Use.SEARCH,
                prepare=Rules(self._app, self._options).agree,
                take=take,
                watch=self._search,
                report=report,
                params=written_params(),
            )
        )

    def _stream(self, source: Source) -> Stream:
        return Stream(
            source,
            self._app,
            self._clock,
            account=self._options.account,
            wait=self._wait,
            silence=self._silence,
        )
