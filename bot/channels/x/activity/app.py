"""Calls in the app's own name: webhooks, streams and their rules belong to the app, not to the account."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from bot.channels.x.api import Api
from bot.channels.x.faults import LostError, RefusalError, UnreachableError
from bot.channels.x.options import Options
from bot.clock import Clock

_PATIENCE = aiohttp.ClientTimeout(total=20, connect=10, sock_connect=10)


class AppApi(Api):
    """Its token is fetched with the app's keys; the ledger and what is known of limits are the account's."""

    def __init__(self, account: Api, options: Options, clock: Clock) -> None:
        super().__init__(options, clock)
        self._discretion.end()
        self.ledger, self.budgets = account.ledger, account.budgets
        self._discretion = account._discretion  # noqa: SLF001 - of the same class
        self._token = ""
        self._entering = asyncio.Lock()

    async def request(self, method: str, route: str, *rest: Any, **named: Any) -> Any:
        """Make one call; a token that X has taken back is fetched anew, once. Raises XError."""
        fresh = await self.enter()
        try:
            return await super().request(method, route, *rest, **named)
        except RefusalError as error:
            if fresh or not error.of_keys:
                raise
        self.leave()
        await self.enter()
        return await super().request(method, route, *rest, **named)

    async def enter(self) -> bool:
        """Have a token; True if it was fetched just now. Raises XError."""
        async with self._entering:
            if self._token:
                return False
            self._token = await self._fetched()
            self._discretion.hide(self._token)
            return True

    def leave(self) -> None:
        """Forget the token."""
        self._token = ""

    def opened(self) -> aiohttp.ClientSession:
        """Give the connections."""
        if self.session is None:
            self.session = aiohttp.ClientSession(timeout=_PATIENCE)
        return self.session

    def address(self, route: str, params: Mapping[str, object]) -> tuple[URL, Mapping[str, str]]:
        """Give where a call goes, and the headers that open it."""
        return self._signed("GET", route, params)

    def _signed(
        self,
        method: str,  # noqa: ARG002 - the account's way of signing takes it in
        route: str,
        params: Mapping[str, object],
    ) -> tuple[URL, Mapping[str, str]]:
        pairs = [(name, str(value)) for name, value in params.items()]
        query = f"?{urlencode(pairs, quote_via=quote)}" if pairs else ""
        headers = {"Authorization": f"Bearer {self._token}", "User-Agent": "Sportello"}
        return URL(f"{self._options.base_url}{route}{query}", encoded=True), headers

    async def _fetched(self) -> str:
        pair = f"{quote(self._options.consumer_key, safe='')}:{quote(self._options.consumer_secret, safe='')}"
        headers = {"Authorization": f"Basic {b64encode(pair.encode()).decode()}", "User-Agent": "Sportello"}
        try:
            async with self.opened().post(
                f"{self._options.base_url}/oauth2/token",
                data={"grant_type": "client_credentials"},
                headers=headers,
                allow_redirects=False,
            ) as response:
                status, body = response.status, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise UnreachableError(type(error).__name__) from error
        except (TimeoutError, aiohttp.ClientError, OSError, RuntimeError) as error:
            raise LostError(type(error).__name__) from error
        if status in {401, 403}:
            raise RefusalError(401, "")
        token = _token_in(body) if status == 200 else ""
        if not token:
            raise LostError(f"status {status} instead of a token")
        return token


def _token_in(body: bytes) -> str:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return ""
    token = answer.get("access_token") if isinstance(answer, dict) else None
    return token if isinstance(token, str) and token.isascii() and token.isprintable() else ""
