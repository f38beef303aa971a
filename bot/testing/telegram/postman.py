"""Telegram's side of a webhook: posts each update until it is taken with 200, one chat's in their order."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.testing.telegram.world import World

AGAIN = 0.02
"""Seconds before what was not taken is tried again; the real ones are minutes."""


@dataclass(slots=True)
class Postman:
    """Delivers while the world has a webhook. `gateway` gives where its host really is."""

    world: World
    gateway: Callable[[], str]
    deliveries: list[tuple[int, int]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        """Deliver until cancelled."""
        async with httpx.AsyncClient(timeout=5) as client:
            while True:
                await self.news.wait()
                self.news.clear()
                if self.world.webhook and not await self._round(client):
                    await asyncio.sleep(AGAIN)
                    self.news.set()

    async def _round(self, client: httpx.AsyncClient) -> bool:
        """Post all that waits, chats side by side; False if something was not taken."""
        chats: dict[object, list[tuple[int, Any]]] = {}
        for number, raw in self.world.waiting():
            chats.setdefault(_place(raw), []).append((number, raw))
        taken = await asyncio.gather(*(self._deliver(client, updates) for updates in chats.values()))
        return all(taken)

    async def _deliver(self, client: httpx.AsyncClient, updates: list[tuple[int, Any]]) -> bool:
        for number, raw in updates:
            status = await self._post(client, raw)
            self.deliveries.append((number, status))
            if not 200 <= status < 300:
                said = f"Wrong response from the webhook: {status}" if status else "Connection refused"
                self.world.last_error = (int(self.world.now()), said)
                return False
            self.world.deliver(number)
        return True

    async def _post(self, client: httpx.AsyncClient, raw: object) -> int:
        url = urlsplit(self.world.webhook)
        headers = {"Content-Type": "application/json"}
        if self.world.secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self.world.secret
        body = json.dumps(raw).encode()  # \u escapes, as Telegram writes them
        try:
            answer = await client.post(f"{self.gateway()}{url.path}", content=body, headers=headers)
        except httpx.TransportError:
            return 0
        return answer.status_code


def _place(raw: object) -> object:
    """Name the chat an update is of; updates of one chat are delivered one after another."""
    for item in raw.values() if isinstance(raw, dict) else ():
        if isinstance(item, dict):
            chat = item.get("chat") or (item.get("message") or {}).get("chat") or {}
            return chat.get("id") or (item.get("from") or {}).get("id")
    return None
