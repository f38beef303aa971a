"""The server's side of slow clients: who does not finish saying what they want is hung up on."""

from __future__ import annotations

import asyncio
from operator import itemgetter
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that waits `header_seconds` for a request's headers, however slowly they drip.

    At most `silent_per_address` connections of one address may be waited for; one more, and the one that
    has been silent for longest is hung up on, so that whoever speaks at once is served.
    For `uvicorn.Config(http=PatientProtocol)`; the body's time is bounded by the site itself.
    """

    header_seconds: ClassVar[float] = 10.0
    silent_per_address: ClassVar[int] = 100
    giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._mind_the_time()
        self._make_room()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._mind_the_time()

    def connection_lost(self, exc: Exception | None) -> None:
        self._be_at_ease()
        super().connection_lost(exc)

    def _mind_the_time(self) -> None:
        """Let the clock run from the first moment without headers until they are there."""
        if self.conn.their_state is not h11.IDLE:
            self._be_at_ease()
        elif self.giving_up is None:
            self.giving_up = self.loop.call_later(self.header_seconds, self.hang_up)

    def _make_room(self) -> None:
        """Hang up on the longest silent one, if this address has too many of them."""
        silent = [
            (other.giving_up.when(), other)
            for other in self.connections
            if isinstance(other, PatientProtocol) and other.giving_up is not None and self._is_beside(other)
        ]
        if len(silent) > self.silent_per_address:
            _when, longest = min(silent, key=itemgetter(0))
            longest.hang_up()

    def _is_beside(self, other: PatientProtocol) -> bool:
        return self.client is not None and other.client is not None and self.client[0] == other.client[0]

    def _be_at_ease(self) -> None:
        if self.giving_up is not None:
            self.giving_up.cancel()
            self.giving_up = None

    def hang_up(self) -> None:
        """Close a connection on which no whole headers have come."""
        self._be_at_ease()
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()
