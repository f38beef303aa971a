"""Transactions on a SQLite file: one thread writes, in groups; two read. A unit is one hop, always."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import Thread
from types import TracebackType
from typing import Any, TypeVar

from bot.errors import StoreError
from bot.stores.connection import SqliteTx, roll_back
from bot.stores.faults import store_error
from bot.stores.tx import Tx

R = TypeVar("R")

GROUP = 128
"""At most so many units share one commit."""


@dataclass(slots=True)
class _Job:
    """A unit, and what became of it. Entered, it keeps an error for the caller whose unit it was."""

    unit: Callable[[Tx], Any]
    future: asyncio.Future[Any]
    loop: asyncio.AbstractEventLoop
    result: Any = None
    error: BaseException | None = field(default=None)

    def run(self, tx: Tx) -> None:
        self.error = None
        with self:
            self.result = self.unit(tx)

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self.error = error
        return True

    def deliver(self) -> None:
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


_Queue = SimpleQueue[_Job | None]


class SqliteTransactions:
    """Owns the threads and their connections; `on_close` lets go of what else is held."""

    def __init__(
        self, open_connection: Callable[[], sqlite3.Connection], *, on_close: Callable[[], None]
    ) -> None:
        self._on_close = on_close
        self._writes: _Queue = SimpleQueue()
        self._reads: _Queue = SimpleQueue()
        self._closed = False
        self._connections = [open_connection() for _ in range(3)]
        writer, *readers = self._connections
        self._threads = [
            Thread(target=_write_groups, args=(self._writes, writer), name="store-writer", daemon=True),
            *(
                Thread(target=_read, args=(self._reads, one), name="store-reader", daemon=True)
                for one in readers
            ),
        ]
        for thread in self._threads:
            thread.start()

    async def write(self, unit: Callable[[Tx], R]) -> R:
        return await self._hand_over(self._writes, unit)

    async def read(self, unit: Callable[[Tx], R]) -> R:
        return await self._hand_over(self._reads, unit)

    def _hand_over(self, queue: _Queue, unit: Callable[[Tx], R]) -> asyncio.Future[R]:
        if self._closed:
            raise StoreError("the store is closed")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[R] = loop.create_future()
        queue.put(_Job(unit, future, loop))
        return future

    async def close(self) -> None:
        if self._closed:
            return
        self._closed = True
        for queue in (self._writes, self._reads, self._reads):
            queue.put(None)
        for thread in self._threads:
            await asyncio.to_thread(thread.join)
        for connection in reversed(self._connections):
            connection.close()
        self._on_close()


def _write_groups(queue: _Queue, connection: sqlite3.Connection) -> None:
    tx = SqliteTx(connection)
    going_on = True
    while going_on:
        group, going_on = _take_group(queue)
        _commit(connection, tx, group)
        _deliver(group)


def _take_group(queue: _Queue) -> tuple[list[_Job], bool]:
    """Wait for a job, then take whatever else is there; False at the end."""
    group: list[_Job] = []
    job = queue.get()
    with suppress(Empty):
        while job is not None:
            group.append(job)
            if len(group) == GROUP:
                break
            job = queue.get_nowait()
    return group, job is not None


def _commit(connection: sqlite3.Connection, tx: Tx, group: Sequence[_Job]) -> None:
    """Run a group in one transaction; if the machine fails, nothing of it happened and all are told."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        for job in group:
            _run_apart(connection, tx, job)
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        roll_back(connection)
        for job in group:
            job.error = store_error(error) or StoreError(f"the store cannot be written: {error}")


def _run_apart(connection: sqlite3.Connection, tx: Tx, job: _Job) -> None:
    """Run a job so that its own fault undoes only its own work. Raises sqlite3.Error for the machine's."""
    connection.execute("SAVEPOINT unit")
    job.run(tx)
    if isinstance(job.error, sqlite3.Error) and (store_error(job.error) or not connection.in_transaction):
        raise job.error
    if job.error is not None:
        connection.execute("ROLLBACK TO unit")
    connection.execute("RELEASE unit")


def _read(queue: _Queue, connection: sqlite3.Connection) -> None:
    tx = SqliteTx(connection)
    while (job := queue.get()) is not None:
        _read_one(connection, tx, job)
        _deliver([job])


def _read_one(connection: sqlite3.Connection, tx: Tx, job: _Job) -> None:
    try:
        connection.execute("BEGIN")
        job.run(tx)
        roll_back(connection)
    except sqlite3.Error as error:
        job.error = error
    if job.error is not None:
        job.error = store_error(job.error) or job.error


def _deliver(group: Sequence[_Job]) -> None:
    """Hand the results over, one wake-up for each event loop; a loop that is gone wants nothing."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = defaultdict(list)
    for job in group:
        by_loop[job.loop].append(job)
    for loop, jobs in by_loop.items():
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_deliver_all, jobs)


def _deliver_all(jobs: Sequence[_Job]) -> None:
    for job in jobs:
        job.deliver()
