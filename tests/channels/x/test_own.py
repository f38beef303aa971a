"""What a person writes for the brand in another app silences the bot; what the bot wrote never does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.channels.x.own import parse_own
from bot.channels.x.parsing import Reader
from bot.model.message import Inbound, InboundKind
from bot.service.values import Sent, Unknown
from bot.testing.x import FakeX
from tests.channels.x.rig import GIULIA, MARCO, POST, TIMELINE, Waits, connector, message, reply, until
from tests.contracts.channel import NOW, running
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake

READER = Reader(account="4242", received_at=NOW, quiet_before=NOW - timedelta(days=400))


class Desk:
    """A connector that has read once before anything of a test happens."""

    def __init__(self, fake: FakeX, intake: MemoryIntake, clock: StandingClock, **options: Any) -> None:
        self.fake, self.intake, self.clock = fake, intake, clock
        self.waits = Waits(then=lambda seconds: clock.move(timedelta(seconds=seconds)))
        self.channel = connector(fake, intake, self.waits, clock, **options)

    async def polls(self, times: int = 8) -> None:
        wanted = len(self.waits.seconds) + times
        await until(lambda: len(self.waits.seconds) >= wanted)

    @property
    def taken_over(self) -> list[tuple[str, str]]:
        """Whose conversations were taken over, by which words."""
        events = [item for item in self.intake.messages if item.kind is InboundKind.TAKE_OVER]
        return [(event.conversation_key, event.text) for event in events]


@pytest.fixture
def desk(fake: FakeX, intake: MemoryIntake, clock: StandingClock) -> Desk:
    return Desk(fake, intake, clock)


async def test_a_person_who_answers_a_post_elsewhere_takes_the_conversation_over(desk: Desk) -> None:
    world = desk.fake.world
    async with running(desk.channel):
        await desk.polls()
        asked = world.say(GIULIA, "@volomobile siete aperti?")
        answer = world.answer_elsewhere(asked, "Ciao Giulia, ti chiamo io")
        await until(lambda: bool(desk.taken_over))
    await desk.channel.close()
    assert desk.taken_over == [(f"post:{GIULIA}", "Ciao Giulia, ti chiamo io")]
    own = next(item for item in desk.intake.messages if item.author.is_brand)
    assert (own.kind, own.conversation_key, own.message_id) == (
        InboundKind.MESSAGE,
        f"post:{GIULIA}",
        str(answer),
    )


async def test_a_person_who_writes_a_message_elsewhere_takes_the_conversation_over(desk: Desk) -> None:
    async with running(desk.channel):
        await desk.polls()
        desk.fake.world.tell_elsewhere(MARCO, "Eccomi, sono Francesca")
        await until(lambda: bool(desk.taken_over))
        await desk.polls()
    await desk.channel.close()
    assert desk.taken_over == [(f"dm:{MARCO}", "Eccomi, sono Francesca")]


async def test_what_the_program_sent_is_no_persons_word(desk: Desk) -> None:
    world = desk.fake.world
    async with running(desk.channel):
        await desk.polls()
        asked = world.say(GIULIA, "@volomobile siete aperti?")
        assert isinstance(await desk.channel.send(reply(asked, "Sì! https://volo.example/orari")), Sent)
        assert isinstance(await desk.channel.send(message("Sì & ancora sì")), Sent)
        await desk.polls()
    await desk.channel.close()
    assert desk.fake.count(TIMELINE) > 1
    assert desk.taken_over == []


@pytest.mark.parametrize("after_restart", [False, True])
async def test_nor_is_what_may_have_been_sent(
    desk: Desk, fake: FakeX, intake: MemoryIntake, clock: StandingClock, after_restart: bool
) -> None:
    asked = fake.world.say(GIULIA, "@volomobile siete aperti?")
    async with running(desk.channel):
        await desk.polls()
        if not after_restart:
            intake.said[f"post:{GIULIA}"] = ["Sì, fino alle 18"]
            fake.fault(POST, "cut_after")
            assert isinstance(await desk.channel.send(reply(asked, "Sì, fino alle 18")), Unknown)
            await desk.polls()
    await desk.channel.close()
    if after_restart:
        intake.said[f"post:{GIULIA}"] = ["Sì, fino alle 18"]
        fake.world.answer_elsewhere(asked, "Sì, fino alle 18")
        desk = Desk(fake, intake, clock)
        async with running(desk.channel):
            await desk.polls()
        await desk.channel.close()
    assert len(fake.world.posts) == 1
    assert desk.taken_over == []


async def test_what_was_written_before_the_first_reading_takes_nothing_over(desk: Desk) -> None:
    asked = desk.fake.world.say(GIULIA, "@volomobile siete aperti?", age=600)
    desk.fake.world.answer_elsewhere(asked, "Sì")
    desk.fake.world.tell_elsewhere(MARCO, "Ciao")
    desk.clock.move(timedelta(seconds=20))
    for _ in range(2):
        again = Desk(desk.fake, desk.intake, desk.clock)
        async with running(again.channel):
            await again.polls()
        await again.channel.close()
    assert desk.taken_over == []


async def test_posts_that_answer_nobody_are_no_concern(desk: Desk) -> None:
    world = desk.fake.world
    async with running(desk.channel):
        await desk.polls()
        first = world.write(world.brand, "Novità da domani!").id
        world.answer_elsewhere(first, "E anche dopodomani")
        await desk.polls()
    await desk.channel.close()
    assert desk.taken_over == []


async def test_each_own_post_is_paid_for_once(desk: Desk) -> None:
    world = desk.fake.world
    async with running(desk.channel):
        await desk.polls()
        asked = world.say(GIULIA, "@volomobile siete aperti?")
        world.answer_elsewhere(asked, "Sì")
        await desk.polls(20)
    await desk.channel.close()
    assert desk.fake.bill.counts["post_read"] == 2


def post(**fields: Any) -> dict[str, Any]:
    """Write an own reply as X does, without what else may come along."""
    raw = {
        "id": "2124068045583286273",
        "author_id": "4242",
        "text": "@user_501 eccomi",
        "created_at": "2026-11-21T09:11:00.000Z",
        "in_reply_to_user_id": "501",
        "referenced_tweets": [{"type": "replied_to", "id": "2124068045583286000"}],
    }
    return {"data": [{**raw, **fields}]}


def test_without_the_answered_person_s_id_the_answered_post_tells_it() -> None:
    page = post(in_reply_to_user_id=None)
    assert parse_own(page, READER) == []
    page["includes"] = {"tweets": [{"id": "2124068045583286000", "author_id": "502"}]}
    take_over, own = parse_own(page, READER)
    assert isinstance(take_over, Inbound)
    assert isinstance(own, Inbound)
    assert take_over.conversation_key == own.conversation_key == "post:502"
    assert take_over.event_key == f"{own.event_key}:taken_over"


def test_an_edited_answer_takes_over_once() -> None:
    first = "2124068045583286273"
    edited = post(id="2124068045583286299", edit_history_tweet_ids=[first, "2124068045583286299"])
    keys = [[item.event_key for item in parse_own(page, READER)] for page in (post(), edited)]
    assert keys[0] == keys[1] == [f"post:{first}:taken_over", f"post:{first}"]
