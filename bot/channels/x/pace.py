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
    """Which endpoints are spent, and until when. A clock that is wrong waits one window too long at most.

    Calls that are under way count as made: X has not told of them yet.
    """

    _closed: dict[str, datetime] = field(default_factory=dict)
    _left: dict[str, tuple[int, datetime]] = field(default_factory=dict)
    _most: dict[str, int] = field(default_factory=dict)
    _flying: dict[str, int] = field(default_factory=dict)
    _refused: dict[str, int] = field(default_factory=dict)

    def begin(self, endpoint: str, now: datetime) -> datetime | None:
        """Begin a call: None, or when the endpoint opens again, and then there is no call."""
        closed = self.opens(endpoint, now)
        if closed is not None:
            return closed
        flying = self._flying.get(endpoint, 0)
        left = self._known(endpoint, now)
        if left is not None and left[0] <= flying:
            return left[1]
        self._flying[endpoint] = flying + 1
        return None

    def end(self, endpoint: str) -> None:
        """End a call that was begun."""
        self._flying[endpoint] -= 1

    def told(self, endpoint: str, headers: Mapping[str, str], now: datetime, *, refused: bool) -> None:
        """Note an answer's headers; `refused`: it said that the endpoint is called too often.

        A refusal that does not tell how long is waited out ever longer.
        """
        self._refused[endpoint] = self._refused.get(endpoint, 0) + 1 if refused else 0
        most = headers.get("x-rate-limit-limit", "").strip()
        if most.isascii() and most.isdecimal() and len(most) <= 12:
            self._most[endpoint] = int(most)
        windows = [told for prefix, span in _WINDOWS if (told := _window(headers, prefix, span, now))]
        ends = [until for left, until in windows if left == 0]
        if windows:
            self._left[endpoint] = min(windows)
        if ends:
            self._closed[endpoint] = max(ends)
        elif refused:
            doubled = _UNTOLD * 2 ** min(self._refused[endpoint] - 1, 4)
            self._closed[endpoint] = now + min(doubled, WINDOW)

    def is_known(self, endpoint: str, now: datetime) -> bool:
        """Tell whether several calls may go at once: X has told what is left, and did not refuse the last."""
        return not self._refused.get(endpoint) and self._known(endpoint, now) is not None

    def opens(self, endpoint: str, now: datetime) -> datetime | None:
        """Give when an endpoint may be called again; None: now."""
        until = self._closed.get(endpoint)
        if until is None or until > now:
            return until
        del self._closed[endpoint]
        return None

    def left(self, endpoint: str, now: datetime) -> tuple[int, int, datetime] | None:
        """Give how many calls are left of how many, and until when; None where X has not told."""
        known = self._known(endpoint, now)
        if known is None:
            return None
        return known[0], max(self._most.get(endpoint, 0), known[0]), known[1]

    def _known(self, endpoint: str, now: datetime) -> tuple[int, datetime] | None:
        left = self._left.get(endpoint)
        return left if left is not None and left[1] > now else None

    def spent(self, now: datetime) -> dict[str, int]:
        """Give the endpoints that are spent with the second they open, to be kept."""
        return {name: int(until.timestamp()) for name, until in self._closed.items() if until > now}

    def remember(self, kept: Mapping[str, object], now: datetime) -> None:
        """Take up what was kept; what cannot be is left out."""
        for name, second in kept.items():
            if isinstance(second, int) and not isinstance(second, bool):
                latest = (now + DAY).timestamp()
                self._closed[name] = datetime.fromtimestamp(max(0.0, min(second, latest)), UTC)


def _window(
    headers: Mapping[str, str], prefix: str, span: timedelta, now: datetime
) -> tuple[int, datetime] | None:
    """Give how many calls are left and the end of their window; None where that is not told."""
    left, reset = headers.get(f"{prefix}-remaining", "").strip(), headers.get(f"{prefix}-reset", "").strip()
    if not all(text.isascii() and text.isdecimal() and len(text) <= 12 for text in (left, reset)):
        return None
    seconds = float(reset) - now.timestamp()
    if seconds <= 0:
        return None
    return int(left), now + min(timedelta(seconds=seconds), span) + _MARGIN
