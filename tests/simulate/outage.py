"""A simulated outage: the real program in virtual time, three channels, two languages, kills on request."""

from __future__ import annotations

import asyncio
import heapq
import sqlite3
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

import time_machine

from bot.app import Sportello, inline
from bot.engines.local import LocalEngine
from bot.knowledge.library import Knowledge
from bot.model.incident import Announcement
from bot.model.message import Author, Inbound, Outbound, Surface
from bot.model.traits import Idempotency, Rate, Traits
from bot.service.ports import Link
from bot.service.values import Absent, Batch, Reconciled, SendOutcome, Sent
from bot.stores.connection import connect_memory
from bot.stores.documents import ms
from bot.stores.inline import InlineTransactions
from bot.stores.migrations import migrate
from bot.stores.sql_store import SqlStore
from bot.testing import RecordingChannel
from tests.simulate import brand
from tests.simulate.loop import VirtualLoop, VirtualTime, moment
from tests.simulate.process import EndedError

START = moment("2026-11-24T09:00")
MINUTE, HOUR = 60.0, 3600.0
INTENT = "ricarica"
TEXTS = {"it": "La ricarica è ferma per tutti.", "en": "Top-ups are stuck for everyone."}
MORE = {"it": "Abbiamo trovato la causa.", "en": "We have found the cause."}
END = {"it": "Tutto torna a posto.", "en": "All is well again."}

TRAITS = {
    "chat": Traits(name="chat", title="Chat", limits={Surface.PRIVATE: 4000}, idempotency=Idempotency.LOOKUP),
    "posts": Traits(
        name="posts",
        title="Posts",
        limits={Surface.PUBLIC: 280},
        default_surface=Surface.PUBLIC,
        idempotency=Idempotency.LOOKUP,
        rates=(Rate(scope="account", count=100, per=timedelta(minutes=15)),),
    ),
    "site": Traits(name="site", title="Site", limits={Surface.PRIVATE: 4000}, idempotency=Idempotency.LOOKUP),
}


class Platform(RecordingChannel):
    """Keeps what was sent over the lives of the program; a send of a process that dies may have arrived."""

    def __init__(self, outage: Outage, traits: Traits) -> None:
        super().__init__(traits)
        self._outage = outage
        self.sent = outage.sent

    async def send(self, outbound: Outbound) -> SendOutcome:
        """Take a message, and note when."""
        self.sent.append(outbound)
        self._outage.sent_at[outbound.id] = self._outage.time.seconds
        return Sent(id=f"m{outbound.id}")

    async def reconcile(self, outbound: Outbound) -> Reconciled:
        """Look whether a message is there."""
        found = any(item.id == outbound.id for item in self.sent)
        return Sent(id=f"m{outbound.id}") if found else Absent()


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Somebody who writes, on a channel, in a language."""

    id: str
    channel: str
    language: str


@dataclass
class Outage:
    """The world around the program; it is what happens, by the second."""

    random: Random
    traveller: time_machine.Traveller
    sent: list[Outbound] = field(default_factory=list)
    sent_at: dict[int, float] = field(default_factory=dict)
    said: list[tuple[float, Customer, str]] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    process: Sportello | None = None
    ended: bool = False
    _agenda: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.time = VirtualTime(START, self.traveller)
        self.knowledge: Knowledge = brand.knowledge()
        self.connection: sqlite3.Connection = connect_memory()
        migrate(self.connection)

    def at(self, seconds: float, act: Callable[[], None]) -> None:
        """Have something happen at a second."""
        heapq.heappush(self._agenda, (seconds, len(self._agenda), act))

    def next_at(self) -> float | None:
        """Give when something happens next."""
        return self._agenda[0][0] if self._agenda else None

    def happen(self) -> None:
        """Let what is due happen."""
        while self._agenda and self._agenda[0][0] <= self.time.seconds:
            heapq.heappop(self._agenda)[2]()

    def know(self, weeks: int) -> None:
        """Know some weeks before: a few people an hour reported this, many wrote of other things."""
        for hours in range(1, weeks * 168):
            at = ms(START - timedelta(hours=hours)) // 3_600_000
            rows = [(INTENT, at, 2), ("orari", at, 30), ("*", at, 32)]
            self.connection.executemany("INSERT INTO tally (intent, hour, people) VALUES (?, ?, ?)", rows)
        self.connection.commit()

    def writes(self, seconds: float, customer: Customer, text: str) -> None:
        """Have a customer write; it waits where the program is not running."""
        self.said.append((seconds, customer, text))
        self.at(seconds, partial(self._hear, customer, text, f"{customer.id}:{seconds}"))

    def does(self, seconds: float, act: Callable[[Sportello], Coroutine[Any, Any, object]]) -> None:
        """Have somebody do something with the program."""
        self.at(seconds, lambda: self._run(act))

    def kill(self) -> None:
        """Kill the program; it is started again at once."""
        raise EndedError

    def end(self) -> None:
        """End the story."""
        self.ended = True
        raise EndedError

    def live(self) -> None:
        """Run the program, again after each kill, until the end."""
        while not self.ended:
            loop = VirtualLoop(self.time, self, self.troubles.append)
            self.process = self._program()
            self._tasks: list[asyncio.Task[Any]] = [loop.create_task(self.process.start())]
            try:
                loop.run_forever()
            except EndedError:
                pass
            finally:
                loop.abandon()

    def _hear(self, customer: Customer, text: str, key: str) -> None:
        now = self.time.now()
        public = TRAITS[customer.channel].default_surface
        inbound = Inbound(
            channel=customer.channel,
            account="test",
            event_key=key,
            conversation_key=customer.id,
            author=Author(id=customer.id, language_hint=customer.language),
            surface=public,
            text=text,
            message_id=key,
            occurred_at=now,
            received_at=now,
        )
        batch = Batch(channel=customer.channel, account="test", items=(inbound,))
        self._run(lambda program: program.intake.accept(batch))

    def _run(self, act: Callable[[Sportello], Coroutine[Any, Any, object]]) -> None:
        assert self.process is not None
        loop = self.process_loop
        task = loop.create_task(act(self.process))
        task.add_done_callback(self._note)
        self._tasks.append(task)

    def _note(self, task: asyncio.Task[object]) -> None:
        if not task.cancelled() and task.exception() is not None:
            self.troubles.append(repr(task.exception()))

    @property
    def process_loop(self) -> VirtualLoop:
        """The loop that the program runs on now."""
        loop = self._tasks[0].get_loop()
        assert isinstance(loop, VirtualLoop)
        return loop

    def _program(self) -> Sportello:
        return Sportello(
            store=SqlStore(InlineTransactions(self.connection)),
            knowledge=lambda: self.knowledge,
            clock=self.time,
            engine=LocalEngine(self.time, sweep=timedelta(seconds=15)),
            connect={name: partial(self._connect, traits) for name, traits in TRAITS.items()},
            traits=TRAITS,
            compute=inline,
        )

    def _connect(self, traits: Traits, _link: Link) -> Platform:
        return Platform(self, traits)


def announcement(outage: Outage, texts: dict[str, str]) -> Announcement:
    """Give what a person says now."""
    return Announcement(intents=(INTENT,), texts=texts, next_update=outage.time.now() + timedelta(hours=1))
