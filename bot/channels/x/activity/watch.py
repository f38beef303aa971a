"""Whether events come by themselves: while they do, polling only looks now and then for what they missed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import timedelta

from bot.channels.x.feeds import Feed
from bot.channels.x.options import SEARCH
from bot.channels.x.reading import Wait

SAFETY_NET = timedelta(minutes=5)
"""So often what events bring is also fetched."""


class Watch:
    """One way by which events come, and the polls that it makes less urgent."""

    def __init__(self, covers: Callable[[Feed], bool], wait: Wait) -> None:
        self._covers, self._wait = covers, wait
        self._flows = False
        self._change = asyncio.Event()

    def flows(self, *, now: bool) -> None:
        """Note whether events come now; a change wakes the polls, which close the gap."""
        if now is not self._flows:
            self._flows = now
            change, self._change = self._change, asyncio.Event()
            change.set()

    def covers(self, feed: Feed) -> bool:
        """Tell whether this way brings what a feed would."""
        return self._covers(feed)

    async def rest(self, feed: Feed) -> None:
        """Wait until the feed is to be read again."""
        every = max(feed.every, SAFETY_NET) if self._flows else feed.every
        change = asyncio.ensure_future(self._change.wait())
        pause = asyncio.ensure_future(self._wait(every.total_seconds()))
        try:
            await asyncio.wait({change, pause}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            change.cancel()
            pause.cancel()


def of_account(feed: Feed) -> bool:
    """Tell whether a feed is about the account: mentions, messages, its own posts."""
    return not feed.searched


def of_search(feed: Feed) -> bool:
    """Tell whether a feed is a search."""
    return feed.searched and feed.name.startswith(SEARCH)
