"""One life of the program: the real Sportello on a loop of its own, until it is killed or stopped."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from bot.app import Sportello
from bot.engines.local import LocalEngine
from bot.errors import StoreError
from bot.service.ports import Link
from bot.service.store import Store
from bot.service.values import Hooks
from tests.simulate.loop import VirtualLoop
from tests.simulate.platforms import TRAITS, Connector
from tests.simulate.watch import Disk, WatchedStore

if TYPE_CHECKING:
    from tests.simulate.world import World

R = TypeVar("R")


class EndedError(SystemExit):
    """The simulated process is no more; the loop lets it through at once."""


@dataclass
class Process:
    """A running program."""

    world: World
    dead: bool = False
    connectors: dict[str, Connector] = field(default_factory=dict)
    _tasks: set[asyncio.Task[Any]] = field(default_factory=set)

    def __post_init__(self) -> None:
        world = self.world
        self.loop = VirtualLoop(world.time, world, world.ledger.faults.append)
        store = WatchedStore(
            connection=world.connection,
            ledger=world.ledger,
            time=world.time,
            disk=world.disk,
            reached=self.reached,
            alive=self.alive,
        )
        self.sportello = Sportello(
            store=world.planted.store(cast("Store", store), world.connection),
            knowledge=lambda: world.knowledge,
            clock=world.time,
            engine=LocalEngine(world.time, sweep=world.sweep),
            connect={name: partial(self._connect, name) for name in TRAITS},
            traits=TRAITS,
            compute=partial(_compute, world.disk),
            hooks=Hooks(reached=self.reached),
        )

    def live(self) -> None:
        """Run until something ends it; raises EndedError."""
        self.loop.create_task(self._start())
        try:
            self.loop.run_forever()
        except EndedError:
            pass
        finally:
            self.dead = True
            self.loop.abandon()
            self.world.platforms_forget()

    async def _start(self) -> None:
        """Start, or end at once where the store cannot be used. Raises EndedError then."""
        try:
            await self.sportello.start()
        except StoreError:
            self.kill()

    def do(self, work: Callable[[], Any]) -> None:
        """Have something done in the process, now."""
        task = self.loop.create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def reached(self, point: str) -> None:
        """Die here if this is where the world wants it. Raises EndedError."""
        self.alive()
        if self.world.dies_at(point):
            self.dead = True
            self.loop.stop()
            raise EndedError

    def alive(self) -> None:
        """Let nothing be done by a dead process. Raises EndedError."""
        if self.dead:
            raise EndedError

    def kill(self) -> None:
        """Die at an arbitrary moment. Raises EndedError."""
        self.dead = True
        raise EndedError

    async def stop(self) -> None:
        """Stop as asked to. Raises EndedError at the end."""
        await self.sportello.stop()
        self.dead = True
        raise EndedError

    def _connect(self, name: str, link: Link) -> Connector:
        connector = self.world.planted.connector(Connector(link, self.world.platforms[name], self.alive))
        self.connectors[name] = connector
        return connector


async def _compute(disk: Disk, work: Callable[[], R], /) -> R:
    """Decide here, while the world may go on a little."""
    if disk.slow:
        await asyncio.sleep(disk.random.uniform(0, disk.slow))
    return work()
