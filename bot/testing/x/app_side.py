"""The endpoints that belong to the app: its token, webhooks, subscriptions, rules and streams."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from typing import Any
from urllib.parse import parse_qsl

from bot.testing.wire import Request
from bot.testing.x.activity import Registry
from bot.testing.x.delivery import Courier
from bot.testing.x.refusals import RefusedError
from bot.testing.x.signing import is_the_apps, token_for
from bot.testing.x.streaming import Broadcast
from bot.testing.x.world import Direct, Post, World

Json = dict[str, Any]

TOKEN = "POST /oauth2/token"  # noqa: S105 - an endpoint
ACTIVITY, FOUND = "GET /2/activity/stream", "GET /2/tweets/search/stream"
SUBSCRIBE = "POST /2/activity/subscriptions"
"""Asked for in the account's name, while all the others are asked for in the app's."""

OF_THE_APP = frozenset(
    {
        TOKEN,
        ACTIVITY,
        FOUND,
        "GET /2/webhooks",
        "POST /2/webhooks",
        "PUT /2/webhooks/:id",
        "GET /2/activity/subscriptions",
        "DELETE /2/activity/subscriptions/:id",
        "GET /2/tweets/search/stream/rules",
        "POST /2/tweets/search/stream/rules",
    }
)


def may_ask(endpoint: str, request: Request, world: World) -> bool:
    """Tell whether it is the app that asks, by its token, or by its keys for the token itself."""
    return bool(token_for(request, world)) if endpoint == TOKEN else is_the_apps(request, world)


class AppSide:
    """What one app has registered, and the ways by which X tells it of events."""

    def __init__(self, world: World, gateway: Callable[[], str]) -> None:
        self._world = world
        self.registry = Registry(world)
        self.courier = Courier(world, self.registry, gateway)
        self.activity, self.found = Broadcast(world), Broadcast(world)
        world.watchers.append(self._tell)

    def _tell(self, made: Post | Direct) -> None:
        """Tell of something written over every way that was asked for."""
        self.courier.tell(made)
        for event, _ in self.registry.events(made):
            self.activity.send(event)
        line = self.registry.found(made)
        if line is not None:
            self.found.send(line)

    async def answer(
        self, endpoint: str, numbers: list[int], request: Request
    ) -> Json | AsyncIterator[bytes]:
        """Answer a call, or open a stream."""
        params = dict(parse_qsl(request.query, keep_blank_values=True))
        match endpoint:
            case "POST /oauth2/token":
                return {"token_type": "bearer", "access_token": self._world.bearer}
            case "GET /2/activity/stream":
                return self.activity.connect(params)
            case "GET /2/tweets/search/stream":
                return self.found.connect(params)
            case "POST /2/webhooks":
                return await self.courier.register(str(body_of(request).get("url")))
            case "PUT /2/webhooks/:id":
                return await self.courier.validate(str(numbers[0]))
            case _:
                return self._registered(endpoint, numbers, request)

    def _registered(self, endpoint: str, numbers: list[int], request: Request) -> Json:
        registry = self.registry
        match endpoint:
            case "GET /2/webhooks":
                return {"data": registry.webhooks, "meta": {"result_count": len(registry.webhooks)}}
            case "GET /2/activity/subscriptions":
                return {"data": registry.subscriptions}
            case "POST /2/activity/subscriptions":
                return registry.subscribe(body_of(request))
            case "DELETE /2/activity/subscriptions/:id":
                return registry.unsubscribe(str(numbers[0]))
            case "GET /2/tweets/search/stream/rules":
                return {"data": registry.rules, "meta": {}} if registry.rules else {"meta": {}}
            case _:
                return registry.change_rules(body_of(request))


def body_of(request: Request) -> Json:
    """Read a request's JSON object. Raises RefusedError where there is none."""
    try:
        body = json.loads(request.body)
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise RefusedError(400, "The request body is not a JSON object.")
    return body
