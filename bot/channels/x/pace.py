"""How often X lets each endpoint be called, as it tells with every answer; kept over restarts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zlib import crc32

WINDOW = timedelta(minutes=15)
DAY = timedelta(days=1)

_CEILING = 300.0
_UNTOLD = timedelta(minutes=1)
_MARGIN = timedelta(seconds=1)
_WINDOWS = (("x-rate-limit", WINDOW), ("x-user-limit-24hour", DAY), ("x-app-limit-24hour", DAY))


def back_off(failures: int, account: str) -> timedelta:
    """Give how long to wait after so many failures: doubling, five minutes at most, ±25 % by account."""
    spread = 0.75 + (crc32(f"{account}:{failures}".encode()) % 1000) / 2000
    return timedelta(seconds=min(_CEILING, 2.0 ** min(max(failures, 1) - 1, 10)) * spread)


@dataclass(slots=True)
class Budgets:
    """Which endpoints are spent, and until when. A clock that is wrong waits one window too long at most."""

    _closed: dict[str, datetime] = field(default_factory=dict)

    def told(self, endpoint: str, headers: Mapping[str, str], now: datetime, *, refused: bool) -> None:
        """Note an answer's headers; `refused`: it said that the endpoint is called too often."""
        ends = [end for prefix, span in _WINDOWS if (end := _spent_until(headers, prefix, span, now))]
        if ends:
            self._closed[endpoint] = max(ends)
        elif refused:
            self._closed[endpoint] = now + _UNTOLD

    def opens(self, endpoint: str, now: datetime) -> datetime | None:
        """Give when an endpoint may be called again; None: now."""
        until = self._closed.get(endpoint)
        if until is None or until > now:
            return until
        del self._closed[endpoint]
        return None

    def spent(self, now: datetime) -> dict[str, int]:
        """Give the endpoints that are spent with the second they open, to be kept."""
        return {name: int(until.timestamp()) for name, until in self._closed.items() if until > now}

    def remember(self, kept: Mapping[str, object], now: datetime) -> None:
        """Take up what was kept; what cannot be is left out."""
        for name, second in kept.items():
            if isinstance(second, int) and not isinstance(second, bool):
                latest = (now + DAY).timestamp()
                self._closed[name] = datetime.fromtimestamp(max(0.0, min(second, latest)), UTC)


def _spent_until(headers: Mapping[str, str], prefix: str, span: timedelta, now: datetime) -> datetime | None:
    """Give the end of a window in which nothing is left; None while something is, or nothing is told."""
    left, reset = headers.get(f"{prefix}-remaining", ""), headers.get(f"{prefix}-reset", "")
    if left.strip() != "0" or not (reset.isascii() and reset.isdecimal()) or len(reset) > 12:
        return None
    seconds = float(reset) - now.timestamp()
    if seconds <= 0:
        return None
    return now + min(timedelta(seconds=seconds), span) + _MARGIN
