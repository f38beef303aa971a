"""Calls to X through tweepy's client, whose one way out is ours: JSON in, JSON out, failures told apart."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from oauthlib.oauth1 import Client as Signer
from tweepy.asynchronous import AsyncClient
from yarl import URL

from bot.channels.x.discretion import Discretion
from bot.channels.x.faults import LostError, RefusalError, SpentError, UnreachableError
from bot.channels.x.ledger import Ledger
from bot.channels.x.options import Options
from bot.channels.x.pace import Budgets, back_off
from bot.clock import Clock

_TIMES = aiohttp.ClientTimeout(total=20, connect=10, sock_connect=10)
_NUMBER = re.compile(r"(?<=.)/(\d+)(?=/|$)")
_DETAIL = 200

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer of X's own, as tweepy asks for it."""

    body: Json

    async def json(self) -> Json:
        return self.body


class Api(AsyncClient):  # type: ignore[misc] # the library has no types
    """One account's calls. Each raises XError; what X tells about its limits is heeded and kept."""

    def __init__(self, options: Options, clock: Clock) -> None:
        super().__init__(
            consumer_key=options.consumer_key,
            consumer_secret=options.consumer_secret,
            access_token=options.access_token,
            access_token_secret=options.access_token_secret,
            return_type=dict,
        )
        self.session: aiohttp.ClientSession | None = None
        self.budgets = Budgets()
        self.ledger = Ledger(cap=options.daily_cap, prices=options.prices)
        self._options, self._clock = options, clock
        self._failures, self._shut = 0, clock.now()
        self._alone: dict[str, asyncio.Lock] = {}
        self._discretion = Discretion(options.secrets)
        self._discretion.begin()

    @property
    def is_in_trouble(self) -> bool:
        """Whether the latest calls failed, one after the other."""
        return self._failures > 1

    @property
    def resting_until(self) -> datetime | None:
        """When another call is worth trying, while in trouble; None: now."""
        return self._shut if self.is_in_trouble and self._shut > self._clock.now() else None

    async def request(
        self,
        method: str,
        route: str,
        params: Mapping[str, object] | None = None,
        json: object = None,
        user_auth: bool = False,  # noqa: FBT001, FBT002, ARG002 - tweepy's shape; the owner always signs
    ) -> _Answer:
        """Make one call, unless X said that there are none left.

        While it is not known how many are left, calls go one after the other.
        """
        endpoint = f"{method} {_NUMBER.sub('/:id', route)}"
        async with contextlib.AsyncExitStack() as alone:
            await alone.enter_async_context(self._alone.setdefault(endpoint, asyncio.Lock()))
            if self.budgets.is_known(endpoint, self._clock.now()):
                await alone.aclose()
            closed = self.budgets.begin(endpoint, self._clock.now())
            if closed is not None:
                raise SpentError(closed)
            try:
                return await self._called(endpoint, method, route, params or {}, json)
            finally:
                self.budgets.end(endpoint)

    async def _called(
        self, endpoint: str, method: str, route: str, params: Mapping[str, object], body: object
    ) -> _Answer:
        try:
            status, headers, raw = await self._exchanged(method, route, params, body)
            self.budgets.told(endpoint, headers, self._clock.now(), refused=status == 429)
            answer = self._judged(endpoint, status, raw)
        except (LostError, UnreachableError) as error:
            if method == "POST" and isinstance(error, LostError):
                self.ledger.note(endpoint, {}, self._clock.now())  # it may have been taken, and then it costs
            self._failures += 1
            self._shut = self._clock.now() + back_off(self._failures, self._options.account)
            raise
        except RefusalError:
            self._failures = 0
            raise
        self._failures = 0
        self.ledger.note(endpoint, answer.body, self._clock.now())
        return answer

    async def close(self) -> None:
        """Let go of the connections; more than once does no harm."""
        if self.session is not None:
            await self.session.close()
        self._discretion.end()

    async def _exchanged(
        self, method: str, route: str, params: Mapping[str, object], body: object
    ) -> tuple[int, Mapping[str, str], bytes]:
        if self.session is None:
            self.session = aiohttp.ClientSession(timeout=_TIMES)
            # the library repeats a cut GET or DELETE as it was, and X takes a signature only once: 401
            self.session._retry_connection = False  # noqa: SLF001 - there is no public switch
        url, headers = self._signed(method, route, params)
        sent = {"data": body} if isinstance(body, aiohttp.FormData) else {"json": body}
        try:
            async with self.session.request(
                method, url, headers=headers, allow_redirects=False, **sent
            ) as response:
                lower = {name.lower(): value for name, value in response.headers.items()}
                return response.status, lower, await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise UnreachableError(type(error).__name__) from error
        except (TimeoutError, aiohttp.ClientError, OSError, RuntimeError) as error:
            raise LostError(type(error).__name__) from error

    def _signed(self, method: str, route: str, params: Mapping[str, object]) -> tuple[URL, Mapping[str, str]]:
        """Sign over the very address that is called; X counts any other signature as false."""
        pairs = sorted((name, str(value)) for name, value in params.items())
        query = urlencode(pairs, quote_via=quote, safe="")
        url = f"{self._options.base_url}{route}{f'?{query}' if query else ''}"
        signer = Signer(self.consumer_key, self.consumer_secret, self.access_token, self.access_token_secret)
        _, headers, _ = signer.sign(url, method, headers={"User-Agent": "Sportello"})
        return URL(url, encoded=True), headers

    def _judged(self, endpoint: str, status: int, body: bytes) -> _Answer:
        answer = _object(body)
        if status == 429:
            until = self.budgets.opens(endpoint, self._clock.now())
            raise SpentError(until or self._clock.now())
        if answer is None:
            raise LostError(f"status {status}, not of X's form")
        if 200 <= status < 300:
            return _Answer(answer)
        if not 400 <= status < 500:
            raise LostError(f"status {status}")
        detail, kind = answer.get("detail"), answer.get("type")
        raise RefusalError(status, _said(detail, answer), kind if isinstance(kind, str) else "")


def _object(body: bytes) -> Json | None:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _said(detail: object, answer: Json) -> str:
    """Give the refusal's own words: its detail, or those of the first error in it."""
    if isinstance(detail, str) and detail:
        return detail[:_DETAIL]
    errors = answer.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else None
    message = first.get("message") if isinstance(first, dict) else None
    return message[:_DETAIL] if isinstance(message, str) else ""
