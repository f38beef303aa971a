"""What goes wrong in a week, and when: deaths at named points and at none, stops, outages, a full disk."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from random import Random
from typing import TYPE_CHECKING

from tests.simulate.platforms import Platform
from tests.simulate.watch import OPERATIONS

if TYPE_CHECKING:
    from tests.simulate.world import World

FULL = 900.0
"""Seconds for which the disk is full at most."""

POINTS = (
    "before_accept",
    "after_accept",
    "before_turn_commit",
    "after_turn_commit",
    "before_claim",
    "after_claim",
    "after_send",
    "after_settle",
    "after_look_up",
    "before_wake",
    "after_wake",
    *(f"{point}:{name}" for name in OPERATIONS for point in ("before_commit", "after_commit")),
)
"""Every named place at which a process may die: the services' hooks, and those of each commit."""


def plan(world: World, random: Random, busy: Sequence[float]) -> None:
    """Plan a week's mishaps; many weeks have none of a kind. `busy` are the seconds at which people write."""
    for _ in range(random.choice((0, 1, 3, 6))):
        world.at(random.uniform(0, world.end), partial(world.armed.add, random.choice(POINTS)))
    for _ in range(random.choice((0, 0, 1, 2))):
        world.at(random.uniform(0, world.end), partial(random.choice((_kill, _stop)), world))
    for _ in range(random.choice((0, 1, 2))):
        _spell(world, random, random.choice(busy) - 10.0, random.choice((60.0, 900.0, 7200.0)))


def _spell(world: World, random: Random, at: float, seconds: float) -> None:
    """Plan trouble that passes: a platform is down, or the disk is full."""
    if random.random() < 0.3:
        world.at(at, partial(_fill_disk, world, full=True))
        world.at(at + min(seconds, FULL), partial(_fill_disk, world, full=False))
        return
    platform = world.platforms[random.choice(tuple(world.platforms))]
    world.at(at, partial(_break, platform, down=True))
    world.at(at + seconds, partial(_break, platform, down=False))


def _fill_disk(world: World, *, full: bool) -> None:
    world.disk.full = full
    world.ledger.next(f"disk full {full}")


def _break(platform: Platform, *, down: bool) -> None:
    platform.down = down
    platform.ledger.next(f"{platform.name} down {down}")


def _kill(world: World) -> None:
    world.ledger.next("killed")
    if world.process is not None:
        world.ledger.happened["killed at no point"] += 1
        world.process.kill()


def _stop(world: World) -> None:
    if world.process is not None:
        world.ledger.next("asked to stop")
        world.ledger.happened["stopped"] += 1
        world.process.do(world.process.stop)
