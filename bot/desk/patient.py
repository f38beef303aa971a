"""The server's side of slow clients: who does not finish saying what they want is hung up on."""

from __future__ import annotations

import asyncio
from typing import ClassVar

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that waits `header_seconds` for a request's headers, however slowly they drip.

    For `uvicorn.Config(http=PatientProtocol)`; the body's time is bounded by the site itself.
    """

    header_seconds: ClassVar[float] = 10.0
    _giving_up: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._mind_the_time()

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
        elif self._giving_up is None:
            self._giving_up = self.loop.call_later(self.header_seconds, self._hang_up)

    def _be_at_ease(self) -> None:
        if self._giving_up is not None:
            self._giving_up.cancel()
            self._giving_up = None

    def _hang_up(self) -> None:
        self._giving_up = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self.transport.close()
