"""The open event streams of the web chat: who listens, and the nudges (typing, closing) they are given."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum

from bot.errors import StoreError
from bot.service.values import TranscriptLine


class Nudge(StrEnum):
    """What a stream is told besides messages."""

    TYPING = "typing"
    CLOSE = "close"


Nudges = asyncio.Queue[Nudge]


class Streams:
    """Open streams by customer; at most `each` for one customer and `most` in all. One event loop only."""

    def __init__(self, *, each: int, most: int) -> None:
        self._each = each
        self._most = most
        self._open: dict[str, set[Nudges]] = {}
        self._closed = False

    def full(self, customer: str) -> bool:
        """Whether no further stream may be opened for the customer."""
        total = sum(len(queues) for queues in self._open.values())
        return self._closed or total >= self._most or len(self._open.get(customer, ())) >= self._each

    @contextmanager
    def joined(self, customer: str) -> Iterator[Nudges]:
        """Listen for the customer's nudges for as long as the block runs."""
        queue: Nudges = asyncio.Queue()
        if self._closed:
            queue.put_nowait(Nudge.CLOSE)
        self._open.setdefault(customer, set()).add(queue)
        try:
            yield queue
        finally:
            self._open[customer].discard(queue)
            if not self._open[customer]:
                del self._open[customer]

    def typing(self, customer: str) -> None:
        """Tell the customer's streams that an answer is being written."""
        for queue in self._open.get(customer, ()):
            queue.put_nowait(Nudge.TYPING)

    def close(self) -> None:
        """End every stream, and those still to come."""
        self._closed = True
        for queues in self._open.values():
            for queue in queues:
                queue.put_nowait(Nudge.CLOSE)


async def until_closed(
    read: Callable[[int], Awaitable[tuple[TranscriptLine, ...]]], nudges: Nudges, number: int
) -> AsyncGenerator[TranscriptLine | Nudge, None]:
    """Give lines after `number` and typing nudges as they come, until Nudge.CLOSE or a failing store."""
    reading = asyncio.ensure_future(read(number))
    nudged = asyncio.ensure_future(nudges.get())
    try:
        while True:
            await asyncio.wait({reading, nudged}, return_when=asyncio.FIRST_COMPLETED)
            if nudged.done():
                if nudged.result() is Nudge.CLOSE:
                    return
                nudged = asyncio.ensure_future(nudges.get())
                yield Nudge.TYPING
            if reading.done():
                if isinstance(reading.exception(), StoreError):
                    return
                for line in reading.result():
                    number = max(number, line.n)
                    yield line
                reading = asyncio.ensure_future(read(number))
    finally:
        reading.cancel()
        nudged.cancel()
