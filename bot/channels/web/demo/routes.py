"""The demo's API, below /api/demo: what the panel shows, moving the clock, why the bot did what it did."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.web.api import customer_of, iso, number_in
from bot.channels.web.demo.happenings import Happening, decided
from bot.channels.web.demo.reading import Moments, read_destination, read_nothing
from bot.channels.web.demo.state import (
    Json,
    Spot,
    clock_state,
    coming_json,
    decision_json,
    happening_json,
    is_in,
)
from bot.channels.web.demo.travel import Travel
from bot.channels.web.faults import Endpoint, answering
from bot.channels.web.said import FaultError
from bot.clock import Clock
from bot.errors import StoreError
from bot.knowledge.library import Knowledge
from bot.service.live import INBOX, Live
from bot.service.values import Dossier

BASE = "/api/demo"

_WAIT = 20.0  # seconds a stream waits for a change before it looks again
_REST = 0.2  # seconds between two events: a journey changes much at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """All that the demo's routes need. Setting `closing` ends the streams, so that the server can stop.

    `run` is the one the page was made with: a page of another run begins anew. `clear` takes the invented
    conversations away and gives how many there were.
    """

    run: str
    travel: Travel
    clock: Clock
    live: Live
    knowledge: Callable[[], Knowledge]
    moments: Moments
    places: Sequence[Spot]
    closing: asyncio.Event
    clear: Callable[[], Awaitable[int]]

    async def state(self) -> Json:
        """Give all that the panel shows."""
        knowledge = self.knowledge()
        return {
            "run": self.run,
            **clock_state(knowledge.calendar, self.clock.now(), self.moments),
            "next": coming_json(await self.travel.next(), self.places),
            "places": [spot.as_json(knowledge.settings) for spot in self.places],
        }


def demo_routes(demo: Demo) -> list[BaseRoute]:
    """Give the routes; they belong into a demo only, since whoever reaches them moves the clock."""

    async def state(_request: Request) -> Response:
        return JSONResponse(await demo.state())

    async def events(_request: Request) -> Response:
        return EventSourceResponse(_states(demo), ping=15, send_timeout=30)

    async def clock(request: Request) -> Response:
        moment = read_destination(await _own_body(request), demo.moments, demo.clock.now())
        found = await demo.travel.move_to(moment)
        return JSONResponse(
            {**await _journey(demo, found), "asked": iso(moment), "arrived": demo.clock.now() >= moment}
        )

    async def skip(request: Request) -> Response:
        read_nothing(await _own_body(request))
        return JSONResponse(await _journey(demo, await demo.travel.skip()))

    async def clear(request: Request) -> Response:
        read_nothing(await _own_body(request))
        cleared = await demo.clear()
        demo.live.listed()
        return JSONResponse({"cleared": cleared})

    async def why(request: Request) -> Response:
        dossier = await _dossier(demo, request)
        n = number_in(request.query_params.get("n", ""), "n")
        return JSONResponse({"decisions": [decision_json(record) for record in decided(dossier, n)]})

    return [
        _route("/state", state),
        _route("/events", events),
        _route("/clock", clock, "POST"),
        _route("/skip", skip, "POST"),
        _route("/clear", clear, "POST"),
        _route("/why/{address}/{customer}", why),
    ]


def _route(path: str, endpoint: Endpoint, method: str = "GET") -> Route:
    return Route(f"{BASE}{path}", answering(endpoint), methods=[method])


async def _journey(demo: Demo, found: Sequence[Happening]) -> Json:
    happened = [happening_json(happening, demo.places) for happening in found]
    return {"happened": happened, "state": await demo.state()}


async def _own_body(request: Request) -> bytes:
    """Give the body of a request that another site's page cannot have made. Raises FaultError."""
    origin = request.headers.get("origin")
    if origin is not None and urlsplit(origin).netloc != request.headers.get("host", ""):
        raise FaultError(403, "other_site", "This can only be asked from the demo's own page.")
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise FaultError(415, "not_json", "Send the body as application/json.")
    return await request.body()


async def _dossier(demo: Demo, request: Request) -> Dossier:
    customer = customer_of(request)
    spot = next((spot for spot in demo.places if spot.address == request.path_params["address"]), None)
    if spot is not None:
        key = spot.place.key(customer)
        for dossier in await demo.travel.dossiers():
            if is_in(dossier.conversation, spot.place) and dossier.conversation.key == key:
                return dossier
    raise FaultError(404, "no_conversation", "There is no such conversation.")


async def _states(demo: Demo) -> AsyncIterator[ServerSentEvent]:
    """Give the state, and again at every change, until `closing` or a failing store."""
    yield ServerSentEvent(comment="open", retry=2000)
    while not demo.closing.is_set():
        seen = demo.live.count(INBOX)
        try:
            state = await demo.state()
        except StoreError:
            return
        yield ServerSentEvent(event="state", data=json.dumps(state))
        await _unless_closing(demo, demo.live.wait(INBOX, seen, _WAIT))
        await _unless_closing(demo, asyncio.sleep(_REST))


async def _unless_closing(demo: Demo, waiting: Coroutine[Any, Any, object]) -> None:
    """Wait for something, or for the end."""
    wanted = asyncio.ensure_future(waiting)
    closing = asyncio.ensure_future(demo.closing.wait())
    try:
        await asyncio.wait({wanted, closing}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        wanted.cancel()
        closing.cancel()
