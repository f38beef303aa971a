"""What the webhook and the stream share: an event becomes rows, once, whichever way it came."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.channels.fields import UnreadableError
from bot.channels.x.activity.envelope import Page, event_name, events, is_message, read_event, set_aside
from bot.channels.x.options import Options
from bot.channels.x.parsing import Item, Reader, parse_posts
from bot.channels.x.reading import STALE, Notebook

_REMEMBERED = 20_000
_POST_COST, _MESSAGE_COST = "GET event of a post", "GET event of a message"
_STREAM_COST = "GET /2/tweets/search/stream"


class Events:
    """Stores what X tells by itself, and notes what each event costs. Raises StoreError.

    It does not move the places of the feeds: a poll goes on from where polls were, and so finds what no
    event told of.
    """

    def __init__(self, notebook: Notebook, options: Options) -> None:
        self._notebook, self._options = notebook, options
        self._stored: OrderedDict[str, None] = OrderedDict()

    async def take(self, body: Mapping[str, object]) -> None:
        """Store a delivery; an event that was stored before is nothing new."""
        await self._notebook.open()
        reader = self._reader()
        try:
            found = events(body)
        except UnreadableError as error:
            await self._notebook.keep([set_aside(body, reader, str(error))])
            return
        fresh = [event for event in found if event_name(event) not in self._stored]
        items = [item for event in fresh for item in self._read(event, reader)]
        await self._store(items, [event_name(event) for event in fresh])

    async def take_post(self, line: Mapping[str, object]) -> None:
        """Store a post that a search found as it was written."""
        await self._notebook.open()
        page: Page = {"data": [line.get("data")], "includes": line.get("includes")}
        self._notebook.api.ledger.note(_STREAM_COST, page, self._now())
        self._notebook.company.learn(page)
        await self._store(parse_posts(page, self._reader(searched=True)), [])

    def _read(self, event: object, reader: Reader) -> list[Item]:
        page, items = read_event(event, reader)
        cost = _MESSAGE_COST if is_message(event) else _POST_COST
        self._notebook.api.ledger.note(cost, {"data": [{"id": event_name(event)}]}, reader.received_at)
        self._notebook.company.learn(page)
        return items

    async def _store(self, items: Sequence[Item], names: Sequence[str]) -> None:
        await self._notebook.keep(await self._notebook.echoes.without(items))
        for name in filter(None, names):
            self._stored[name] = None
        while len(self._stored) > _REMEMBERED:
            self._stored.popitem(last=False)

    def _reader(self, *, searched: bool = False) -> Reader:
        now = self._now()
        return Reader(
            account=self._options.account,
            received_at=now,
            quiet_before=now - STALE,
            ignored=self._options.ignore,
            searched=searched,
        )

    def _now(self) -> datetime:
        return self._notebook.link.clock.now()
