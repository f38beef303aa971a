"""The web chat's connector: its API writes through the intake, its streams read what is settled."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import UTC

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.pace import Pace
from bot.channels.web.page import page_routes
from bot.channels.web.said import CUSTOMER, FaultError, Said, read_said
from bot.channels.web.streams import Nudge, Nudges, Streams
from bot.errors import StoreError
from bot.model.message import Author, Inbound, Outbound, Surface
from bot.model.traits import Traits
from bot.service.ports import Link
from bot.service.values import Absent, Batch, Health, Reconciled, Sent, Standing, TranscriptLine

ACCOUNT = "web"
"""The web chat has one account: the page this product serves."""

_WAIT = 20.0  # seconds a stream's read may wait for a message before it looks again
_KEEP_ALIVE = 15  # seconds between the comments that keep proxies from closing a quiet stream
_RECONNECT = 2000  # milliseconds after which a browser comes back
_BIGGEST_NUMBER = 2**63 - 1

Endpoint = Callable[[Request], Awaitable[Response]]


class WebChannel:
    """The web chat; a message is delivered by being settled, since the customer's page reads the store."""

    def __init__(self, link: Link, traits: Traits) -> None:
        self._link = link
        self._traits = traits
        self._pace = Pace(burst=20, every=1.0)
        self._streams = Streams(each=8, most=5000)
        self._closing = asyncio.Event()

    @property
    def traits(self) -> Traits:
        return self._traits

    @property
    def account(self) -> str:
        return ACCOUNT

    async def run(self) -> None:
        """Wait: the routes bring the messages in."""
        await self._closing.wait()

    async def send(self, outbound: Outbound) -> Sent:
        """Deliver: settling it is what shows it to the customer."""
        return Sent(id=f"web:{outbound.id}")

    async def reconcile(self, outbound: Outbound) -> Reconciled:  # noqa: ARG002 - the port's shape
        """Nothing left before it was settled, so an unsettled message was never shown."""
        return Absent()

    async def typing(self, conversation_key: str) -> None:
        """Show typing dots on the customer's open pages."""
        self._streams.typing(conversation_key)

    async def health(self) -> Health:
        return Health(standing=Standing.OK)

    async def close(self) -> None:
        """End the open streams, so that the server can stop."""
        self._closing.set()
        self._streams.close()

    def routes(self) -> Sequence[BaseRoute]:
        """Give the API's routes and the customer's page."""
        return [
            Route("/api/chat/{customer}/messages", _answering(self._messages), methods=["GET", "POST"]),
            Route("/api/chat/{customer}/events", _answering(self._listen), methods=["GET"]),
            *page_routes(self._link.brand),
        ]

    async def _messages(self, request: Request) -> Response:
        return await (self._write(request) if request.method == "POST" else self._read(request))

    async def _write(self, request: Request) -> Response:
        customer = _customer(request)
        wait = self._pace.wait(customer, self._link.clock.monotonic())
        if wait:
            message = f"That is a lot of messages at once: try again in {wait} seconds."
            raise FaultError(429, "too_many_messages", message, retry_after=wait)
        inbound = self._inbound(customer, read_said(await request.body()))
        accepted = await self._link.intake.accept(
            Batch(channel=self._traits.name, account=ACCOUNT, items=(inbound,))
        )
        return JSONResponse({"accepted": True, "duplicate": accepted.new == 0}, status_code=202)

    async def _read(self, request: Request) -> Response:
        lines = await self._lines(_customer(request), _number(request.query_params.get("after", "0")))
        return JSONResponse({"messages": [_as_json(line) for line in lines]})

    async def _listen(self, request: Request) -> Response:
        customer = _customer(request)
        start = request.headers.get("last-event-id") or request.query_params.get("after", "0")
        number = _number(start)
        if self._streams.full(customer):
            message = "Too many pages of this chat are open: close one, or try again in a minute."
            raise FaultError(503, "too_many_streams", message, retry_after=60)
        return EventSourceResponse(self._events(customer, number), ping=_KEEP_ALIVE, send_timeout=30)

    async def _events(self, customer: str, number: int) -> AsyncIterator[ServerSentEvent]:
        yield ServerSentEvent(comment="open", retry=_RECONNECT)
        with self._streams.joined(customer) as nudges:
            found = _until_closed(lambda after: self._lines(customer, after, _WAIT), nudges, number)
            async with aclosing(found):
                async for item in found:
                    yield _as_event(item)

    async def _lines(self, customer: str, after: int, wait: float = 0.0) -> tuple[TranscriptLine, ...]:
        intake = self._link.intake
        return await intake.lines_after(self._traits.name, ACCOUNT, customer, after, wait=wait)

    def _inbound(self, customer: str, said: Said) -> Inbound:
        now = self._link.clock.now()
        return Inbound(
            channel=self._traits.name,
            account=ACCOUNT,
            event_key=f"message:{customer}:{said.id}",
            conversation_key=customer,
            author=Author(id=customer, name=said.name, language_hint=said.language),
            surface=Surface.PRIVATE,
            text=said.text,
            message_id=said.id,
            occurred_at=now,
            received_at=now,
        )


async def _until_closed(
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


def _answering(endpoint: Endpoint) -> Endpoint:
    """Turn what may go wrong on purpose into the API's error JSON."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except FaultError as fault:
            return _fault(fault)
        except StoreError:
            message = "Your message could not be stored just now: send it again in a moment."
            return _fault(FaultError(503, "try_again", message, retry_after=5))

    return answer


def _fault(fault: FaultError) -> JSONResponse:
    headers = {"Retry-After": str(fault.retry_after)} if fault.retry_after else None
    body = {"error": {"code": fault.code, "message": fault.message}}
    return JSONResponse(body, status_code=fault.status, headers=headers)


def _customer(request: Request) -> str:
    key: str = request.path_params["customer"]
    if not CUSTOMER.fullmatch(key):
        message = "The customer key must be 8 to 64 letters, digits, “-” or “_”."
        raise FaultError(400, "bad_customer", message)
    return key


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _BIGGEST_NUMBER):
        raise FaultError(400, "bad_after", "“after” must be a message number, 0 for the beginning.")
    return int(text)


def _as_event(item: TranscriptLine | Nudge) -> ServerSentEvent:
    if isinstance(item, Nudge):
        return ServerSentEvent(event="typing", data="{}")
    return ServerSentEvent(event="message", id=str(item.n), data=json.dumps(_as_json(item)))


def _as_json(line: TranscriptLine) -> dict[str, object]:
    return {
        "n": line.n,
        "from": line.sender,
        "text": line.text,
        "at": line.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "buttons": list(line.buttons),
    }
