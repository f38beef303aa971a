"""The real engine, waker and store on virtual time, with a wall clock that a test moves under them."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Coroutine, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

import time_machine

from bot.engines.local import LocalEngine
from bot.model.case import FollowUp, FollowUpKind
from bot.model.message import InboundKind
from bot.service.live import Live
from bot.service.outbox import Outbox
from bot.service.ports import Channel
from bot.service.store import Store
from bot.service.switch import Switch
from bot.service.turns import Turns
from bot.service.values import Hooks
from bot.service.waking import Waker
from bot.stores.connection import connect_memory
from bot.stores.inline import InlineTransactions
from bot.stores.migrations import migrate
from bot.stores.sql_store import SqlStore
from bot.stores.tx import Tx
from bot.testing import RecordingChannel
from tests.contracts.store_helpers import Teller
from tests.contracts.store_wake import owe
from tests.simulate.loop import VirtualLoop, VirtualTime
from tests.support.brand import CHAT

R = TypeVar("R")
KEY = ("chat", "test")
SPAN = timedelta(seconds=15)
Happenings = Sequence[tuple[timedelta, Callable[[], object]]]


class MovableTime(VirtualTime):
    """Virtual time whose wall clock can be moved while no time passes."""

    def __init__(self, start: datetime, traveller: time_machine.Traveller) -> None:
        super().__init__(start, traveller)
        self._moved = timedelta(0)

    def now(self) -> datetime:
        """Give what the wall clock shows."""
        return super().now() + self._moved

    def jump(self, by: timedelta) -> None:
        """Move the wall clock: a person, a time server, or the end of a sleep."""
        self._moved += by
        self._wall += by
        self._traveller.shift(by)


class Nothing:
    """Nothing happens outside."""

    def next_at(self) -> float | None:
        return None

    def happen(self) -> None:
        return


@dataclass
class Counted:
    """Transactions that count those that write, and fail while `trouble` has something to raise."""

    inner: InlineTransactions
    writes: int = 0
    trouble: Callable[[], BaseException | None] = lambda: None

    async def write(self, unit: Callable[[Tx], R]) -> R:
        self._fail()
        self.writes += 1
        return await self.inner.write(unit)

    async def read(self, unit: Callable[[Tx], R]) -> R:
        self._fail()
        return await self.inner.read(unit)

    async def close(self) -> None:
        await self.inner.close()

    def _fail(self) -> None:
        error = self.trouble()
        if error is not None:
            raise error


class NotedStore(SqlStore):
    """The real store, which notes when it was swept; `slow` seconds pass before each wake."""

    def __init__(self, transactions: Counted, time: VirtualTime) -> None:
        super().__init__(transactions)
        self.counted, self._time = transactions, time
        self.sweeps: list[float] = []
        self.slow = 0.0

    async def with_work(self) -> tuple[int, ...]:
        self.sweeps.append(self._time.seconds)
        return await super().with_work()

    async def wake_due(self, now: datetime) -> tuple[int, ...]:
        woken = await super().wake_due(now)
        await asyncio.sleep(self.slow)
        return woken


@dataclass(frozen=True, slots=True, kw_only=True)
class Woken:
    """A follow-up whose turn was taken: in which second, what the wall clock showed, when it was due."""

    second: float
    wall: datetime
    at: datetime
    key: str


@dataclass
class NotingTurns:
    """Takes turns as the real one does, but only notes what woke, and promises what it is told to."""

    store: Store
    time: VirtualTime
    woken: list[Woken] = field(default_factory=list)
    promises: dict[int, datetime] = field(default_factory=dict)

    async def take(self, conversation_id: int) -> tuple[str, str] | None:
        """Take the turn of a conversation."""
        work = await self.store.work(conversation_id)
        if work is None:
            return None
        for event in (item.inbound for item in work.waiting if item.inbound.kind is InboundKind.FOLLOW_UP):
            note = Woken(
                second=self.time.seconds, wall=self.time.now(), at=event.occurred_at, key=event.event_key
            )
            self.woken.append(note)
        at = self.promises.pop(conversation_id, None)
        owed = (FollowUp(kind=FollowUpKind.PROMISE, at=at),) if at is not None else ()
        await Teller(self.store).turn(conversation_id, now=self.time.now(), schedule=owed)
        return work.conversation.channel, work.conversation.account


@dataclass
class House:
    """A process: made anew over the same connection, it is the next start of the program."""

    time: MovableTime
    connection: sqlite3.Connection
    span: timedelta = SPAN
    channel: RecordingChannel = field(default_factory=lambda: RecordingChannel(CHAT))

    def __post_init__(self) -> None:
        self.store = NotedStore(Counted(InlineTransactions(self.connection)), self.time)
        self.turns = NotingTurns(self.store, self.time)
        self.engine = LocalEngine(self.time, sweep=self.span)
        channels = {KEY: cast("Channel", self.channel)}
        live = Live()
        self.switch = Switch(store=self.store, clock=self.time, live=live, engine=self.engine)
        self.outbox = Outbox(
            store=self.store,
            engine=self.engine,
            channels=channels,
            clock=self.time,
            live=live,
            hooks=Hooks(),
            forbids=self.switch.forbids,
        )
        self.engine.serve(
            turns=cast("Turns", self.turns),
            outbox=self.outbox,
            waker=Waker(store=self.store, engine=self.engine, clock=self.time, hooks=Hooks()),
            channels=(KEY,),
        )

    @property
    def woken(self) -> list[Woken]:
        """What woke in this life of the process."""
        return self.turns.woken

    def owe(self, *moments: datetime, kind: FollowUpKind = FollowUpKind.PROMISE) -> None:
        """Have something owed at each moment from before the process runs."""
        for at in moments:
            at_once(owe(self.store, kind, at))

    def promise(self, at: datetime) -> None:
        """Have a customer write, and a time promised in the turn that follows."""
        conversation_id = at_once(Teller(self.store).hear(key=f"promised-{at}", now=self.time.now()))
        self.turns.promises[conversation_id] = at
        self.engine.notify(conversation_id, timedelta(0))

    def live(self, span: timedelta, *happenings: tuple[timedelta, Callable[[], object]]) -> None:
        """Run for so long; each happening comes so long after the start."""
        troubles: list[str] = []
        loop = VirtualLoop(self.time, Nothing(), troubles.append)
        try:
            loop.run_until_complete(self._live(span, happenings))
        finally:
            loop.close()
        assert not troubles

    async def _live(self, span: timedelta, happenings: Happenings) -> None:
        loop = asyncio.get_running_loop()
        for after, act in happenings:
            loop.call_later(after.total_seconds(), act)
        await self.engine.start()
        await asyncio.sleep(span.total_seconds())
        await self.engine.stop()


def at_once(work: Coroutine[Any, Any, R]) -> R:
    """Run what never waits: a store in memory works in its caller."""
    try:
        work.send(None)
    except StopIteration as end:
        result: R = end.value
        return result
    raise AssertionError("a store in memory must not wait")


@contextmanager
def moving(start: datetime, *, span: timedelta = SPAN) -> Iterator[House]:
    """Give a process with an empty store, on time that begins at a moment; it sweeps every `span`."""
    with closing(connect_memory()) as connection, time_machine.travel(start, tick=False) as traveller:
        migrate(connection)
        yield House(MovableTime(start, traveller), connection, span)
