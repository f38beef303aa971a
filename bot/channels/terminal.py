"""The terminal: lines typed are a customer's messages, replies are printed. As little as a channel takes."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import TextIO
from uuid import uuid4

from bot.model.message import Author, Inbound, Letter, MediaKind, Outbound, Surface
from bot.model.text import clean
from bot.model.traits import Idempotency, Traits
from bot.service.ports import Link
from bot.service.values import Batch, CannotTell, Health, Reconciled, Refused, Sent, Standing, Unknown

TRAITS = Traits(
    name="terminal",
    title="Terminal",
    limits={Surface.PRIVATE: 4000},
    idempotency=Idempotency.NONE,
    buttons=8,
    media=frozenset(MediaKind),
    button_label=60,
    burst_pause=timedelta(0),
)
ACCOUNT = "terminal"
_CUSTOMER = Author(id="you", name="")
_READ = 65536
_PRINTED = Refused(reason="what is printed stays printed", permanent=True, by_us=True)


def connect(link: Link) -> Terminal:
    """Make the channel, on this process's own stdin and stdout."""
    return Terminal(link, reads=sys.stdin, writes=sys.stdout)


class Terminal:
    """One customer, who sits at the keyboard."""

    def __init__(self, link: Link, *, reads: TextIO, writes: TextIO) -> None:
        self._link, self._reads, self._writes = link, reads, writes
        self._session = uuid4().hex
        self._count = 0

    @property
    def traits(self) -> Traits:
        return TRAITS

    @property
    def account(self) -> str:
        return ACCOUNT

    async def run(self) -> None:
        """Bring in a message a line; at the end of the input, wait for what is still to be answered."""
        async for line in lines_of(self._reads):
            if line.strip():
                await self._link.intake.accept(
                    Batch(channel=TRAITS.name, account=ACCOUNT, items=(self._said(line),))
                )
        await asyncio.Event().wait()

    async def send(self, outbound: Outbound) -> Sent | Unknown:
        """Print it."""
        try:
            print(shown(outbound.letter), file=self._writes, flush=True)
        except OSError as error:
            return Unknown(evidence=f"the terminal is gone: {error.strerror}")
        return Sent(id=str(outbound.id))

    async def edit(self, outbound: Outbound, text: str) -> Refused:  # noqa: ARG002 - the port's shape
        return _PRINTED

    async def delete(self, outbound: Outbound) -> Refused:  # noqa: ARG002 - the port's shape
        return _PRINTED

    async def reconcile(self, outbound: Outbound) -> Reconciled:  # noqa: ARG002 - the port's shape
        return CannotTell(reason="nobody knows what was on the screen")

    async def typing(self, conversation_key: str) -> None:
        """Show nothing."""

    async def health(self) -> Health:
        return Health(standing=Standing.OK)

    def routes(self) -> Sequence[object]:
        return ()

    async def close(self) -> None:
        """Let go of nothing: the streams are the process's."""

    def _said(self, text: str) -> Inbound:
        self._count += 1
        now = self._link.clock.now()
        return Inbound(
            channel=TRAITS.name,
            account=ACCOUNT,
            event_key=f"{self._session}:{self._count}",
            conversation_key=_CUSTOMER.id,
            author=_CUSTOMER,
            text=clean(text),
            occurred_at=now,
            received_at=now,
        )


def shown(letter: Letter) -> str:
    """Give a letter as the terminal shows it: words, names of files, buttons numbered to be chosen by."""
    files = (f"  [{media.path or media.reference}]" for media in letter.media)
    buttons = (f"  {place}) {label}" for place, label in enumerate(letter.buttons, start=1))
    return "\n".join((letter.text, *files, *buttons))


async def lines_of(stream: TextIO) -> AsyncIterator[str]:
    """Give the lines of a terminal or a pipe as they come, without holding up the event loop.

    What cannot be waited for, a file say, never makes anyone wait: it is read at once.
    """
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes] = asyncio.Queue()
    try:
        number = stream.fileno()
        loop.add_reader(number, lambda: chunks.put_nowait(os.read(number, _READ)))
    except (OSError, ValueError):
        for line in stream:
            yield line.rstrip("\r\n")
        return
    try:
        async for line in _split(chunks):
            yield line
    finally:
        loop.remove_reader(number)


async def _split(chunks: asyncio.Queue[bytes]) -> AsyncIterator[str]:
    rest = b""
    while chunk := await chunks.get():
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line.decode("utf-8", "replace").rstrip("\r")
    if rest:
        yield rest.decode("utf-8", "replace")
