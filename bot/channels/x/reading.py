"""Reads one feed for ever: pages back to what is known, stored with the place to go on from."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from bot.channels.x.api import Api
from bot.channels.x.company import Company
from bot.channels.x.faults import LostError, PoorError, RefusalError, SpentError, XError
from bot.channels.x.feeds import Feed, next_token
from bot.channels.x.options import Options
from bot.channels.x.own import Echoes
from bot.channels.x.pace import back_off
from bot.channels.x.parsing import Item, Reader, age_of, item_id
from bot.channels.x.place import OVERLAP, Place, before, first_id, read_place
from bot.channels.x.telling import keys_refused, trouble
from bot.errors import ChannelError
from bot.model.cost import Cost, day_of
from bot.model.message import Quarantine
from bot.service.ports import Link
from bot.service.values import Batch, Health, Standing

QUIET_AT_FIRST = timedelta(hours=1)
"""At the very first reading, what is older than this goes to people."""

STALE = timedelta(days=1)
"""Later on, what is older than this goes to people: the program was down."""

_REFUSED_PAUSE = timedelta(minutes=15)
_SOONEST = timedelta(seconds=1)
_REMEMBERED = 5000
_BEFORE_US = ":before_us"

Wait = Callable[[float], Awaitable[object]]
Rest = Callable[[Feed], Awaitable[object]]
Report = Callable[[Health], None]


@dataclass(slots=True)
class Notebook:
    """What the feeds of an account share: its place in the store, written by one of them at a time."""

    link: Link
    account: str
    api: Api
    echoes: Echoes
    company: Company = field(default_factory=Company)
    place: Place = field(default_factory=Place)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    _is_open: bool = False

    async def open(self) -> None:
        """Read the place, which endpoints are still spent, and what today has cost; once is enough."""
        async with self.lock:
            if self._is_open:
                return
            now = self.link.clock.now()
            self.place = read_place(await self.link.intake.cursor("x", self.account))
            self.api.budgets.remember(self.place.spent, now)
            self.api.ledger.remember(await self.link.intake.costs("x", self.account, day_of(now)), now)
            self._is_open = True

    def begin(self, feed: str, newest: int) -> None:
        """Note how far a feed went at its first reading: what was written before is no news."""
        self.place = self.place.after(f"{feed}{_BEFORE_US}", newest)

    async def persons(self, feed: str, items: Sequence[Item]) -> list[Item]:
        """Leave out what this program, and not a person, wrote for the brand. Raises StoreError."""
        return await self.echoes.without(items, before=self.place.newest.get(f"{feed}{_BEFORE_US}", 0))

    async def keep(self, items: Sequence[Item]) -> None:
        """Store items that no feed brought; the feeds' places stay where they are."""
        await self.store("events", items, 0)

    async def store(self, feed: str, items: Sequence[Item], newest: int, costs: Sequence[Cost] = ()) -> None:
        """Store items with the place after them and what they cost, in one commit.

        Nothing is written where nothing is new.
        """
        async with self.lock:
            await self._write(items, self.place.after(feed, newest), costs)

    async def settle(self) -> None:
        """Store which endpoints are spent and the costs that nothing has stored, if there are any."""
        async with self.lock:
            await self._write((), self.place, ())

    async def _write(self, items: Sequence[Item], place: Place, costs: Sequence[Cost]) -> None:
        place = replace(place, spent=self.api.budgets.spent(self.link.clock.now()))
        owed = self.api.ledger.take_owed()
        if not items and not costs and not owed and place == self.place:
            return
        batch = Batch(
            channel="x",
            account=self.account,
            items=tuple(items),
            cursor=place.written(),
            costs=(*owed, *costs),
        )
        try:
            await self.link.intake.accept(batch)
        except BaseException:
            self.api.ledger.give_back(owed)
            raise
        self.place = place


