"""The switch in a week: pulled by the desk or by another program at any moment, let go some time later."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import TYPE_CHECKING

from bot.errors import StoreError
from bot.model.stopping import Stop, StopScope, StopSource
from bot.service.switch import release_people
from bot.stores.inline import InlineTransactions
from bot.stores.sql_store import SqlStore
from tests.simulate.ledger import Held

if TYPE_CHECKING:
    from tests.simulate.process import Process
    from tests.simulate.world import World

LONGEST = (20.0, 300.0, 3600.0, 40_000.0, 100_000.0)
"""Seconds after which it is let go."""


class Hand:
    """Pulls the switch and lets it go; what it was told goes into the ledger."""

    def __init__(self, world: World, random: Random) -> None:
        self._world, self._random = world, random

    def plan(self) -> None:
        """Plan a week's pulls; most weeks have none."""
        for _ in range(self._random.choice((0, 0, 1, 2))):
            at = self._random.uniform(0, self._world.end * 0.95)
            held_for = self._random.choice(LONGEST) * self._random.uniform(0.5, 1.0)
            scope = self._random.choice(tuple(StopScope))
            self._world.at(at, partial(self._pull, scope))
            if self._random.random() < 0.5:
                self._world.at(at + held_for * self._random.uniform(0.1, 0.5), self._kill)
            self._world.at(min(at + held_for, self._world.end - 1), self._release)
        self._world.at(self._world.end - 1, self._release)

    def _kill(self) -> None:
        """End the program while it is stopped, as whoever stopped it might."""
        if self._world.process is not None:
            self._world.ledger.next("killed while stopped")
            self._world.process.kill()

    def _pull(self, scope: StopScope) -> None:
        process = self._world.process
        if process is not None and not process.dead and self._random.random() < 0.5:
            process.do(partial(self._at_the_desk, process, scope))
        else:
            self._beside(scope)

    async def _at_the_desk(self, process: Process, scope: StopScope) -> None:
        try:
            await process.sportello.agents.stop_sending("FB", scope, "")
        except StoreError:
            return
        self._held(scope)

    def _beside(self, scope: StopScope) -> None:
        if self._world.disk.full:
            return
        stop = Stop(source=StopSource.PERSON, scope=scope, by="root", why="", since=self._world.time.now())
        self._now(self._store().stop(stop))
        self._held(scope)

    def _held(self, scope: StopScope) -> None:
        ledger, now = self._world.ledger, self._world.time.now()
        ledger.held.append(Held(scope=scope, since=now, starts=len(ledger.starts)))
        ledger.happened[f"switch pulled: {scope}"] += 1
        ledger.next(f"pulled {scope}")

    def _release(self) -> None:
        """Let everything go; what is held is held until this begins."""
        ledger = self._world.ledger
        for held in ledger.held:
            if held.until is None:
                held.until = self._world.time.now()
                if len(ledger.starts) > held.starts:
                    ledger.happened["switch held over a restart"] += 1
        self._now(release_people(self._store(), "FB", self._world.time.now()))
        process = self._world.process
        if process is not None and not process.dead:
            process.do(process.sportello.switch.look)

    def _store(self) -> SqlStore:
        """Open the store beside the running program, as the command line does."""
        return SqlStore(InlineTransactions(self._world.connection))

    @staticmethod
    def _now(work: object) -> None:
        try:
            work.send(None)  # type: ignore[attr-defined]
        except StopIteration:
            return
        raise RuntimeError("the store took time")
