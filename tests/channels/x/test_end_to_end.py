"""`sportello run` over the fake X, as a process of its own: asked in public and in private, it answers."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.cli import main
from bot.model.cost import MICRO
from bot.stores import open_store
from bot.testing.x import FakeX, fake_x
from tests.channels.x.rig import GIULIA, MARCO, MENTIONS
from tests.fakes.x_brand import keys, write_project
from tests.support.patience import PROGRAM_PATIENCE
from tests.support.program import running_program

QUESTION = "@volomobile quando siete aperti oggi"


@pytest.fixture
async def fake() -> AsyncIterator[FakeX]:
    async with fake_x() as server:
        yield server


async def until(claim: Callable[[], bool]) -> None:
    async with asyncio.timeout(PROGRAM_PATIENCE):
        while not claim():
            await asyncio.sleep(0.05)


async def polled(fake: FakeX, times: int) -> None:
    """Wait until the mentions were asked for so many times more."""
    wanted = fake.count(MENTIONS) + times
    await until(lambda: fake.count(MENTIONS) >= wanted)


async def test_a_mention_and_a_message_are_answered_once_and_a_bystander_is_not(
    tmp_path: Path, fake: FakeX
) -> None:
    project, world = write_project(tmp_path, fake, mode="answer"), fake.world
    asked = world.say(GIULIA, QUESTION)
    bystander = world.say(MARCO, "quando siete aperti oggi", reply_to=asked)
    world.tell(MARCO, "quando siete aperti oggi")
    async with running_program(project, keys(fake), loud=("-vv",)) as program:
        await until(lambda: bool(world.posts and world.directs))
        program.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(program.wait(), PROGRAM_PATIENCE) == 0
    (post,), (message,) = world.posts, world.directs
    assert post.replied_to == asked != bystander
    assert "Siamo aperti dalle 9 alle 18." in post.words
    assert post.text.startswith("@user_501 ")
    assert "@user_502" not in post.text
    assert post.words.endswith("^Bot")
    assert (message.recipient, "Siamo aperti dalle 9 alle 18." in message.text) == (MARCO, True)
    assert {status for _, status in fake.calls} <= {200, 201}
    said = (project / "errors.txt").read_text(encoding="utf-8")
    assert not [secret for secret in keys(fake).values() if secret in said]
    assert "quando siete aperti" not in said


async def test_whoever_asks_in_many_threads_gets_four_answers_an_hour_and_others_are_served(
    tmp_path: Path, fake: FakeX
) -> None:
    project, world = write_project(tmp_path, fake, mode="answer"), fake.world
    async with running_program(project, keys(fake), loud=("-vv",)):
        for n in range(9):
            world.say(MARCO, f"{QUESTION} {'!' * n}")
            await polled(fake, 2)
        asked = world.say(GIULIA, QUESTION)
        await until(lambda: any(post.replied_to == asked for post in world.posts))
    to_marco = [post for post in world.posts if MARCO in post.mentions]
    assert 1 <= len(to_marco) <= 4
    assert len(world.posts) == len(to_marco) + 1


async def test_who_says_stop_under_one_post_is_left_in_peace_under_all(tmp_path: Path, fake: FakeX) -> None:
    project, world = write_project(tmp_path, fake, mode="answer"), fake.world
    async with running_program(project, keys(fake), loud=("-vv",)):
        stop = world.say(GIULIA, "@volomobile stop")
        await until(lambda: any(post.replied_to == stop for post in world.posts))
        world.say(GIULIA, QUESTION)
        await polled(fake, 4)
    assert [post.words for post in world.posts if "niente più messaggi" not in post.words] == []


async def test_by_itself_x_is_in_draft_and_people_are_asked(tmp_path: Path, fake: FakeX) -> None:
    project, world = write_project(tmp_path, fake), fake.world
    world.say(GIULIA, QUESTION)
    async with running_program(project, keys(fake), loud=("-vv",)) as program:
        await polled(fake, 5)
        program.send_signal(signal.SIGINT)
        await asyncio.wait_for(program.wait(), PROGRAM_PATIENCE)
    assert world.posts == []
    store = open_store(f"sqlite:///{project / 'x.db'}")
    (row,) = await store.inbox()
    await store.close()
    assert (row.channel, row.reason) == ("x", "draft")


async def test_doctor_says_how_x_is(
    tmp_path: Path, fake: FakeX, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = write_project(tmp_path, fake)
    for name, value in keys(fake).items():
        monkeypatch.setenv(name, value)
    await asyncio.to_thread(main, ["-C", str(project), "doctor", "--port", "0"])
    assert (
        "ok       x          0.00 of 5.00 USD today; mentions 299 of 300 calls left until "
        in capsys.readouterr().out
    )
    fake.world.revoked = True
    assert await asyncio.to_thread(main, ["-C", str(project), "doctor", "--port", "0"]) == 1
    assert "X does not accept the account's keys" in capsys.readouterr().out


async def test_the_same_question_of_three_is_answered_in_each_wording_once_and_then_by_a_person(
    tmp_path: Path, fake: FakeX
) -> None:
    project, world = write_project(tmp_path, fake, mode="answer"), fake.world
    wordings = ("=== any", "Siamo aperti dalle 9 alle 18.", "=== any", "Apriamo alle 9 e chiudiamo alle 18.")
    (project / "replies" / "it" / "orari.j2").write_text("\n".join(wordings), encoding="utf-8")
    world.strict = True
    async with running_program(project, keys(fake), loud=("-vv",)) as program:
        for person in (GIULIA, MARCO, 503):
            world.say(person, QUESTION)
            await polled(fake, 3)
        program.send_signal(signal.SIGINT)
        assert await asyncio.wait_for(program.wait(), PROGRAM_PATIENCE) == 0
    assert sorted(post.words for post in world.posts) == sorted(f"{words} ^Bot" for words in wordings[1::2])
    store = open_store(f"sqlite:///{project / 'x.db'}")
    reasons = [row.reason for row in await store.inbox() if row.waiting_since is not None]
    spent = await store.spent("2026-01-01", "9999-12-31")
    await store.close()
    assert reasons == ["send_failed"]
    assert sum(item.price for item in spent) == fake.bill.total * MICRO