class FeedReader:
    """Reads a feed. Raises ChannelError when a person must act, and what the intake raises."""

    def __init__(
        self,
        feed: Feed,
        notebook: Notebook,
        options: Options,
        *,
        wait: Wait,
        report: Report,
        rest: Rest | None = None,
    ) -> None:
        self._feed, self._notebook, self._options = feed, notebook, options
        self._wait, self._report, self._rest = wait, report, rest or self._sleep
        self._stored: deque[str] = deque(maxlen=_REMEMBERED)

    async def run(self) -> None:
        """Read until cancelled."""
        failures = 0
        while True:
            try:
                await self.read_once()
            except XError as error:
                failures += 1
                await self._notebook.settle()
                await self._wait(self._pause(error, failures).total_seconds())
            else:
                failures = 0
                self._report(Health(standing=Standing.OK))
                await self._rest(self._feed)

    async def _sleep(self, feed: Feed) -> None:
        await self._wait(feed.every.total_seconds())

    async def read_once(self) -> None:
        """Read everything that is new, and store it. Raises PoorError when there is no money for it today."""
        now = self._now()
        closed = self._notebook.api.ledger.closed_until(self._feed.use, now)
        if closed is not None:
            raise PoorError(closed)
        with self._notebook.api.ledger.paying() as costs:
            await self._read(now, costs)

    async def _read(self, now: datetime, costs: Sequence[Cost]) -> None:
        known = self._notebook.place.newest.get(self._feed.name)
        since = first_id(now - self._feed.first_look) if known is None else before(known, OVERLAP)
        if self._feed.reach is not None:
            since = max(since, first_id(now - self._feed.reach))
        pages = await self._pages(since)
        reader = Reader(
            account=self._options.account,
            received_at=now,
            quiet_before=now - (QUIET_AT_FIRST if known is None else STALE),
            ignored=self._options.ignore,
            searched=self._feed.searched,
            hears=self._notebook.link.hears if self._feed.heeded else None,
        )
        for page in pages:
            self._notebook.company.learn(page)
        newest = max((item_id(raw) for page in pages for raw in _data(page)), default=0)
        if known is None:
            self._notebook.begin(self._feed.name, max(newest, since))
        items = await self._notebook.persons(self._feed.name, self._new(pages, reader, since))
        if known is not None and self._feed.most and _count(pages) >= self._feed.most:
            items.append(self._gap(known))
        await self._notebook.store(self._feed.name, items, max(newest, since), costs)
        self._stored.extend(item.event_key for item in items)

    async def _pages(self, since: int) -> list[Any]:
        """Fetch pages until what is known, or the end."""
        pages: list[Any] = []
        tokens: set[str] = set()
        token = ""
        while True:
            page = await self._page(since, token, len(pages))
            pages.append(page)
            token = next_token(page)
            reached = not self._feed.by_id and any(item_id(raw) <= since for raw in _data(page))
            if not token or reached:
                return pages
            if token in tokens:
                raise LostError("pages that go round in a circle")
            tokens.add(token)

    async def _page(self, since: int, token: str, nth: int) -> Any:
        """Fetch a page; between pages, an endpoint that is spent is waited for rather than begun again."""
        while True:
            try:
                page = await self._feed.page(since, token, nth)
            except SpentError as error:
                if not nth:
                    raise
                await self._wait(max(error.until - self._now(), _SOONEST).total_seconds())
            else:
                if page.get("errors") and "data" not in page and "meta" not in page:
                    raise LostError("an answer with errors and no data")
                return page

    def _new(self, pages: Sequence[Any], reader: Reader, since: int) -> list[Item]:
        """Give what is not stored yet, oldest first, each once."""
        items = [item for page in pages for item in self._feed.parse(page, reader)]
        found: dict[str, Item] = {}
        for item in sorted(items, key=age_of):
            old = age_of(item) and age_of(item) <= since
            if not old and item.event_key not in self._stored:
                found.setdefault(item.event_key, item)
        return list(found.values())

    def _gap(self, known: int) -> Quarantine:
        return Quarantine(
            channel="x",
            account=self._options.account,
            event_key=f"gap:{known}",
            reason=f"X shows only the latest {self._feed.most} mentions; older ones since the last reading "
            "cannot be read here. Look at the notifications on X itself.",
            raw="",
        )

    def _pause(self, error: XError, failures: int) -> timedelta:
        """Give how long to wait, and let health say why. Raises ChannelError where waiting is no help."""
        if isinstance(error, RefusalError) and error.of_keys:
            what, hint = keys_refused(self._notebook.api.ahead)
            self._report(Health(standing=Standing.STOPPED, detail=f"{what} {hint}"))
            raise ChannelError(what, hint=hint) from error
        self._report(Health(standing=Standing.WAITING, detail=trouble(error)))
        match error:
            case SpentError(until=until) | PoorError(until=until):
                return max(until - self._now(), _SOONEST)
            case RefusalError():
                return _REFUSED_PAUSE
            case _:
                return back_off(failures, self._options.account)

    def _now(self) -> datetime:
        return self._notebook.link.clock.now()


def _data(page: Any) -> list[Any]:
    data = page.get("data")
    return data if isinstance(data, list) else []


def _count(pages: Sequence[Any]) -> int:
    return len({item_id(raw) for page in pages for raw in _data(page)})
