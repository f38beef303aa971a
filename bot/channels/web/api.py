"""A chat's API: what is written goes through the intake, what is settled comes back, also as a stream."""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import UTC, datetime

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.faults import answering
from bot.channels.web.pace import Pace
from bot.channels.web.pictures import addresses
from bot.channels.web.said import CUSTOMER, FaultError, Said, read_said
from bot.channels.web.streams import Nudge, Streams, until_closed
from bot.clock import Clock
from bot.model.message import Author, Inbound, Surface
from bot.service.ports import Intake
from bot.service.values import Batch, Revision, TranscriptLine

_WAIT = 20.0  # seconds a stream's read may wait for a message before it looks again
_KEEP_ALIVE = 15  # seconds between the comments that keep proxies from closing a quiet stream
_RECONNECT = 2000  # milliseconds after which a browser comes back
_BIGGEST_NUMBER = 2**63 - 1


def as_json(line: TranscriptLine) -> dict[str, object]:
    """Give a message as the API shows it; `revises` is the number of an earlier one that it only changes."""
    revised = {"revises": line.revises} if line.revises else {}
    pictures = {"pictures": found} if (found := addresses(line.media)) else {}
    gone = {"taken_back": True} if line.revision is Revision.TAKEN_BACK else {}
    return {
        "n": line.n,
        "from": line.sender,
        "text": line.text,
        "at": iso(line.at),
        "buttons": list(line.buttons),
        **revised,
        **pictures,
        **gone,
    }


def iso(moment: datetime) -> str:
    """Give a moment as the API writes it: UTC, to the millisecond."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a chat takes place: `base` is its address, `prefix` stands before the customer in its keys."""

    base: str
    channel: str
    account: str
    surface: Surface = Surface.PRIVATE
    prefix: str = ""

    def key(self, customer: str) -> str:
        """Give the conversation's key of a customer."""
        return f"{self.prefix}{customer}"


class ChatApi:
    """The routes of one place: messages in and out, and their stream."""

    def __init__(
        self,
        place: Place,
        *,
        intake: Intake,
        clock: Clock,
        read: Callable[[bytes], Said] = read_said,
        show: Callable[[TranscriptLine], dict[str, object]] = as_json,
    ) -> None:
        self._place, self._intake, self._clock = place, intake, clock
        self._read_body, self._show = read, show
        self._pace = Pace(burst=20, every=1.0)
        self._streams = Streams(each=8, most=5000)

    def routes(self) -> Sequence[BaseRoute]:
        """Give the routes, below the place's base."""
        base = f"{self._place.base}/{{customer}}"
        return [
            Route(f"{base}/messages", answering(self._messages), methods=["GET", "POST"]),
            Route(f"{base}/events", answering(self._listen), methods=["GET"]),
        ]

    def typing(self, conversation_key: str) -> None:
        """Show typing dots on the customer's open pages."""
        self._streams.typing(conversation_key)

    def close(self) -> None:
        """End the open streams, so that the server can stop."""
        self._streams.close()

    async def _messages(self, request: Request) -> Response:
        return await (self._write(request) if request.method == "POST" else self._read(request))

    async def _write(self, request: Request) -> Response:
        customer = customer_of(request)
        wait = self._pace.wait(customer, self._clock.monotonic())
        if wait:
            message = f"That is a lot of messages at once: try again in {wait} seconds."
            raise FaultError(429, "too_many_messages", message, retry_after=wait)
        inbound = self._inbound(customer, self._read_body(await request.body()))
        batch = Batch(channel=self._place.channel, account=self._place.account, items=(inbound,))
        accepted = await self._intake.accept(batch)
        return JSONResponse({"accepted": True, "duplicate": accepted.new == 0}, status_code=202)

    async def _read(self, request: Request) -> Response:
        after = number_in(request.query_params.get("after", "0"), "after")
        lines = await self._lines(self._place.key(customer_of(request)), after)
        return JSONResponse({"messages": [self._show(line) for line in lines]})

    async def _listen(self, request: Request) -> Response:
        key = self._place.key(customer_of(request))
        start = request.headers.get("last-event-id") or request.query_params.get("after", "0")
        number = number_in(start, "after")
        if self._streams.full(key):
            message = "Too many pages of this chat are open: close one, or try again in a minute."
            raise FaultError(503, "too_many_streams", message, retry_after=60)
        return EventSourceResponse(self._events(key, number), ping=_KEEP_ALIVE, send_timeout=30)

    async def _events(self, key: str, number: int) -> AsyncIterator[ServerSentEvent]:
        yield ServerSentEvent(comment="open", retry=_RECONNECT)
        with self._streams.joined(key) as nudges:
            found: AsyncGenerator[TranscriptLine | Nudge, None]
            found = until_closed(lambda after: self._lines(key, after, _WAIT), nudges, number)
            async with aclosing(found):
                async for item in found:
                    yield self._as_event(item)

    def _as_event(self, item: TranscriptLine | Nudge) -> ServerSentEvent:
        if isinstance(item, Nudge):
            return ServerSentEvent(event="typing", data="{}")
        return ServerSentEvent(event="message", id=str(item.n), data=json.dumps(self._show(item)))

    def _lines(self, key: str, after: int, wait: float = 0.0) -> Awaitable[tuple[TranscriptLine, ...]]:
        place = self._place
        return self._intake.lines_after(place.channel, place.account, key, after, wait=wait)

    def _inbound(self, customer: str, said: Said) -> Inbound:
        now, key = self._clock.now(), self._place.key(customer)
        return Inbound(
            channel=self._place.channel,
            account=self._place.account,
            event_key=f"message:{key}:{said.id}",
            conversation_key=key,
            author=Author(id=customer, name=said.name, language_hint=said.language, followers=said.followers),
            surface=self._place.surface,
            text=said.text,
            message_id=said.id,
            occurred_at=now,
            received_at=now,
        )


def customer_of(request: Request) -> str:
    """Give the customer in the path. Raises FaultError for one that cannot be."""
    key: str = request.path_params["customer"]
    if not CUSTOMER.fullmatch(key):
        message = "The customer key must be 8 to 64 letters, digits, “-” or “_”."
        raise FaultError(400, "bad_customer", message)
    return key


def number_in(text: str, name: str) -> int:
    """Read a message's number. Raises FaultError."""
    if not (text.isascii() and text.isdigit() and len(text) < 20 and int(text) <= _BIGGEST_NUMBER):
        raise FaultError(400, f"bad_{name}", f"“{name}” must be a message number, 0 for the beginning.")
    return int(text)
