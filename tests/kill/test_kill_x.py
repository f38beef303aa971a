"""kill -9 at random over the X connector: nothing is lost, and nothing posted twice, for X can be asked."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from pathlib import Path

import pytest

from bot.stores import open_store
from bot.testing.x import FakeX
from tests.fakes.x_brand import keys, write_project
from tests.support.program import running_program

KILLS = 12
MESSAGES = 24  # X takes a hundred posts in fifteen minutes; here the channel need not spread them evenly
AT_ONCE = "posts_in_15_minutes = 2000"
PATIENCE = 180
POST = "POST /2/tweets"


async def _until_quiet(fake: FakeX, everyone: range) -> None:
    """Wait until every customer has an answer, or nothing has happened for a good while."""
    still, seen = 0.0, -1
    async with asyncio.timeout(PATIENCE):
        while len({post.mentions for post in fake.world.posts}) < len(everyone) and still < 30.0:
            still = still + 0.2 if len(fake.world.posts) == seen else 0.0
            seen = len(fake.world.posts)
            await asyncio.sleep(0.2)


async def _left_to_people(project: Path) -> set[int]:
    """List the customers for whom people have a task."""
    store = open_store(f"sqlite:///{project / 'x.db'}")
    try:
        dossiers = [await store.dossier(task.conversation_id) for task in await store.tasks()]
    finally:
        await store.close()
    return {int(dossier.conversation.contact.id) for dossier in dossiers if dossier is not None}


@pytest.mark.kill
async def test_kills_lose_no_post_and_answer_none_twice(tmp_path: Path) -> None:
    chance = random.Random(20261126)
    fake = FakeX()
    await fake.start()
    everyone = range(1001, 1001 + MESSAGES)
    try:
        project = write_project(tmp_path, fake, mode="answer", on_x=AT_ONCE)
        share = MESSAGES // KILLS
        for kill in range(KILLS):
            kind = chance.choice(("cut_after", "cut_before", "html", "slow"))
            fake.fault(POST, kind, value=503 if kind == "html" else 1)
            async with running_program(project, keys(fake), loud=("-vv",)):
                for author in everyone[kill * share : (kill + 1) * share]:
                    fake.world.say(author, "@volomobile quando siete aperti oggi")
                    await asyncio.sleep(chance.random() * 0.2)
                await asyncio.sleep(0.5 + chance.random() * 4)
        async with running_program(project, keys(fake), loud=("-vv",)):
            await _until_quiet(fake, everyone)
        people = await _left_to_people(project)
    finally:
        await fake.stop()
    times = Counter(post.replied_to for post in fake.world.posts)
    answered = {fake.world.timeline[target].author for target in times if target is not None}
    twice = [target for target, count in times.items() if count > 1]
    lost = set(everyone) - answered - people
    print(
        f"kills {KILLS}, messages {MESSAGES}, answered {len(answered)}, lost {len(lost)}, "
        f"twice {len(twice)}, people {len(people)}, calls to post {fake.count(POST)}"
    )
    assert not twice
    assert not lost
    assert len(answered) >= MESSAGES * 0.9
