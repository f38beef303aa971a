"""What goes wrong at a platform while a storm lasts, and a log of every call by the platform's own clock."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from bot.testing.wire import Handler, Reply, Request

LATENCY = (0.05, 0.25)
"""Seconds a call takes, from and to."""

KINDS: Mapping[str, tuple[str, float]] = {
    "429 that says when": ("slow_down", 40),
    "503 as JSON": ("error", 503),
    "503 as a page": ("html", 503),
    "cut after it was taken": ("cut_after", 0),
    "black hole": ("hang", 0),
}
"""The faults a fake has in common, each with its value."""


class Fake(Protocol):
    """What both fakes have."""

    def fault(self, endpoint: str, kind: str, /, *, times: int = 1, value: float = 503) -> None:
        """Let the next calls go wrong."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call: `status` 0 is a connection that was cut; `wait` are the seconds that a refusal asks for."""

    at: float
    endpoint: str
    who: str
    status: int
    wait: float | None = None


@dataclass
class Weather:
    """Stands before a fake's handler: every call takes its time, is logged, and may meet the storm."""

    fake: Fake
    inner: Handler
    now: Callable[[], float]
    began: float
    endpoint_of: Callable[[Request], tuple[str, str]]
    stormy: frozenset[str]
    kinds: Mapping[str, tuple[str, float]]
    chance: random.Random
    storm: str = ""
    calls: list[Call] = field(default_factory=list)

    async def __call__(self, request: Request) -> Reply:
        endpoint, who = self.endpoint_of(request)
        at = self.now()
        await asyncio.sleep(self.chance.uniform(*LATENCY))
        if self.storm and endpoint in self.stormy:
            name = self.storm if self.storm in self.kinds else self.chance.choice(sorted(self.kinds))
            kind, value = self.kinds[name]
            self.fake.fault(endpoint, kind, times=1, value=value)
        number = len(self.calls)
        self.calls.append(Call(at=at, endpoint=endpoint, who=who, status=0))
        reply = await self.inner(request)
        wait = _asked_to_wait(reply, self.began + self.now()) if reply.status == 429 else None
        self.calls[number] = Call(at=at, endpoint=endpoint, who=who, status=reply.status, wait=wait)
        return reply

    def count(self, *endpoints: str, since: float, until: float) -> int:
        """Count the calls of some endpoints in a span of time."""
        return sum(call.endpoint in endpoints and since <= call.at < until for call in self.calls)

    def inside_a_wait(self, endpoint: str, *, whole: bool) -> list[Call]:
        """List the calls made before the end of a wait that a refusal had asked for.

        `whole`: a refusal is meant for the endpoint, else for the one that was called about.
        """
        ends: dict[str, float] = {}
        early: list[Call] = []
        for call in (call for call in self.calls if call.endpoint == endpoint):
            who = "" if whole else call.who
            if call.at < ends.get(who, 0.0):
                early.append(call)
            if call.wait is not None:
                ends[who] = max(ends.get(who, 0.0), call.at + call.wait)
        return early


def _asked_to_wait(reply: Reply, now: float) -> float | None:
    reset = reply.headers.get("x-rate-limit-reset")
    if reset is not None:
        return float(reset) - now
    try:
        asked = json.loads(reply.body)["parameters"]["retry_after"]
    except (ValueError, KeyError, TypeError):
        return None
    return float(asked)
