"""The real store on SQLite in memory: watched at each commit, on a slow or full disk, with crash points."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Any, TypeVar

from bot.errors import StoreError
from bot.model.turn import TurnResult
from bot.service.values import Accepted, Batch, Hooks
from bot.stores.inline import InlineTransactions
from bot.stores.sql_store import SqlStore
from bot.stores.tx import Tx
from tests.simulate.ledger import Ledger, Settled, Stored, Turned
from tests.simulate.loop import VirtualTime

R = TypeVar("R")

OPERATIONS = ("accept", "commit_turn", "claim", "settle", "settle_doubt", "wake_due")
"""Units whose commits are watched and at whose commits a process may die."""


@dataclass
class Disk:
    """What the machine does to the store: `slow` seconds at most before a unit, `full` refuses to write."""

    random: Random
    slow: float = 0.0
    full: bool = False


@dataclass
class Observed:
    """Transactions with an eye on each: notes what was committed at the very moment it was."""

    inner: InlineTransactions
    disk: Disk
    alive: Callable[[], None]
    refused: Callable[[], None]
    result: Any = None

    async def write(self, unit: Callable[[Tx], R]) -> R:
        """Run a unit."""
        self.alive()
        if self.disk.full:
            self.refused()
            raise StoreError("the disk is full")
        return await self.inner.write(partial(self._kept, unit))

    async def read(self, unit: Callable[[Tx], R]) -> R:
        """Run a unit that reads."""
        self.alive()
        return await self.inner.read(unit)

    async def close(self) -> None:
        """Leave the connection open: the next process finds it."""

    def _kept(self, unit: Callable[[Tx], R], tx: Tx) -> R:
        result = unit(tx)
        self.result = result
        return result


@dataclass
class WatchedStore:
    """The real store; what it commits is written into the ledger in the order of the commits."""

    connection: sqlite3.Connection
    ledger: Ledger
    time: VirtualTime
    disk: Disk
    reached: Callable[[str], None]
    alive: Callable[[], None]
    _under_way: tuple[str, tuple[Any, ...]] = ("", ())
    _real: SqlStore = field(init=False)
    _transactions: Observed = field(init=False)

    def __post_init__(self) -> None:
        inner = InlineTransactions(self.connection, hooks=Hooks(reached=self._hooked))
        self._transactions = Observed(inner, self.disk, self.alive, partial(self._count, "disk full"))
        self._real = SqlStore(self._transactions)

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._real, name)
        return partial(self._watched, name, real) if name in OPERATIONS else real

    async def _watched(self, name: str, real: Callable[..., Any], *args: Any, **named: Any) -> Any:
        if self.disk.slow:
            await asyncio.sleep(self.disk.random.uniform(0, self.disk.slow))
        self._under_way = (name, args)
        try:
            return await real(*args, **named)
        finally:
            self._under_way = ("", ())

    def _count(self, what: str) -> None:
        self.ledger.happened[what] += 1

    def _hooked(self, point: str) -> None:
        name, args = self._under_way
        if not name:
            return
        if point == "after_commit":
            self._note(name, args, self._transactions.result)
        self.reached(f"{point}:{name}")

    def _note(self, name: str, args: tuple[Any, ...], result: Any) -> None:
        match name:
            case "accept":
                self._note_accepted(args[0], result)
            case "commit_turn" if result:
                self._note_turn(args[0])
            case "commit_turn":
                self._count("decided again")
            case "claim":
                for outbound in result:
                    self.ledger.claimed[outbound.id] = self.ledger.next(f"claim {outbound.id}")
            case "settle":
                n = self.ledger.next(f"settle {args[0].id} {type(args[1]).__name__}")
                self.ledger.settled.append(
                    Settled(
                        n=n,
                        at=self.time.now(),
                        channel=args[0].channel,
                        outbound_id=args[0].id,
                        attempt=args[0].attempt,
                        conversation_id=args[0].conversation_id,
                        outcome=args[1],
                    )
                )
            case _:
                return

    def _note_accepted(self, batch: Batch, accepted: Accepted) -> None:
        n = self.ledger.next(f"accept {batch.channel} {accepted.new}+{accepted.duplicates} {batch.cursor}")
        at = self.time.now()
        self.ledger.stored += [Stored(n=n, at=at, inbound=item) for item in batch.items if not _odd(item)]  # type: ignore[arg-type]

    def _note_turn(self, result: TurnResult) -> None:
        count = len(result.letters)
        last = self.connection.execute("SELECT MAX(id) FROM outbound").fetchone()[0] if count else 0
        rules = " ".join(record.rule for record in result.decisions)
        n = self.ledger.next(f"turn {result.conversation.id} {rules} +{count}")
        letters = tuple(range(last - count + 1, last + 1)) if count else ()
        self.ledger.turned.append(Turned(n=n, at=self.time.now(), result=result, letters=letters))


def _odd(item: object) -> bool:
    return not hasattr(item, "conversation_key")
