"""A connection that stays open and brings one event a line; one at a time, and begun again when it breaks."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from math import ceil

import aiohttp

from bot.channels.x.activity.app import AppApi
from bot.channels.x.activity.watch import Watch
from bot.channels.x.activity.webhook import refused_events
from bot.channels.x.faults import LostError, PoorError, RefusalError, SpentError, UnreachableError, XError
from bot.channels.x.ledger import Use
from bot.channels.x.pace import back_off
from bot.channels.x.reading import Report, Wait
from bot.channels.x.telling import trouble
from bot.clock import Clock
from bot.service.values import Health, Standing

SILENCE = 20.0
"""Seconds without a byte after which a connection is dead: X sends an empty line at least as often."""

MOST_BACKFILL = 5
"""Minutes that X sends again after a break, where the app may have them."""

_LONGEST_LINE = 512 * 1024
_REFUSED_PAUSE = timedelta(minutes=15)
_SPENT_PAUSE = timedelta(minutes=1)
_DETAIL = 200

Line = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A stream of X's: `prepare` has X send what is wanted, `take` stores a line, `params` are the call's.

    When the day's money for `use` is spent, the connection is closed until there is some again.
    """

    route: str
    use: Use
    prepare: Callable[[], Awaitable[None]]
    take: Callable[[Line], Awaitable[None]]
    watch: Watch
    report: Report
    params: Mapping[str, object] = field(default_factory=dict)


class Stream:
    """Reads one stream until cancelled."""

    def __init__(
        self,
        source: Source,
        app: AppApi,
        clock: Clock,
        *,
        account: str,
        wait: Wait,
        silence: float = SILENCE,
    ) -> None:
        self._source, self._app, self._clock = source, app, clock
        self._account, self._wait, self._silence = account, wait, silence
        self._failures = 0
        self._last_byte: datetime | None = None
        self._may_backfill = True

    async def run(self) -> None:
        """Read until cancelled. Raises StoreError."""
        while True:
            try:
                await self._source.prepare()
                await self._listen()
            except XError as error:
                self._failures += 1
                await self._wait(self._pause(error).total_seconds())

    async def _listen(self) -> None:
        """Open the connection and read it to its end, which is always an XError."""
        self._check_money()
        await self._app.enter()
        url, headers = self._app.address(self._source.route, {**self._source.params, **self._backfill()})
        times = aiohttp.ClientTimeout(total=None, connect=10, sock_connect=10, sock_read=self._silence)
        try:
            async with self._app.opened().get(
                url, headers=headers, timeout=times, allow_redirects=False
            ) as response:
                if response.status != 200:
                    raise await self._refusal(response)
                self._source.watch.flows(now=True)
                self._source.report(Health(standing=Standing.OK))
                async for line in _lines(response.content):
                    await self._heard(line)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise UnreachableError(type(error).__name__) from error
        except (TimeoutError, aiohttp.ClientError, OSError) as error:
            raise LostError(type(error).__name__) from error
        finally:
            self._source.watch.flows(now=False)
        raise LostError("X has ended the stream")

    async def _heard(self, line: bytes) -> None:
        self._last_byte, self._failures = self._clock.now(), 0
        if not line:
            return
        event = _object(line)
        if event is None:
            raise LostError("a line of the stream that is not of X's form")
        if "data" not in event:
            raise LostError("X has ended the stream with an error")
        await self._source.take(event)
        self._check_money()

    def _check_money(self) -> None:
        closed = self._app.ledger.closed_until(self._source.use, self._clock.now())
        if closed is not None:
            raise PoorError(closed)

    def _backfill(self) -> dict[str, object]:
        """Ask for what came during a break: whole minutes, as many as X gives."""
        if self._last_byte is None or not self._may_backfill:
            return {}
        minutes = ceil((self._clock.now() - self._last_byte) / timedelta(minutes=1))
        return {"backfill_minutes": max(1, min(MOST_BACKFILL, minutes))}

    async def _refusal(self, response: aiohttp.ClientResponse) -> XError:
        """Tell what a refused connection means."""
        status, body = response.status, _object(await response.read())
        if status == 401:
            self._app.leave()
            return RefusalError(401, "") if self._failures else LostError("the app's token was refused")
        if status == 429:
            return SpentError(_opens(response.headers, self._clock.now()))
        if body is None or not 400 <= status < 500:
            return LostError(f"status {status}")
        said = body.get("detail")
        detail = said[:_DETAIL] if isinstance(said, str) else ""
        if status in {400, 403} and self._last_byte is not None and self._may_backfill:
            self._may_backfill = False
            return LostError("X sends this app nothing again after a break")
        return RefusalError(status, detail)

    def _pause(self, error: XError) -> timedelta:
        """Give how long to wait before the next connection, and let health say why there is none."""
        self._source.report(refused_events(error, trouble))
        match error:
            case SpentError(until=until) | PoorError(until=until):
                return max(until - self._clock.now(), timedelta(seconds=1))
            case RefusalError():
                return _REFUSED_PAUSE
            case _:
                return back_off(self._failures, self._account)


async def _lines(content: aiohttp.StreamReader) -> AsyncIterator[bytes]:
    """Give the lines as they come, whole; empty ones only say that the connection lives."""
    rest = b""
    async for piece in content.iter_any():
        *lines, rest = (rest + piece).split(b"\n")
        for line in lines:
            yield line.strip()
        if len(rest) > _LONGEST_LINE:
            raise LostError("a line without an end")


def _object(line: bytes) -> Line | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _opens(headers: Mapping[str, str], now: datetime) -> datetime:
    """Give when X takes another connection; a minute from now where it does not tell."""
    reset = headers.get("x-rate-limit-reset", "")
    seconds = float(reset) - now.timestamp() if reset.isascii() and reset.isdecimal() else 0.0
    return now + (timedelta(seconds=min(seconds, 900.0)) if seconds > 0 else _SPENT_PAUSE)
