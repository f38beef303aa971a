"""Some hours of a brand on Telegram and X on virtual time: the real app, both fakes, one in a storm."""

from __future__ import annotations

import asyncio
import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from statistics import quantiles
from typing import Any
from urllib.parse import parse_qsl

import time_machine

from bot.app import Sportello, inline
from bot.channels import catalogue
from bot.engines.local import LocalEngine
from bot.knowledge.library import Knowledge
from bot.model.turn import TaskKind
from bot.settings.values import ChannelSettings
from bot.stores import open_memory_store
from bot.testing.telegram import FakeTelegram
from bot.testing.wire import Request
from bot.testing.x import FakeX
from tests.simulate.loop import VirtualTime
from tests.storm.weather import KINDS, Weather
from tests.storm.wires import WiredLoop
from tests.support.brand import TRAITS, small_brand, with_settings

START = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
HOUR = 3600.0
BEGINS, ENDS, LAST_WRITES, OVER = 1200.0, 1200.0 + HOUR, 1200.0 + HOUR, 1200.0 + 1.6 * HOUR
"""Seconds: the storm begins and ends, nobody writes any more, everything has been sent."""

WRITING = {"telegram": 240, "x": 120}
"""Customers that write while it lasts, each once."""

PEOPLE_WRITE = 10
"""So many conversations people answer shortly before the storm ends."""

TEXT = "quando siete aperti oggi"
SEND, POST = "sendmessage", "POST /2/tweets"
LOOK_UPS = ("GET /2/users/:id/tweets", "GET /2/tweets")
_NUMBER = re.compile(r"(?<=.)/(\d+)(?=/|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message that reached its customer."""

    who: int
    at: float
    person: bool


@dataclass(slots=True)
class Channel:
    """One channel's customers: when each wrote, what each got, and whom people were asked about."""

    weather: Weather
    wrote: dict[int, float] = field(default_factory=dict)
    got: list[Told] = field(default_factory=list)
    people: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)

    def p99(self) -> float:
        """Give the 99th percentile of the seconds from writing to the answer."""
        took = [told.at - self.wrote[told.who] for told in self.got if not told.person]
        return quantiles(took, n=100)[98]

    def twice(self) -> list[int]:
        """List who got an automatic message twice."""
        times = Counter(told.who for told in self.got if not told.person)
        return [who for who, count in times.items() if count > 1]

    def lost(self) -> set[int]:
        """List who got nothing, and of whom nobody was told."""
        return set(self.wrote) - {told.who for told in self.got} - self.people


