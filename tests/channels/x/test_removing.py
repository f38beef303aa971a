"""Taking back on X: posts can be deleted, and nothing else can be changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.model.message import Earlier, Outbound, Purpose
from bot.service.values import Later, Refused, Sent, Unknown
from bot.testing.x import FakeX, fake_x
from tests.channels.x.rig import GIULIA, connector, message, reply
from tests.fakes.intake import MemoryIntake

DELETE = "DELETE /2/tweets/:id"


def taken_back(sent: Outbound, number: str) -> Outbound:
    earlier = Earlier(outbound=1, id=number)
    return replace(sent, letter=replace(sent.letter, purpose=Purpose.TAKE_BACK, text="", revises=earlier))


async def test_a_reply_is_deleted_and_again_is_no_trouble() -> None:
    async with fake_x() as fake:
        channel = connector(fake, MemoryIntake())
        answer = reply(fake.world.say(GIULIA, "@volomobile aiuto"))
        sent = await channel.send(answer)
        assert isinstance(sent, Sent)
        for _ in range(2):
            assert await channel.delete(taken_back(answer, sent.id)) == Sent(id=sent.id)
        assert not fake.world.posts
        await channel.close()


@pytest.mark.parametrize(
    ("kind", "expected"), [("cut_after", Unknown), ("slow_down", Later), ("html", Unknown)]
)
async def test_trouble_on_the_way_is_an_outcome(kind: str, expected: type) -> None:
    async with fake_x() as fake:
        channel = connector(fake, MemoryIntake())
        answer = reply(fake.world.say(GIULIA, "@volomobile aiuto"))
        sent = await channel.send(answer)
        assert isinstance(sent, Sent)
        fake.fault(DELETE, kind)
        assert isinstance(await channel.delete(taken_back(answer, sent.id)), expected)
        await channel.close()


async def test_a_post_of_somebody_elses_is_refused() -> None:
    async with fake_x() as fake:
        channel = connector(fake, MemoryIntake())
        theirs = fake.world.say(GIULIA, "@volomobile aiuto")
        outcome = await channel.delete(taken_back(reply(theirs), str(theirs)))
        assert isinstance(outcome, Refused)
        assert outcome.permanent
        await channel.close()


async def test_a_direct_message_is_not_taken_back_and_nothing_is_changed() -> None:
    async with fake_x() as fake:
        channel = connector(fake, MemoryIntake())
        assert isinstance(await channel.delete(taken_back(message(), "77")), Refused)
        assert isinstance(await channel.edit(taken_back(message(), "77"), "Altro"), Refused)
        assert _calls(fake) == []
        await channel.close()


def _calls(fake: FakeX) -> list[str]:
    return [endpoint for endpoint, _ in fake.calls if endpoint.startswith(("DELETE", "PUT", "POST"))]
