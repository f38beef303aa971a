"""The server: who asks and how often, what is made to go wrong, and each endpoint's answer."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qsl

from bot.testing.beside import Beside, Fault, next_fault
from bot.testing.controls import Control, as_json, controlled, is_control
from bot.testing.wire import CutError, Reply, Request, Wire
from bot.testing.x.app_side import OF_THE_APP, SUBSCRIBE, AppSide, body_of, may_ask
from bot.testing.x.billing import Bill
from bot.testing.x.posting import Posting
from bot.testing.x.rates import LIMITS, Rates
from bot.testing.x.reading import Reading
from bot.testing.x.refusals import RefusedError, forbidden, problem
from bot.testing.x.signing import is_signed
from bot.testing.x.uploading import Uploading
from bot.testing.x.world import Direct, Post, World

Json = dict[str, Any]

FAULTS = (
    "cut_before",
    "cut_after",
    "error",
    "html",
    "odd",
    "errors",
    "slow_down",
    "slow_down_bare",
    "hang",
    "slow",
)
"""What can be made to go wrong: the connection cut before or after the call took effect, the status `value`
with a problem document or with a proxy's page, a 200 that is no object, a 200 with `errors` and no data, a
429 that tells `value` seconds or tells nothing, no answer at all, an answer after `value` seconds."""

_NUMBER = re.compile(r"(?<=.)/(\d+)(?=/|$)")


@dataclass(slots=True)
class FakeX:
    """The server. `world` is what customers do and see; `calls` are all calls with HTTP status (0: cut).

    `gateway` is where a webhook's host really is, as behind a proxy: "http://127.0.0.1:8080".
    """

    world: World = field(default_factory=World)
    port: int = 0
    rates: Rates = field(default_factory=Rates)
    bill: Bill = field(default_factory=Bill)
    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, int]] = field(default_factory=list)
    asked: list[tuple[str, Json]] = field(default_factory=list)
    uploading: Uploading = field(init=False)
    gateway: str = ""
    app: AppSide = field(init=False)
    _delivering: Beside = field(init=False)
    _wire: Wire = field(init=False)
    _reading: Reading = field(init=False)
    _posting: Posting = field(init=False)
    _seen: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._wire = Wire(self._handle, self.port)
        self._reading = Reading(self.world, self.bill)
        self.uploading = Uploading(self.world)
        self._posting = Posting(self.world, self.bill, self.uploading)
        self.app = AppSide(self.world, lambda: self.gateway)
        self._delivering = Beside(self.app.courier.run)

    @property
    def base_url(self) -> str:
        """The setting a connector needs."""
        return f"http://127.0.0.1:{self._wire.port}"

    async def start(self) -> None:
        """Come online, at the same address as before."""
        await self._wire.start()
        self._delivering.start()

    async def stop(self) -> None:
        """Go offline: connections are cut, new ones refused; the world is kept."""
        await self._delivering.stop()
        await self._wire.stop()

    def fault(self, endpoint: str, kind: str, *, times: int = 1, value: float = 503) -> None:
        """Let the next calls of an endpoint, as "POST /2/tweets", go wrong."""
        if kind not in FAULTS or endpoint not in LIMITS:
            raise ValueError(f"{endpoint}: {kind}")
        self.faults.append(Fault(call=endpoint, kind=kind, times=times, value=value))

    def count(self, endpoint: str) -> int:
        """Give how often an endpoint was called."""
        return sum(name == endpoint for name, _ in self.calls)

    async def _handle(self, request: Request) -> Reply:
        if is_control(request):
            return controlled(request, self._controls())
        endpoint = f"{request.method} {_NUMBER.sub('/:id', request.path)}"
        numbers = [int(number) for number in _NUMBER.findall(request.path)]
        try:
            reply = await self._faulty(endpoint, numbers, request)
        except CutError:
            self.calls.append((endpoint, 0))
            raise
        self.calls.append((endpoint, reply.status))
        told = {"date": formatdate(self.world.now(), usegmt=True), "x-access-level": self.world.rights}
        return replace(reply, headers={**reply.headers, **told})

    async def _faulty(self, endpoint: str, numbers: list[int], request: Request) -> Reply:
        fault = next_fault(self.faults, endpoint)
        if fault is None:
            return await self._answer(endpoint, numbers, request)
        reply = _spoilt(fault, self.world.now())
        if reply is not None:
            return reply
        match fault.kind:
            case "cut_before":
                raise CutError
            case "cut_after":
                await self._answer(endpoint, numbers, request, heard=False)
                raise CutError
            case "hang":
                await asyncio.sleep(3600)
            case _:
                await asyncio.sleep(fault.value)
        return await self._answer(endpoint, numbers, request)

    async def _answer(
        self, endpoint: str, numbers: list[int], request: Request, *, heard: bool = True
    ) -> Reply:
        turned_away = self._turned_away(endpoint, request)
        if turned_away is not None:
            return turned_away
        allowed, headers = self.rates.take(endpoint, self.world.now())
        if not allowed:
            return as_json(429, problem(429), headers)
        try:
            if endpoint in OF_THE_APP or endpoint == SUBSCRIBE:
                return _given(await self.app.answer(endpoint, numbers, request), headers)
            body, made = self._call(endpoint, numbers, request)
        except RefusedError as no:
            return as_json(no.status, no.body, headers)
        if made is not None:
            made.answered = heard
        return as_json(201 if request.method == "POST" else 200, body, headers)

    def _turned_away(self, endpoint: str, request: Request) -> Reply | None:
        if endpoint not in LIMITS:
            return as_json(404, problem(404))
        if not self._may(endpoint, request):
            return as_json(401, problem(401))
        if request.method != "GET" and "write" not in self.world.rights:
            return as_json(403, forbidden())
        return None

    def _may(self, endpoint: str, request: Request) -> bool:
        """Tell whether who asks is who must ask: the app for what is its own, else the account."""
        if endpoint in OF_THE_APP:
            return may_ask(endpoint, request, self.world)
        return is_signed(request, self.world, base_url=self.base_url, seen=self._seen)

    def _call(self, endpoint: str, numbers: list[int], request: Request) -> tuple[Json, Post | Direct | None]:
        params = dict(parse_qsl(request.query, keep_blank_values=True))
        if request.method != "GET":
            return self._write(endpoint, numbers, request)
        if "/users/:id/" in endpoint and numbers != [self.world.brand]:
            raise RefusedError(403, "Forbidden")
        read = self._reading
        answers: Mapping[str, Callable[[], Json]] = {
            "GET /2/users/me": lambda: read.me(params),
            "GET /2/users/:id/mentions": lambda: read.mentions(params),
            "GET /2/users/:id/tweets": lambda: read.own_posts(params),
            "GET /2/tweets": lambda: read.by_ids(params),
            "GET /2/tweets/search/recent": lambda: read.search(params),
            "GET /2/media/upload": lambda: self.uploading.status(params),
            "GET /2/dm_events": lambda: read.messages(params),
            "GET /2/dm_conversations/with/:id/dm_events": lambda: read.messages(params, numbers[0]),
        }
        return answers[endpoint](), None

    def _write(
        self, endpoint: str, numbers: list[int], request: Request
    ) -> tuple[Json, Post | Direct | None]:
        if endpoint == "DELETE /2/tweets/:id":
            return self._posting.delete(numbers[0]), None
        if endpoint == "POST /2/media/upload/:id/append":
            return self.uploading.append(numbers[0], request), None
        if endpoint == "POST /2/media/upload/:id/finalize":
            return self.uploading.end(numbers[0]), None
        body = body_of(request)
        self.asked.append((endpoint, body))
        if endpoint == "POST /2/media/upload/initialize":
            return self.uploading.begin(body), None
        if endpoint == "POST /2/tweets":
            return self._posting.post(body)
        return self._posting.message(numbers[0], body)

    def _controls(self) -> Mapping[str, Control]:
        world = self.world
        return {
            "say": lambda given: world.say(**given),
            "tell": lambda given: world.tell(**given),
            "edit": lambda given: world.edit(**given),
            "spread": lambda given: world.spread(**given),
            "delete": lambda given: world.delete(**given),
            "answer_elsewhere": lambda given: world.answer_elsewhere(**given),
            "tell_elsewhere": lambda given: world.tell_elsewhere(**given),
            "replay": lambda _given: self.app.courier.replay(),
            "fault": lambda given: self.fault(**given),
            "posts": lambda _given: [asdict(post) for post in world.posts],
            "messages": lambda _given: [asdict(message) for message in world.directs],
            "state": lambda _given: {"calls": self.calls, "spent": str(self.bill.total)},
        }


@contextlib.asynccontextmanager
async def fake_x(**world: Any) -> AsyncIterator[FakeX]:
    """Serve a fresh fake while a test runs."""
    fake = FakeX(World(**world))
    await fake.start()
    try:
        yield fake
    finally:
        await fake.stop()


def _spoilt(fault: Fault, now: float) -> Reply | None:
    """Give the answer that stands in for the real one; None for what goes wrong in another way."""
    status = int(fault.value)
    reset = {"limit": "1", "remaining": "0", "reset": str(int(now + fault.value))}
    spent = {f"x-rate-limit-{name}": value for name, value in reset.items()}
    replies: Mapping[str, Callable[[], Reply]] = {
        "error": lambda: as_json(status, problem(status)),
        "html": lambda: Reply(status=status, body=b"<h1>Something is wrong</h1>", content_type="text/html"),
        "odd": lambda: Reply(body=b"[]"),
        "errors": lambda: as_json(200, {"errors": [problem(503, "Dependency unavailable")]}),
        "slow_down": lambda: as_json(429, problem(429), spent),
        "slow_down_bare": lambda: Reply(status=429, body=b"Too Many Requests", content_type="text/plain"),
    }
    return replies[fault.kind]() if fault.kind in replies else None


def _given(answer: Json | AsyncIterator[bytes], headers: Mapping[str, str]) -> Reply:
    return (
        as_json(200, answer, headers) if isinstance(answer, dict) else Reply(pieces=answer, headers=headers)
    )
