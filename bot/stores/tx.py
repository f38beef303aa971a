"""What a unit of work is handed, and what runs it: the two ports between plain SQL and a database."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Protocol, TypeVar

R = TypeVar("R")
Value = str | int | None
Row = tuple[Any, ...]


class Tx(Protocol):
    """A transaction under way; SQL has `:name` parameters and is the same on every database."""

    def rows(self, sql: str, /, **values: Value) -> list[Row]:
        """Give every row."""
        ...

    def row(self, sql: str, /, **values: Value) -> Row | None:
        """Give the first row, or None."""
        ...

    def run(self, sql: str, /, **values: Value) -> int:
        """Change rows and give how many."""
        ...

    def many(self, sql: str, each: Iterable[Mapping[str, Value]], /) -> None:
        """Run one statement for each set of values."""
        ...


class Transactions(Protocol):
    """How a unit gets its transaction: whole or not at all. Raises StoreError if the store cannot be used."""

    async def write(self, unit: Callable[[Tx], R]) -> R:
        """Run a unit and give its result once it is on disk."""
        ...

    async def read(self, unit: Callable[[Tx], R]) -> R:
        """Run a unit that only reads, over one snapshot."""
        ...

    async def close(self) -> None:
        """Finish what is under way and let go of the database."""
        ...
