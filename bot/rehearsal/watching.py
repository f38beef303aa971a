"""The real store in memory, watched: what it commits is written down in the order of the commits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from bot.model.message import FROM_CUSTOMER, Inbound, Outbound
from bot.model.turn import TurnResult, Work
from bot.service.values import Accepted, Batch, SendOutcome, Sent
from bot.stores.connection import connect_memory
from bot.stores.inline import InlineTransactions
from bot.stores.migrations import migrate
from bot.stores.sql_store import SqlStore
from bot.stores.tx import Transactions, Tx

R = TypeVar("R")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A message was stored."""

    at: datetime
    conversation: int
    inbound: Inbound


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A turn was committed; `heard` are the customer's messages in it, by their rows' numbers."""

    at: datetime
    conversation: int
    result: TurnResult
    inbound: tuple[tuple[int, Inbound], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The channel took a message of ours."""

    at: datetime
    conversation: int
    outbound: Outbound


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Messages were taken out of the way for a person, with the reason."""

    at: datetime
    conversation: int
    inbound: tuple[Inbound, ...]
    reason: str


Event = Heard | Turned | Said | SetAside
Watcher = Callable[[Event], None]


@dataclass
class Ledger:
    """Everything that was committed, in order; `watchers` are told at once."""

    events: list[Event] = field(default_factory=list)
    watchers: list[Watcher] = field(default_factory=list)

    def note(self, event: Event) -> None:
        """Write an event down."""
        self.events.append(event)
        for watcher in self.watchers:
            watcher(event)


class WatchedStore(SqlStore):
    """Adds an eye to each commit that a customer can notice; everything else is the store's own."""

    def __init__(self, transactions: Transactions, ledger: Ledger) -> None:
        super().__init__(transactions)
        self._ledger = ledger
        self._rows: dict[int, Inbound] = {}

    async def accept(self, batch: Batch, now: datetime) -> Accepted:
        if any(isinstance(item, Inbound) and item.kind in FROM_CUSTOMER for item in batch.items):
            await self._transactions.write(_number_in_order)
        accepted = await super().accept(batch, now)
        if accepted.conversations:
            for item in batch.items:
                if isinstance(item, Inbound):
                    heard = Heard(at=now, conversation=accepted.conversations[0], inbound=item)
                    self._ledger.note(heard)
        return accepted

    async def work(self, conversation_id: int) -> Work | None:
        work = await super().work(conversation_id)
        if work is not None:
            self._rows.update((item.id, item.inbound) for item in work.waiting)
        return work

    async def commit_turn(self, result: TurnResult) -> bool:
        committed = await super().commit_turn(result)
        if committed:
            conversation = result.conversation.id
            rows = tuple((row, self._rows.pop(row)) for row in result.done)
            self._ledger.note(Turned(at=result.now, conversation=conversation, result=result, inbound=rows))
        return committed

    async def set_aside(
        self, conversation_id: int, inbound: Sequence[int], reason: str, now: datetime
    ) -> None:
        await super().set_aside(conversation_id, inbound, reason, now)
        items = tuple(self._rows.pop(row) for row in inbound)
        self._ledger.note(SetAside(at=now, conversation=conversation_id, inbound=items, reason=reason))

    async def settle(self, outbound: Outbound, outcome: SendOutcome, now: datetime) -> None:
        await super().settle(outbound, outcome, now)
        if isinstance(outcome, Sent):
            self._ledger.note(Said(at=now, conversation=outbound.conversation_id, outbound=outbound))


def _number_in_order(tx: Tx) -> None:
    """Give the next conversation the next number, though SQLite uses one up for each it finds.

    So a conversation has the same number whatever was said in others, and two versions compare.
    """
    tx.run(
        """UPDATE sqlite_sequence SET seq = (SELECT COALESCE(MAX(id), 0) FROM conversation)
           WHERE name = 'conversation'"""
    )


class AloneTransactions(InlineTransactions):
    """Reads without a transaction: nobody else has this store."""

    async def read(self, unit: Callable[[Tx], R]) -> R:
        return unit(self._tx)


def open_watched_store(ledger: Ledger) -> WatchedStore:
    """Open a store in memory that writes into a ledger; close it when done."""
    connection = connect_memory()
    migrate(connection)
    return WatchedStore(AloneTransactions(connection, on_close=connection.close), ledger)
