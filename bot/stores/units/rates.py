"""How often something may be sent: GCRA, as arithmetic on microseconds.

A bucket's state maps a rate's label to its theoretical arrival time. A twentieth of the count may go at
once and the rest evenly, so that no window of the rate's length, wherever it begins, holds more than
the count. What goes at once is lost to the steady pace, which is at least 95 % of the rate: a backlog
drains by it, and something urgent never waits longer than its one interval.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from bot.model.traits import Rate

_MICROSECOND = timedelta(microseconds=1)
PLENTY = 1_000_000
"""How many may go where no rate is set."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A rate made ready: microseconds between sends, and how far ahead of that a burst may run."""

    label: str
    interval: int
    tolerance: int


def limits(rates: Iterable[Rate], scope: str) -> tuple[Limit, ...]:
    """Make the rates of a scope ready."""
    return tuple(_limit(rate) for rate in rates if rate.scope == scope)


def _limit(rate: Rate) -> Limit:
    burst = 1 + (rate.count - 1) // 20
    span = rate.per // _MICROSECOND
    interval = -(-span // max(1, rate.count - burst + 1))
    return Limit(label=f"{rate.count}/{span}", interval=interval, tolerance=interval * (burst - 1))


def _arrival(state: Mapping[str, int], limit: Limit, now: int) -> int:
    """Give the arrival time; one further ahead than sends can push it comes of a clock set back."""
    kept = state.get(limit.label, 0)
    return now if kept > now + limit.interval + limit.tolerance else max(kept, now)


def room(state: Mapping[str, int], over: Sequence[Limit], now: int) -> int:
    """Tell how many may be sent at once now."""
    return min((_room(state, limit, now) for limit in over), default=PLENTY)


def _room(state: Mapping[str, int], limit: Limit, now: int) -> int:
    ahead = now + limit.tolerance - _arrival(state, limit, now)
    return 0 if ahead < 0 else ahead // limit.interval + 1


def take(state: Mapping[str, int], over: Sequence[Limit], now: int, count: int = 1) -> dict[str, int]:
    """Give the state after so many sends at `now`; rates that are no longer set are forgotten."""
    return {limit.label: _arrival(state, limit, now) + count * limit.interval for limit in over}


def free_at(state: Mapping[str, int], over: Sequence[Limit], now: int) -> int:
    """Give when the next may be sent."""
    return max((_arrival(state, limit, now) - limit.tolerance for limit in over), default=now)
