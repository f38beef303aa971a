"""X's side of a webhook: asks its question, signs each event and sends it until it is taken or given up."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.testing.x.activity import Registry
from bot.testing.x.refusals import RefusedError
from bot.testing.x.world import Direct, Post, World

AGAIN = 0.02
"""Seconds before what was not taken is tried again; the real ones are longer."""

MOST_TRIES = 50
CHALLENGE = "OTNlNjY4YzctYTBmZC00YmE3"


@dataclass(slots=True)
class Courier:
    """Delivers to the webhooks of the registry. `gateway` gives where their host really is.

    `deliveries` are the bodies sent with the status each got (0: no connection). While the world is
    `untidy`, events come in another order, and each twice.
    """

    world: World
    registry: Registry
    gateway: Callable[[], str]
    deliveries: list[tuple[bytes, int]] = field(default_factory=list)
    _waiting: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    _told: list[tuple[dict[str, Any], str]] = field(default_factory=list)
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, made: Post | Direct) -> None:
        """Send what was written to whoever is subscribed."""
        news = [(event, number) for event, number in self.registry.events(made) if number]
        self._told += news
        self._waiting += news
        self._news.set()

    def replay(self) -> None:
        """Send everything again, as somebody who recorded it might."""
        self._waiting += self._told
        self._news.set()

    @property
    def idle(self) -> bool:
        """Whether everything was taken or given up."""
        return not self._waiting

    def signed(self, body: bytes, *, secret: str = "") -> str:
        """Sign a body as X does."""
        key = secret or self.world.consumer_secret
        digest = hmac.new(key.encode(), body, hashlib.sha256).digest()
        return f"sha256={b64encode(digest).decode()}"

    async def register(self, url: str) -> dict[str, Any]:
        """Add a webhook, after it has answered the question."""
        if any(item["url"] == url for item in self.registry.webhooks):
            raise RefusedError(400, "DuplicateUrlFailed: a webhook is already registered for this url")
        if urlsplit(url).scheme != "https" or urlsplit(url).port is not None:
            raise RefusedError(400, "UrlValidationFailed: the url must be https and have no port")
        await self._challenge(url)
        made = {"id": self.registry.number(), "url": url, "valid": True}
        self.registry.webhooks.append(made)
        return {"data": made}

    async def validate(self, number: str) -> dict[str, Any]:
        """Ask a webhook the question again."""
        found = self.registry.webhook(number)
        if found is None:
            raise RefusedError(400, "WebhookIdInvalid: the webhook is not known")
        await self._challenge(found["url"])
        found["valid"] = True
        return {"data": {"valid": True}}

    async def _challenge(self, url: str) -> None:
        try:
            async with httpx.AsyncClient(timeout=5) as client:
                answer = await client.get(
                    f"{self.gateway()}{urlsplit(url).path}", params={"crc_token": CHALLENGE}
                )
                right = answer.json() == {"response_token": self.signed(CHALLENGE.encode())}
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            right = False
        if not right:
            raise RefusedError(400, "CrcValidationFailed: URL returned bad response during CRC")

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with httpx.AsyncClient(timeout=10) as client:
            while True:
                await self._news.wait()
                self._news.clear()
                waiting = [*reversed(self._waiting), *self._waiting] if self.world.untidy else self._waiting
                for item in list(waiting):
                    await self._deliver(client, *item)
                    if item in self._waiting:
                        self._waiting.remove(item)

    async def _deliver(self, client: httpx.AsyncClient, event: dict[str, Any], number: str) -> None:
        webhook = self.registry.webhook(number)
        body = json.dumps(event).encode()  # \u escapes, as X writes them
        for _ in range(MOST_TRIES):
            if webhook is None or not webhook["valid"]:
                return
            if await self.post(client, webhook["url"], body) == 200:
                return
            await asyncio.sleep(AGAIN)

    async def post(self, client: httpx.AsyncClient, url: str, body: bytes) -> int:
        """Send a signed body once; gives the status, 0 without a connection."""
        headers = {"Content-Type": "application/json", "x-twitter-webhooks-signature": self.signed(body)}
        try:
            answer = await client.post(f"{self.gateway()}{urlsplit(url).path}", content=body, headers=headers)
            status = answer.status_code
        except (httpx.HTTPError, httpx.InvalidURL):
            status = 0
        self.deliveries.append((body, status))
        return status
