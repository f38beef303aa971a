"""Crowds on X over the whole product: two hundred at once, one who floods, and thirty bystanders."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.testing.x import Post, fake_x
from tests.support.x_stage import XStage

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
QUARTER = 15 * 60.0
ATTACKER, CUSTOMER = 666, 777
FLOOD = 10_000


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[XStage]:
    async with fake_x() as fake:
        made = XStage(fake, tmp_path)
        yield made
        await made.close()


def _fullest(posts: Sequence[Post], seconds: float) -> int:
    return max(sum(first.at <= post.at < first.at + seconds for post in posts) for first in posts)


async def test_two_hundred_mentions_at_once_are_answered_within_the_platforms_pace(stage: XStage) -> None:
    world = stage.fake.world
    asked = {n: world.say(1000 + n, f"@volomobile quando aprite? {n}") for n in range(150)}
    lost = {n: world.say(1000 + n, f"@volomobile la cosa numero {n}") for n in range(150, 180)}
    rude = {n: world.say(1000 + n, f"@volomobile incapaci, quando aprite {n}") for n in range(180, 200)}
    await stage.run(55 * MINUTE)
    answered = Counter(post.replied_to for post in stage.posts)
    assert answered == Counter([*asked.values(), *lost.values()])
    assert _fullest(stage.posts, QUARTER) <= 100
    hours = {post.replied_to for post in stage.posts if "aperti dalle 9" in post.words}
    assert hours == set(asked.values())
    rows = {row.contact.id: row for row in await stage.inbox() if row.tasks}
    assert set(rows) == {str(1000 + n) for n in (*lost, *rude)}
    assert {rows[str(1000 + n)].reason for n in rude} == {"angry"}
    assert {status for _, status in stage.fake.calls} <= {200, 201}


@pytest.mark.slow
async def test_ten_thousand_mentions_by_one_attacker_get_four_answers_and_others_are_served(
    stage: XStage,
) -> None:
    world, said, times = stage.fake.world, [0], list[float]()
    looks, begun = 80, time.process_time()

    def flood() -> None:
        times.append(time.process_time())
        for _ in range(FLOOD // looks):
            said[0] += 1
            world.say(ATTACKER, f"@volomobile quando aprite? {said[0]}")
        if said[0] == FLOOD // 2:
            world.say(CUSTOMER, "@volomobile quando aprite?")

    await stage.run(HOUR, flood)
    to_attacker = [post for post in stage.posts if ATTACKER in post.mentions]
    (served,) = [post for post in stage.posts if CUSTOMER in post.mentions]
    (question,) = [post for post in world.timeline.values() if post.author == CUSTOMER]
    assert said[0] == FLOOD
    assert 1 <= len(to_attacker) <= 4
    assert served.replied_to == question.id
    assert served.at - question.at <= 60
    tasks = [task for row in await stage.inbox() for task in row.tasks]
    (task,) = [task for task in tasks if task.reason == "too_many"]
    assert len(tasks) <= 5, Counter(task.reason for task in tasks)  # words that X took only once are told too
    assert task.text.endswith("messages from the same author; the bot is silent")
    assert int(task.text.split()[0]) > FLOOD - 1000
    looked = [second - first for first, second in pairwise(times)]
    print(
        f"{FLOOD} mentions: {len(to_attacker)} answers, {time.process_time() - begun:.1f} s of processor;"
        f" the first ten looks {sum(looked[:10]) / 10:.3f} s each,"
        f" the last ten {sum(looked[-10:]) / 10:.3f} s; customer after {served.at - question.at:.0f} s"
    )


async def test_thirty_bystanders_who_inherited_the_mention_are_not_answered(stage: XStage) -> None:
    world = stage.fake.world
    asked = world.say(CUSTOMER, "@volomobile quando aprite?")
    early = [world.say(2000 + n, f"quando aprite? {n}", reply_to=asked) for n in range(15)]
    await stage.run(MINUTE)
    late = [world.say(3000 + n, f"ma quando aprite? {n}", reply_to=early[n]) for n in range(15)]
    await stage.run(10 * MINUTE)
    assert [post.replied_to for post in stage.posts] == [asked]
    waiting = {row.contact.id for row in await stage.inbox() if row.tasks}
    assert waiting == {str(world.timeline[number].author) for number in (*early, *late)}


async def test_who_answers_our_post_is_heard_and_the_thread_still_ends_after_two(stage: XStage) -> None:
    world = stage.fake.world
    world.say(CUSTOMER, "@volomobile quando aprite?")
    await stage.run(MINUTE)
    (answer,) = stage.posts
    for n in range(15):
        world.say(3000 + n, f"ma quando aprite? {n}", reply_to=answer.id)
    await stage.run(10 * MINUTE)
    assert len(stage.posts) == 2
    assert len([row for row in await stage.inbox() if row.tasks]) == 14