@dataclass
class Hours:
    """The world of one run."""

    time: VirtualTime
    seed: int
    telegram: FakeTelegram = field(default_factory=FakeTelegram)
    x: FakeX = field(default_factory=FakeX)
    channels: dict[str, Channel] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, fake, where, stormy in (
            ("telegram", self.telegram, _on_telegram, frozenset({SEND, "getme"})),
            ("x", self.x, _on_x, frozenset({POST, *LOOK_UPS})),
        ):
            wire: Any = fake._wire
            kinds = dict(KINDS) | {"429 that says nothing": ("error", 429.0)}
            if name == "x":
                kinds = dict(KINDS) | {"429 that says nothing": ("slow_down_bare", 0.0)}
            chance = random.Random(f"{self.seed}:{name}")
            weather = Weather(
                fake, wire.handler, self._seconds, START.timestamp(), where, stormy, kinds, chance
            )
            wire.handler = weather
            self.channels[name] = Channel(weather)

    def _seconds(self) -> float:
        return self.time.seconds

    async def run(self, name: str, storm: str) -> None:
        """Live through all of it, with a storm on the channel `name` ("" for none)."""
        await self.telegram.start()
        await self.x.start()
        app = self._app()
        await app.start()
        loop = asyncio.get_running_loop()
        for at, happens in self._customers():
            loop.call_at(at, happens)
        if storm:
            weather = self.channels[name].weather
            loop.call_at(BEGINS, lambda: setattr(weather, "storm", storm))
            loop.call_at(ENDS, lambda: setattr(weather, "storm", ""))
        await asyncio.sleep(ENDS - 60 - loop.time())
        await self._people_answer(app, name)
        await asyncio.sleep(OVER - loop.time())
        await self._account(app)
        await app.stop()
        await app.store.close()
        await self.telegram.stop()
        await self.x.stop()

    def _app(self) -> Sportello:
        knowledge = self._knowledge()
        return Sportello(
            store=open_memory_store(),
            knowledge=lambda: knowledge,
            clock=self.time,
            engine=LocalEngine(self.time),
            connect={name: _connected(name) for name in ("telegram", "x")},
            traits={**TRAITS, **{name: catalogue.traits(name) for name in ("telegram", "x")}},
            compute=inline,
        )

    def _knowledge(self) -> Knowledge:
        knowledge, matcher = small_brand()
        matcher.reads(TEXT, ("orari", 0.97))
        matcher.reads(f"@volomobile {TEXT}", ("orari", 0.97))
        world = self.x.world
        settings = (
            ChannelSettings(
                name="telegram",
                options={
                    "token": self.telegram.world.token,
                    "base_url": self.telegram.base_url,
                    "burst_pause": "0s",
                },
            ),
            ChannelSettings(
                name="x",
                options={
                    "consumer_key": world.consumer_key,
                    "consumer_secret": world.consumer_secret,
                    "access_token": world.token,
                    "access_token_secret": world.token_secret,
                    "base_url": self.x.base_url,
                    "burst_pause": "0s",
                    "daily_cap": "1000 USD",
                    "listen": ["mentions", "messages"],  # reading its own posts would count as look-ups
                },
            ),
        )
        channels = {**knowledge.settings.channels, **{item.name: item for item in settings}}
        return replace(with_settings(knowledge, channels=channels), matcher=matcher)

    def _customers(self) -> Iterator[tuple[float, Callable[[], None]]]:
        chance = random.Random(self.seed)
        for name, count in WRITING.items():
            channel = self.channels[name]
            for who in range(1, count + 1):
                at = chance.uniform(10, LAST_WRITES)
                yield at, self._writes(name, channel, who, at)

    def _writes(self, name: str, channel: Channel, who: int, at: float) -> Callable[[], None]:
        def write() -> None:
            channel.wrote[who] = at
            if name == "telegram":
                self.telegram.world.say(who, TEXT)
            else:
                self.x.world.say(who, f"@volomobile {TEXT}")

        return write

    async def _people_answer(self, app: Sportello, name: str) -> None:
        """Let a person answer customers who have waited since the storm began."""
        waiting = [row for row in await app.store.inbox() if row.channel == name]
        for row in waiting[-PEOPLE_WRITE:]:
            text = f"Sono Francesca, mi occupo io della richiesta {row.reference}."
            assert await app.agents.reply(row.conversation_id, "FB", text, id=row.reference)

    async def _account(self, app: Sportello) -> None:
        began = START.timestamp()
        for post in self.telegram.world.posts:
            self._note("telegram", post.chat, post.at - began, post.text)
        for tweet in self.x.world.posts:
            target = self.x.world.timeline[tweet.replied_to or 0]
            self._note("x", target.author, tweet.at - began, tweet.words)
        for task in await app.store.tasks():
            dossier = await app.store.dossier(task.conversation_id)
            if dossier is None:
                continue
            place = dossier.conversation
            self.channels[place.channel].people.add(int(place.contact.id))
            if task.kind is TaskKind.MAYBE_SENT:
                self.channels[place.channel].doubtful.add(int(place.contact.id))

    def _note(self, name: str, who: int, at: float, text: str) -> None:
        self.channels[name].got.append(Told(who=who, at=at, person="Francesca" in text))


@contextmanager
def _virtual() -> Iterator[VirtualTime]:
    with time_machine.travel(START, tick=False) as traveller:
        yield VirtualTime(START, traveller)


def live(name: str, storm: str, *, seed: int) -> Mapping[str, Channel]:
    """Live through a storm on one channel; gives both channels' accounts."""
    with _virtual() as time:
        hours = Hours(time, seed)
        hours.telegram.world.now = hours.x.world.now = lambda: time.now().timestamp()
        loop = WiredLoop(time)
        try:
            loop.run_until_complete(hours.run(name, storm))
        finally:
            loop.close()
    return hours.channels


def _connected(name: str) -> Callable[[Any], Any]:
    return lambda link: catalogue.connect(name, link)


def _on_telegram(request: Request) -> tuple[str, str]:
    method = request.path.rpartition("/")[2].lower()
    params = dict(parse_qsl(request.body.decode()))
    if request.content_type.startswith("application/json"):
        params = json.loads(request.body or b"{}")
    return method, str(params.get("chat_id", ""))


def _on_x(request: Request) -> tuple[str, str]:
    return f"{request.method} {_NUMBER.sub('/:id', request.path)}", ""


def told_after(channel: Channel, moment: float) -> list[Told]:
    """Give what was sent after a moment, first to last, without what a black hole only then gave back."""
    late = (told for told in channel.got if told.at >= moment and told.who not in channel.doubtful)
    return sorted(late, key=lambda told: told.at)
