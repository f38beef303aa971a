"""kill -9 at random over Telegram and X in one program: nothing lost, nothing twice, doubts shown to people.

X takes a hundred posts in fifteen minutes; here the fake's windows are wider by one factor for every
endpoint, the channel is told the same number, and the fake refuses what is beyond it, as X does.
`SPORTELLO_KILLS=60` is the full run.
"""

from __future__ import annotations

import asyncio
import os
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.model.turn import TaskKind
from bot.stores import open_store
from bot.testing.telegram import FakeTelegram
from bot.testing.x import FakeX
from tests.fakes.both_brand import secrets, write_project
from tests.support.program import running_program

KILLS = int(os.environ.get("SPORTELLO_KILLS", "15"))
SHARE = 10  # customers of each channel between two kills
CUSTOMERS = range(1, KILLS * SHARE + 1)
WIDER = 100
PATIENCE = 240.0
QUIET = 20.0

SEND, POST = "sendMessage", "POST /2/tweets"
ON_X = f'posts_in_15_minutes = {100 * WIDER}\ndaily_cap = "1000 USD"'


@dataclass(frozen=True, slots=True)
class People:
    """Whom people have a task for, by channel; `doubtful`: a message may or may not have been sent."""

    asked: dict[str, set[int]]
    doubtful: dict[str, set[int]]
    unsettled: int


def _spoil(telegram: FakeTelegram, x: FakeX, chance: random.Random) -> None:
    """Let the next sends be slow, so that a kill finds some under way, or cut, or refused by a proxy."""
    for fault, method in ((telegram.fault, SEND), (x.fault, POST)):
        kind = chance.choice(("slow", "slow", "cut_after", "cut_before", "html"))
        times = chance.randrange(1, 6) if kind == "slow" else 1
        fault(method, kind, times=times, value=503 if kind == "html" else chance.random())


async def _write(telegram: FakeTelegram, x: FakeX, customers: range, chance: random.Random) -> None:
    for customer in customers:
        telegram.world.say(customer, "quando siete aperti oggi")
        x.world.say(1_000_000 + customer, "@volomobile quando siete aperti oggi")
        await asyncio.sleep(chance.random() * 0.1)


async def _until_quiet(seen: Callable[[], tuple[int, int]]) -> None:
    """Wait until everybody has an answer, or nothing has happened for a good while."""
    still, before = 0.0, (-1, -1)
    async with asyncio.timeout(PATIENCE):
        while min(before) < len(CUSTOMERS) and still < QUIET:
            now = seen()
            still = still + 0.2 if now == before else 0.0
            before = now
            await asyncio.sleep(0.2)


async def _left_to_people(project: Path) -> People:
    store = open_store(f"sqlite:///{project / 'both.db'}")
    asked: dict[str, set[int]] = {"telegram": set(), "x": set()}
    doubtful: dict[str, set[int]] = {"telegram": set(), "x": set()}
    unsettled = 0
    try:
        for task in await store.tasks():
            dossier = await store.dossier(task.conversation_id)
            if dossier is None:
                continue
            place = dossier.conversation
            customer = int(place.contact.id) % 1_000_000
            asked[place.channel].add(customer)
            if task.kind is TaskKind.MAYBE_SENT:
                doubtful[place.channel].add(customer)
        async with asyncio.timeout(PATIENCE):
            unsettled = len(await store.with_work())
    finally:
        await store.close()
    return People(asked, doubtful, unsettled)


@pytest.mark.kill
async def test_kills_over_both_channels_lose_nothing_and_say_nothing_twice(tmp_path: Path) -> None:
    chance = random.Random(20261205)
    telegram, x = FakeTelegram(), FakeX()
    x.rates.limits = {name: count * WIDER for name, count in x.rates.limits.items()}
    await telegram.start()
    await x.start()
    try:
        project = write_project(tmp_path, telegram, x, on_x=ON_X)
        environ = secrets(telegram, x)
        for kill in range(KILLS):
            _spoil(telegram, x, chance)
            async with running_program(project, environ):
                await _write(telegram, x, CUSTOMERS[kill * SHARE : (kill + 1) * SHARE], chance)
                await asyncio.sleep(0.5 + chance.random() * 4)
        async with running_program(project, environ):
            await _until_quiet(lambda: (len(telegram.world.posts), len(x.world.posts)))
        people = await _left_to_people(project)
    finally:
        await telegram.stop()
        await x.stop()
    chats = Counter(post.chat for post in telegram.world.posts)
    targets = Counter(post.replied_to for post in x.world.posts)
    answered = {x.world.timeline[target].author - 1_000_000 for target in targets if target is not None}
    lost = {
        "telegram": set(CUSTOMERS) - set(chats) - people.doubtful["telegram"],
        "x": set(CUSTOMERS) - answered - people.asked["x"],
    }
    twice = [who for who, times in (*chats.items(), *targets.items()) if times > 1]
    print(
        f"kills {KILLS}, messages {2 * len(CUSTOMERS)}; "
        f"Telegram: answered {len(chats)}, lost {len(lost['telegram'])}, "
        f"shown to people as unknown {len(people.doubtful['telegram'])}; "
        f"X: answered {len(answered)}, lost {len(lost['x'])}, to people {len(people.asked['x'])}; "
        f"twice {len(twice)}"
    )
    assert not twice
    assert not lost["telegram"]
    assert not lost["x"]
    assert not people.unsettled
    assert len(answered) >= 0.9 * len(CUSTOMERS)
    assert all(status != 429 for _, status in x.calls)
