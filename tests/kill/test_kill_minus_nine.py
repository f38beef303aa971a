"""kill -9 at random moments over the real connector: nothing lost, nothing answered twice.

The judge is the fake platform's own log, and the list of what people still have to do.
"""

from __future__ import annotations

import asyncio
import random
import socket
from collections import Counter
from pathlib import Path

import pytest

from bot.model.turn import TaskKind
from bot.stores import open_store
from bot.testing.telegram import FakeTelegram
from tests.support.brand import write_brand
from tests.support.program import running_program

KILLS = 30
MESSAGES = 600
PATIENCE = 120
QUIET = 8.0

_WEBHOOK = 'webhook = "https://prova.example/telegram"'


def _project(folder: Path, fake: FakeTelegram, own: str) -> Path:
    """Write a brand whose Telegram channel has a line of its `own`."""
    channels = f"""
[channels.telegram]
token = "env:TELEGRAM_TOKEN"
base_url = "{fake.base_url}"
poll_seconds = 5
burst_pause = "1s"
{own}
"""
    return write_brand(folder, channels, store="kill")


async def _write(fake: FakeTelegram, chats: range, chance: random.Random) -> None:
    for chat in chats:
        fake.world.say(chat, "quando siete aperti oggi")
        await asyncio.sleep(chance.random() * 0.1)


async def _until_quiet(fake: FakeTelegram, everyone: range) -> None:
    """Wait until every customer has an answer, or nothing has happened for a good while."""
    still, seen = 0.0, -1
    async with asyncio.timeout(PATIENCE):
        while len({post.chat for post in fake.world.posts}) < len(everyone) and still < QUIET:
            still = still + 0.2 if len(fake.world.posts) == seen and not fake.world.unconfirmed() else 0.0
            seen = len(fake.world.posts)
            await asyncio.sleep(0.2)


async def _shown_to_people(project: Path) -> set[int]:
    """List the customers of whom people are told that a message may or may not have been sent."""
    store = open_store(f"sqlite:///{project / 'kill.db'}")
    try:
        doubts = [task for task in await store.tasks() if task.kind is TaskKind.MAYBE_SENT]
        dossiers = [await store.dossier(task.conversation_id) for task in doubts]
    finally:
        await store.close()
    return {int(dossier.conversation.key) for dossier in dossiers if dossier is not None}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.mark.kill
@pytest.mark.parametrize(
    "own", ["", 'webhook = "https://prova.example/telegram"'], ids=["polling", "webhook"]
)
async def test_thirty_kills_over_six_hundred_messages_lose_none_and_answer_none_twice(
    tmp_path: Path, own: str
) -> None:
    chance = random.Random(20261122)
    port = _free_port()
    fake = FakeTelegram(gateway=f"http://127.0.0.1:{port}")
    await fake.start()
    environ = {"TELEGRAM_TOKEN": fake.world.token}
    try:
        project = _project(tmp_path, fake, own)
        share = MESSAGES // KILLS
        for kill in range(KILLS):
            async with running_program(project, environ, only="telegram", port=port):
                await _write(fake, range(1 + kill * share, 1 + (kill + 1) * share), chance)
                await asyncio.sleep(chance.random() * 1.5)
        everyone = range(1, MESSAGES + 1)
        async with running_program(project, environ, only="telegram", port=port):
            await _until_quiet(fake, everyone)
        doubtful = await _shown_to_people(project)
    finally:
        await fake.stop()
    times = Counter(post.chat for post in fake.world.posts)
    twice = [chat for chat, count in times.items() if count > 1]
    lost = set(everyone) - set(times) - doubtful
    print(
        f"kills {KILLS}, messages {MESSAGES}, lost {len(lost)}, twice {len(twice)}, unknown {len(doubtful)}"
    )
    assert not twice
    assert not lost
