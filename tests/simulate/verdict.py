"""A week from its seed to its verdict: what was violated, what happened, and the trace's hash."""

from __future__ import annotations

import gc
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from time import perf_counter

from tests.simulate.brand import knowledge
from tests.simulate.evidence import Evidence
from tests.simulate.invariants import violations
from tests.simulate.planted import NONE, Planted
from tests.simulate.sometimes import happened
from tests.simulate.world import World, live


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How a week went. `seconds` is real time, judging included."""

    seed: int
    violations: tuple[str, ...]
    digest: str
    happened: Counter[str]
    messages: int
    posts: int
    starts: int
    seconds: float


def judge(seed: int, planted: Planted = NONE) -> Verdict:
    """Live a week and judge it."""
    knowledge()
    with _quietly():
        begun = perf_counter()
        world, found, seen = live(seed, planted, _judge)
        ledger = world.ledger
        return Verdict(
            seed=seed,
            violations=tuple(found),
            digest=ledger.digest(),
            happened=seen,
            messages=len(ledger.said),
            posts=sum(1 for attempt in ledger.attempts if attempt.landed),
            starts=len(ledger.starts),
            seconds=perf_counter() - begun,
        )


@cache
def judged(seed: int) -> Verdict:
    """Give the verdict on a week of the product as it is, worked out once a process."""
    return judge(seed)


def _judge(world: World) -> tuple[World, list[str], Counter[str]]:
    evidence = Evidence(world)
    return world, violations(evidence), happened(evidence)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep the log, which is full of the faults we make, and the collector out of the way."""
    before = logging.root.manager.disable
    logging.disable(logging.CRITICAL)
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        logging.disable(before)
