"""One simulated week: platforms, customers, the desk and the machine around the running program."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any, TypeVar

import time_machine

from bot.app import Sportello
from bot.errors import StoreError
from bot.knowledge.library import Knowledge
from bot.model.message import InboundKind, Purpose, Surface
from bot.stores.connection import connect_memory
from bot.stores.migrations import migrate
from tests.simulate import brand, customers, mishaps
from tests.simulate.desk import Desk
from tests.simulate.faults import draw_mix
from tests.simulate.ledger import Attempt, Ledger, Said
from tests.simulate.loop import VirtualTime, moment
from tests.simulate.planted import Planted
from tests.simulate.platforms import TRAITS, Platform
from tests.simulate.process import Process
from tests.simulate.switching import Hand
from tests.simulate.watch import Disk

R = TypeVar("R")

HOUR = 3600.0
DAYS = 7
PEOPLE = (20, 40, 60, 150)
"""How many customers a week may have: small weeks tell short stories, large ones crowd."""

CALM = 6 * HOUR + 137.3
"""How long the world is calm at the end: no faults, nothing new."""

STARTS = tuple(
    moment(text)
    for text in (
        "2026-03-23T06:00",
        "2026-03-27T05:00",
        "2026-07-06T06:00",
        "2026-10-22T06:00",
        "2026-10-25T12:00",
        "2026-11-02T07:00",
        "2026-12-04T08:00",
        "2026-12-30T07:00",
    )
)
"""When weeks begin: around the nights the clock changes, in summer, with other hours, bridges, a new year."""


@dataclass
class World:
    """Everything but the program, and the program."""

    seed: int
    planted: Planted
    traveller: time_machine.Traveller
    ledger: Ledger = field(default_factory=Ledger)
    process: Process | None = None
    accepted_words: set[str] = field(default_factory=set)
    robots: set[str] = field(default_factory=set)
    over: bool = False
    armed: set[str] = field(default_factory=set)
    _agenda: list[tuple[float, int, Callable[[], None]]] = field(default_factory=list)
    _count: int = 0

    def __post_init__(self) -> None:
        random = self.random = Random(self.seed)
        self.time = VirtualTime(random.choice(STARTS), self.traveller)
        self.mix = draw_mix(random)
        self.sweep = timedelta(minutes=random.choice((20, 60, 120)))
        self.knowledge: Knowledge = self.planted.knowledge(brand.knowledge())
        self.connection = connect_memory()
        migrate(self.connection)
        self.disk = Disk(Random(self.seed + 1), slow=0.5 if self.mix.slow_disk else 0.0)
        self.platforms = {name: self._platform(name, number) for number, name in enumerate(TRAITS)}
        self.desk = Desk(self, Random(self.seed + 2))
        self.hand = Hand(self, Random(self.seed + 3))
        self._plan()

    @property
    def end(self) -> float:
        """The second at which the calm begins."""
        return DAYS * customers.DAY

    def at(self, seconds: float, act: Callable[[], None]) -> None:
        """Have something happen at a second of the week."""
        self._count += 1
        heapq.heappush(self._agenda, (max(seconds, self.time.seconds), self._count, act))

    def next_at(self) -> float | None:
        """Give when something happens next."""
        return self._agenda[0][0] if self._agenda else None

    def happen(self) -> None:
        """Let what is due happen."""
        while self._agenda and self._agenda[0][0] <= self.time.seconds:
            heapq.heappop(self._agenda)[2]()

    def run(self) -> None:
        """Live the week: start the program again whenever it has ended."""
        while not self.over:
            self.ledger.starts.append(self.time.now())
            self.ledger.next("start")
            self.process = Process(self)
            self.process.live()
            self.process = None
            if not self.over:
                self._rest()

    def judge(self, read: Callable[[Sportello], Coroutine[Any, Any, R]]) -> R:
        """Read something through a program that only looks, at once."""
        process = Process(self)
        try:
            read(process.sportello).send(None)
        except StopIteration as result:
            value: R = result.value
            return value
        finally:
            process.loop.abandon()
        raise RuntimeError("reading took time")

    def dies_at(self, point: str) -> bool:
        """Tell the process whether it dies here."""
        if point not in self.armed:
            return False
        self.armed.remove(point)
        self.ledger.happened[f"crash {point}"] += 1
        self.ledger.next(f"crash {point}")
        return True

    def platforms_forget(self) -> None:
        """Drop the dead process's connections."""
        for platform in self.platforms.values():
            platform.forget_callers()

    def _platform(self, name: str, number: int) -> Platform:
        return Platform(
            name,
            time=self.time,
            ledger=self.ledger,
            random=Random(self.seed * 10 + number),
            mix=self.mix,
            at=self.at,
            landed=self._landed,
        )

    def _plan(self) -> None:
        random = self.random
        week = customers.week(random, customers=random.choice(PEOPLE), days=DAYS)
        wishes = [wish for wish in week if wish.at < self.end]
        self.robots = {wish.customer.key for wish in wishes if wish.customer.robot}
        for wish in wishes:
            self.at(wish.at, partial(self._write, wish))
        for day in range(DAYS):
            for _ in range(3):
                self.at(day * customers.DAY + random.uniform(6, 17) * HOUR, self._visit)
        mishaps.plan(self, random, [wish.at for wish in wishes])
        self.hand.plan()
        self.at(self.end, self._calm)
        self.at(self.end + CALM, self._finish)

    def _calm(self) -> None:
        self.armed.clear()
        self.disk.full, self.disk.slow = False, 0.0
        for platform in self.platforms.values():
            platform.down, platform.mix = False, type(self.mix)()

    def _finish(self) -> None:
        self.over = True
        if self.process is not None:
            self.process.kill()

    def _rest(self) -> None:
        """Nobody runs the program for a while; the world goes on without it."""
        until = self.time.seconds + self.random.choice((1.0, 5.0, 60.0, 900.0, 4 * HOUR, 30 * HOUR))
        until = min(until, max(self.end, self.time.seconds + 1.0))
        while (at := self.next_at()) is not None and at <= until:
            self.time.move_to(at)
            self.happen()
        self.time.move_to(until)

    def _visit(self) -> None:
        process = self.process
        if process is not None and not process.dead:
            process.do(partial(self.desk.visit, process))

    def _write(self, wish: customers.Wish) -> None:
        platform = self.platforms[wish.customer.channel]
        said = customers.message(wish, len(platform.items) + 1, self.time.now())
        self._say(platform, said)

    def _say(self, platform: Platform, said: Said) -> None:
        self.ledger.said.append(said)
        self.ledger.next(f"say {platform.name} {said.key} {said.sort} {said.inbound.text}")
        platform.bring(said.inbound)
        if platform.name == "site":
            self._request(platform, said)

    def _request(self, platform: Platform, said: Said) -> None:
        """Post to the site until it says that it has it."""
        process = self.process
        if process is not None and not process.dead:
            process.do(partial(self._post, process, said))
        wait = self.random.uniform(5, 60) if process is not None else self.random.uniform(300, 900)
        self.at(self.time.seconds + wait, partial(self._retry, platform, said))

    def _retry(self, platform: Platform, said: Said) -> None:
        if said.key not in self.accepted_words:
            self._request(platform, said)

    async def _post(self, process: Process, said: Said) -> None:
        try:
            await process.connectors["site"].post(said.inbound)
            if self.random.random() >= self.mix.again:
                self.accepted_words.add(said.key)
        except StoreError:
            return

    def _landed(self, attempt: Attempt) -> None:
        """Customers see a post: they may press a button; the public feed shows it to us too."""
        platform = self.platforms[attempt.channel]
        public = attempt.letter.surface is Surface.PUBLIC
        if public and self.random.random() < 0.3:
            wait = self.random.choice((0.1, 3.0, 40.0))
            self.at(self.time.seconds + wait, partial(self._echo, platform, attempt))
        labels = attempt.letter.buttons
        if labels and self.random.random() < 0.6:
            label = self.random.choice(labels)
            wait = self.random.uniform(3, 400)
            self.at(self.time.seconds + wait, partial(self._press, attempt, label))
        if attempt.letter.purpose is Purpose.ASK_SLOT and self.random.random() < 0.7:
            self.at(self.time.seconds + 20, partial(self._press, attempt, "PR-48291"))

    def _echo(self, platform: Platform, attempt: Attempt) -> None:
        number = len(platform.items) + 1
        said = customers.echo(
            attempt.channel, attempt.conversation_key, attempt.letter.text, number, self.time.now()
        )
        self._say(platform, said)

    def _press(self, attempt: Attempt, label: str) -> None:
        if self.time.seconds >= self.end or attempt.conversation_key in self.robots:
            return
        language = "it" if brand.MARKS["it"] in attempt.letter.text else "en"
        person = customers.Customer(
            name=attempt.conversation_key.removeprefix("c:"), channel=attempt.channel, language=language
        )
        button = label in attempt.letter.buttons and attempt.letter.surface is not Surface.PUBLIC
        kind = InboundKind.BUTTON if button else InboundKind.MESSAGE
        self._write(
            customers.Wish(at=self.time.seconds, customer=person, sort="button", text=label, kind=kind)
        )


def live(seed: int, planted: Planted, judge: Callable[[World], R]) -> R:
    """Live one week on a moved wall clock and have it judged."""
    start = datetime.fromisoformat("2026-01-01T00:00+00:00")
    with time_machine.travel(start, tick=False) as traveller:
        world = World(seed=seed, planted=planted, traveller=traveller)
        try:
            world.run()
            return judge(world)
        finally:
            world.connection.close()
