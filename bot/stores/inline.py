"""Transactions run in the caller, on one connection: for tests, simulations and stores in memory.

A process that dies is a hook that raises: nothing of the unit stays, and a new store over the same
connection finds what was committed before.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from typing import TypeVar

from bot.errors import StoreError
from bot.service.values import Hooks
from bot.stores.connection import SqliteTx, roll_back
from bot.stores.faults import store_error
from bot.stores.tx import Tx

R = TypeVar("R")


class InlineTransactions:
    """Runs each unit at once; `hooks` are reached before and after each commit."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        *,
        hooks: Hooks | None = None,
        on_close: Callable[[], None] = lambda: None,
    ) -> None:
        self._connection, self._hooks, self._on_close = connection, hooks or Hooks(), on_close
        self._tx = SqliteTx(connection)
        self._closed = False
        roll_back(connection)

    async def write(self, unit: Callable[[Tx], R]) -> R:
        result = self._run("BEGIN IMMEDIATE", unit, "before_commit")
        self._hooks.reached("after_commit")
        return result

    async def read(self, unit: Callable[[Tx], R]) -> R:
        return self._run("BEGIN", unit, "before_read_ends")

    def _run(self, begin: str, unit: Callable[[Tx], R], point: str) -> R:
        if self._closed:
            raise StoreError("the store is closed")
        try:
            self._connection.execute(begin)
            result = unit(self._tx)
            self._hooks.reached(point)
            self._connection.execute("COMMIT")
        except BaseException as error:
            roll_back(self._connection)
            failure = store_error(error)
            if failure is not None:
                raise failure from error
            raise
        return result

    async def close(self) -> None:
        """Let go; the connection stays open unless `on_close` closes it."""
        if not self._closed:
            self._closed = True
            self._on_close()
