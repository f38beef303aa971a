"""The server itself: takes calls, lets them go wrong where told to, and answers as the Bot API does."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from bot.testing.beside import Beside, Fault, next_fault
from bot.testing.controls import as_json, controlled, is_control
from bot.testing.telegram.controls import controls
from bot.testing.telegram.media import form_parts
from bot.testing.telegram.methods import Methods
from bot.testing.telegram.postman import Postman
from bot.testing.telegram.queue import BY_DEFAULT, Json
from bot.testing.telegram.refusals import RefusedError
from bot.testing.telegram.world import World
from bot.testing.wire import CutError, Reply, Request, Wire

FAULTS = ("cut_before", "cut_after", "error", "html", "odd", "slow_down", "hang", "slow")
"""What can be made to go wrong: connection cut before or after the call took effect, an error code with or
without a readable body, a 200 with an odd body, a 429 that names `value` seconds, no answer at all, an
answer after `value` seconds."""


@dataclass(slots=True)
class FakeTelegram:
    """The server. `world` is what customers do and see; `calls` are all calls with HTTP status (0: cut).

    `gateway` is where a webhook's host really is, as behind a proxy: "http://127.0.0.1:8000".
    """

    world: World = field(default_factory=World)
    port: int = 0
    gateway: str = ""
    faults: list[Fault] = field(default_factory=list)
    calls: list[tuple[str, int]] = field(default_factory=list)
    _polls: int = 0
    _news: asyncio.Event = field(default_factory=asyncio.Event)
    _wire: Wire = field(init=False)
    _methods: Methods = field(init=False)
    _postman: Postman = field(init=False)
    _delivering: Beside = field(init=False)

    def __post_init__(self) -> None:
        self._wire = Wire(self._handle, self.port)
        self._methods = Methods(self.world)
        self._postman = Postman(self.world, lambda: self.gateway)
        self._delivering = Beside(self._postman.run)
        self.world.changed = self._changed

    @property
    def base_url(self) -> str:
        """The setting a connector needs."""
        return f"http://127.0.0.1:{self._wire.port}/bot"

    async def start(self) -> None:
        """Come online, at the same address as before."""
        await self._wire.start()
        self._delivering.start()

    async def stop(self) -> None:
        """Go offline: connections are cut, new ones refused; the world is kept."""
        self._polls += 1
        self._news.set()
        await self._delivering.stop()
        await self._wire.stop()

    @property
    def deliveries(self) -> list[tuple[int, int]]:
        """Every attempt to deliver by webhook: the update's number and the HTTP status (0: none)."""
        return self._postman.deliveries

    def _changed(self) -> None:
        self._news.set()
        self._postman.news.set()

    def fault(self, method: str, kind: str, *, times: int = 1, value: float = 503) -> None:
        """Let the next calls of a method go wrong."""
        if kind not in FAULTS:
            raise ValueError(kind)
        self.faults.append(Fault(call=method.lower(), kind=kind, times=times, value=value))

    async def _handle(self, request: Request) -> Reply:
        if is_control(request):
            mine = {"fault": lambda given: self.fault(**given), "state": lambda _given: self._state()}
            return controlled(request, {**controls(self.world), **mine})
        token, _, method = request.path.removeprefix("/bot").partition("/")
        try:
            reply = await self._faulty(token, method, _params(request))
        except CutError:
            self.calls.append((method, 0))
            raise
        self.calls.append((method, reply.status))
        return reply

    async def _faulty(self, token: str, method: str, params: Json) -> Reply:
        fault = next_fault(self.faults, method.lower())
        if fault is None:
            return await self._answer(token, method, params)
        match fault.kind:
            case "cut_before":
                raise CutError
            case "cut_after":
                await self._answer(token, method, params, heard=False)
                raise CutError
            case "error":
                return as_json(
                    int(fault.value), {"ok": False, "description": HTTPStatus(int(fault.value)).phrase}
                )
            case "html":
                page = b"<html><h1>502 Bad Gateway</h1></html>"
                return Reply(status=int(fault.value), body=page, content_type="text/html")
            case "odd":
                return Reply(body=b'{"ok": true}')
            case "slow_down":
                return _too_fast(int(fault.value))
            case "hang":
                await asyncio.sleep(3600)
            case _:
                await asyncio.sleep(fault.value)
        return await self._answer(token, method, params)

    async def _answer(self, token: str, method: str, params: Json, *, heard: bool = True) -> Reply:
        try:
            if token != self.world.token:
                _refuse_token(token)
            if method.lower() == "getupdates":
                result = await self._get_updates(params)
            else:
                before = len(self.world.posts)
                result = self._methods.call(method, params)
                for post in self.world.posts[before:]:
                    post.answered = heard
        except RefusedError as no:
            body: Json = {"ok": False, "error_code": no.code, "description": no.description}
            return as_json(no.code, {**body, "parameters": no.parameters} if no.parameters else body)
        return as_json(200, {"ok": True, "result": result})

    async def _get_updates(self, params: Json) -> list[Any]:
        """Wait for updates up to `timeout` seconds; a newer poll ends this one with 409."""
        if self.world.webhook:
            raise RefusedError(
                409,
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
            )
        self._polls += 1
        mine = self._polls
        self._news.set()
        self.world.allowed = frozenset(params.get("allowed_updates") or BY_DEFAULT)
        offset = int(params["offset"]) if "offset" in params else None
        updates = self.world.fetch(offset, int(params.get("limit", 100)))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(float(params.get("timeout", 0))):
                while not updates and mine == self._polls:
                    self._news.clear()
                    await self._news.wait()
                    updates = self.world.fetch(None, int(params.get("limit", 100)))
        if mine != self._polls:
            raise RefusedError(
                409,
                "Conflict: terminated by other getUpdates request; "
                "make sure that only one bot instance is running",
            )
        return updates

    def _state(self) -> Json:
        return {
            "deliveries": self.deliveries,
            "unconfirmed": self.world.unconfirmed(),
            "confirmed": self.world.confirmed,
            "confirmed_presses": self.world.confirmed_presses,
            "calls": self.calls,
        }


@contextlib.asynccontextmanager
async def fake_telegram(**world: Any) -> AsyncIterator[FakeTelegram]:
    """Serve a fresh fake while a test runs."""
    fake = FakeTelegram(World(**world))
    await fake.start()
    try:
        yield fake
    finally:
        await fake.stop()


def _refuse_token(token: str) -> None:
    if ":" in token:
        raise RefusedError(401, "Unauthorized")
    raise RefusedError(404, "Not Found")


def _too_fast(seconds: int) -> Reply:
    words = f"Too Many Requests: retry after {seconds}"
    body = {"ok": False, "error_code": 429, "description": words, "parameters": {"retry_after": seconds}}
    return as_json(429, body)


def _params(request: Request) -> Json:
    """Read parameters as the Bot API does: a query, a form or JSON; objects in a form are JSON texts."""
    if request.content_type.startswith("application/json"):
        return dict(json.loads(request.body or b"{}"))
    if request.content_type.startswith("multipart/form-data"):
        pairs = list(form_parts(request.body, request.content_type).items())
    else:
        pairs = parse_qsl(request.query) + parse_qsl(request.body.decode(), keep_blank_values=True)
    objects = {
        "allowed_updates",
        "entities",
        "link_preview_options",
        "message_ids",
        "reaction",
        "reply_markup",
        "reply_parameters",
    }
    return {name: json.loads(value) if name in objects else value for name, value in pairs}
