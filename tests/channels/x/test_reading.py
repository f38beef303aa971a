"""Reading over the fake server: nothing is lost or comes twice, limits are kept, old posts stay quiet."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.x.addressing import NOT_ASKED
from bot.channels.x.connector import X
from bot.channels.x.parsing import TOO_OLD
from bot.channels.x.place import Place, before, first_id, read_place
from bot.errors import ChannelError, StoreError
from bot.model.message import InboundKind
from bot.service.values import Standing
from bot.testing.x import FakeX
from tests.channels.x.rig import (
    GIULIA,
    MARCO,
    MENTIONS,
    MESSAGES,
    Waits,
    connector,
    until,
)
from tests.contracts.channel import running
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake
from tests.support.patience import PATIENCE

HOUR = 3600.0


class Life:
    """A connector whose waits move the clock on, a poll after the other."""

    def __init__(self, fake: FakeX, intake: MemoryIntake, clock: StandingClock, **options: Any) -> None:
        self.fake, self.intake, self.clock = fake, intake, clock
        self.waits = Waits(then=lambda seconds: clock.move(timedelta(seconds=seconds)))
        self.options = {"listen": ["mentions"], **options}

    @contextlib.asynccontextmanager
    async def lived(self) -> AsyncIterator[X]:
        channel = connector(self.fake, self.intake, self.waits, self.clock, **self.options)
        try:
            async with running(channel):
                yield channel
        finally:
            await channel.close()

    async def polls(self, count: int = 2) -> None:
        """Let some more polls go by."""
        wanted = len(self.waits.seconds) + count
        await until(lambda: len(self.waits.seconds) >= wanted)


@pytest.fixture
def life(fake: FakeX, intake: MemoryIntake, clock: StandingClock) -> Life:
    return Life(fake, intake, clock)


def texts(intake: MemoryIntake) -> list[str]:
    return [item.text for item in intake.messages if item.kind is InboundKind.MESSAGE]


async def test_at_the_first_connection_old_posts_go_to_people_and_older_ones_are_left(life: Life) -> None:
    world = life.fake.world
    world.say(GIULIA, "@volomobile di due giorni fa", age=48 * HOUR)
    world.say(GIULIA, "@volomobile di due ore fa", age=2 * HOUR)
    world.say(GIULIA, "@volomobile di adesso", age=60)
    async with life.lived():
        await life.polls()
    quiet = {item.text: item.silence_because for item in life.intake.messages}
    assert quiet == {"di due ore fa": TOO_OLD, "di adesso": ""}


async def test_after_a_pause_everything_is_read_and_only_yesterdays_stays_quiet(life: Life) -> None:
    async with life.lived():
        await life.polls()
    life.clock.move(timedelta(days=3))
    world = life.fake.world
    said = [world.say(GIULIA, f"@volomobile {n}", age=60 * HOUR - n) for n in range(240)]
    world.say(MARCO, "@volomobile di due ore fa", age=2 * HOUR)
    async with life.lived():
        await life.intake.until_rows(len(said) + 1)
    assert texts(life.intake) == [*(str(n) for n in range(240)), "di due ore fa"]
    assert [item.silence_because for item in life.intake.messages] == [TOO_OLD] * 240 + [""]


async def test_more_than_x_shows_is_said_to_people(life: Life) -> None:
    async with life.lived():
        await life.polls()
    life.clock.move(timedelta(days=1))
    for n in range(805):
        life.fake.world.say(GIULIA, f"@volomobile {n}", age=5 * HOUR - n)
    async with life.lived():
        await life.intake.until_rows(801)
    (gap,) = life.intake.set_aside
    assert "only the latest 800 mentions" in gap.reason
    assert texts(life.intake)[0] == "5"


async def test_untidy_pages_lose_and_double_nothing(life: Life) -> None:
    life.fake.world.untidy = True
    async with life.lived():
        await life.polls()
    for n in range(250):
        life.fake.world.say(GIULIA, f"@volomobile {n}", age=300 - n)
    async with life.lived():
        await life.intake.until_rows(250)
        await life.polls()
    assert texts(life.intake) == [str(n) for n in range(250)]
    assert life.intake.duplicates == 0


async def test_a_post_that_x_shows_late_is_not_missed(life: Life) -> None:
    async with life.lived():
        life.fake.world.say(GIULIA, "@volomobile tardi", age=1, late=50)
        life.fake.world.say(MARCO, "@volomobile subito")
        await life.intake.until_rows(2)
    assert texts(life.intake) == ["subito", "tardi"]


async def test_an_edit_is_an_edit_of_what_was_read_and_a_message_if_it_was_not(life: Life) -> None:
    world = life.fake.world
    async with life.lived():
        seen = world.say(GIULIA, "@volomobile uno")
        await life.intake.until_rows(1)
        life.clock.move(timedelta(seconds=30))
        world.edit(seen, "@volomobile due")
        await life.intake.until_rows(2)
        unseen = world.say(MARCO, "@volomobile tre")
        world.edit(unseen, "@volomobile quattro")
        await life.intake.until_rows(4)
    kinds = [(item.kind, item.text) for item in life.intake.messages]
    assert kinds == [
        (InboundKind.MESSAGE, "uno"),
        (InboundKind.EDIT, "due"),
        (InboundKind.MESSAGE, "quattro"),
        (InboundKind.EDIT, "quattro"),
    ]


async def test_how_far_a_post_has_gone_is_brought_up_to_date_when_it_is_read_again(life: Life) -> None:
    world = life.fake.world
    async with life.lived():
        post = world.say(GIULIA, "@volomobile uno")
        await life.intake.until_rows(1)
        await life.polls()
        world.spread(post, reposts=8, quotes=1, likes=30)
        await life.intake.until_rows(2)
        world.spread(post, reposts=80, quotes=10, likes=300)
        await life.intake.until_rows(3)
        await life.polls()
    said, *spread = life.intake.messages
    assert said.text == "uno"
    assert [item.kind for item in spread] == [InboundKind.SPREAD] * 2
    assert [item.payload for item in spread] == [{"reactions": "39"}, {"reactions": "390"}]


async def test_messages_are_read_on_from_the_last_and_fifteen_calls_in_a_quarter_are_kept_to(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    life = Life(fake, intake, clock, listen=["messages"], poll_every="1s")
    begun = clock.now()
    async with life.lived():
        for n in range(40):
            fake.world.tell(GIULIA, f"ciao {n}")
            await life.polls(1)
        await intake.until_rows(40)
    assert texts(intake) == [f"ciao {n}" for n in range(40)]
    quarters = (clock.now() - begun) / timedelta(minutes=15) + 1
    assert fake.count(MESSAGES) <= 15 * quarters
    assert (MESSAGES, 429) not in fake.calls


async def test_a_backlog_of_messages_waits_for_the_next_quarter_and_is_whole(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    life = Life(fake, intake, clock, listen=["messages"])
    async with life.lived():
        await life.polls()
    clock.move(timedelta(hours=1))
    for n in range(1700):
        fake.world.tell(GIULIA, f"{n}", age=1700 - n)
    async with life.lived():
        await intake.until_rows(1700)
    assert texts(intake) == [str(n) for n in range(1700)]
    assert (MESSAGES, 429) not in fake.calls
    assert max(life.waits.seconds) > 600


async def test_a_search_brings_what_people_should_see(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    life = Life(fake, intake, clock, listen=["mentions", "search:volo mobile -from:volomobile"])
    async with life.lived():
        fake.world.say(GIULIA, "Volo Mobile non va da stamattina")
        await intake.until_rows(1)
    assert intake.messages[0].silence_because == NOT_ASKED


async def test_a_search_goes_on_after_weeks_of_silence(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    life = Life(fake, intake, clock, listen=["mentions", "search:volo mobile"])
    async with life.lived():
        await life.polls(4)
    clock.move(timedelta(days=20))
    fake.world.say(GIULIA, "Volo Mobile non va da stamattina")
    async with life.lived():
        await intake.until_rows(1)
    assert {status for _, status in fake.calls} == {200}


async def test_what_was_stored_but_not_marked_is_known_by_its_key(life: Life) -> None:
    life.fake.world.say(GIULIA, "@volomobile uno")
    life.intake.dies_after_storing = True
    channel = connector(life.fake, life.intake, life.waits, life.clock, **life.options)
    with pytest.raises(StoreError):
        await asyncio.wait_for(channel.run(), PATIENCE)
    await channel.close()
    life.intake.cursors.clear()
    async with life.lived():
        life.fake.world.say(MARCO, "@volomobile due")
        await life.intake.until_rows(2)
    assert texts(life.intake) == ["uno", "due"]
    assert life.intake.duplicates == 1


async def test_a_store_that_fails_loses_nothing(life: Life) -> None:
    life.fake.world.say(GIULIA, "@volomobile uno")
    life.intake.broken = True
    channel = connector(life.fake, life.intake, life.waits, life.clock, **life.options)
    with pytest.raises(StoreError):
        await asyncio.wait_for(channel.run(), PATIENCE)
    await channel.close()
    life.intake.broken = False
    async with life.lived():
        await life.intake.until_rows(1)
    assert texts(life.intake) == ["uno"]


async def test_an_idle_account_writes_nothing_and_costs_nothing(life: Life) -> None:
    async with life.lived():
        await life.polls(2)
        batches = len(life.intake.batches)
        await life.polls(20)
    assert len(life.intake.batches) == batches == 1
    assert life.fake.bill.total == 0


async def test_refused_keys_stop_the_channel_with_what_to_do(life: Life) -> None:
    life.fake.world.revoked = True
    channel = connector(life.fake, life.intake, life.waits, life.clock)
    with pytest.raises(ChannelError, match="does not accept") as stopped:
        await asyncio.wait_for(channel.run(), PATIENCE)
    assert "developer.x.com" in stopped.value.hint
    health = await channel.health()
    assert health.standing is Standing.STOPPED
    await channel.close()


@pytest.mark.parametrize(
    ("fault", "value", "least"),
    [
        ("html", 503, 0.5),
        ("error", 500, 0.5),
        ("odd", 0, 0.5),
        ("errors", 0, 0.5),
        ("cut_before", 0, 0.5),
        ("slow_down", 100, 100),
        ("slow_down_bare", 0, 60),
        ("error", 403, 900),
        ("html", 401, 0.5),
    ],
)
async def test_trouble_is_said_waited_out_and_over(
    life: Life, fault: str, value: float, least: float
) -> None:
    life.fake.world.say(GIULIA, "@volomobile uno")
    times = 2 if fault == "cut_before" else 1  # a cut reading is tried again at once
    life.fake.fault(MENTIONS, fault, value=value, times=times)
    said: list[str] = []
    async with life.lived() as channel:

        async def look() -> None:
            said.append((await channel.health()).detail)

        asked: list[asyncio.Task[None]] = []
        move = life.waits.then

        def then(seconds: float) -> None:
            move(seconds)
            asked.append(asyncio.create_task(look()))

        life.waits.then = then
        await life.intake.until_rows(1)
        await life.polls(1)
        await asyncio.gather(*asked)
        assert (await channel.health()).standing is Standing.OK
    assert life.waits.seconds[0] >= least
    assert said[0]
    assert texts(life.intake) == ["uno"]


async def test_failures_in_a_row_are_waited_out_ever_longer(life: Life) -> None:
    life.fake.fault(MENTIONS, "html", times=12)
    async with life.lived():
        await life.polls(13)
    assert life.waits.seconds[0] < life.waits.seconds[3] < life.waits.seconds[6]
    assert life.waits.seconds[4] > 8
    assert max(life.waits.seconds[:12]) <= 375


async def test_a_spent_endpoint_is_left_alone_after_a_restart_too(life: Life) -> None:
    life.fake.fault(MENTIONS, "slow_down", value=500)
    life.fake.world.say(GIULIA, "@volomobile uno")
    life.waits.then = lambda _seconds: None  # the clock stands: what is spent stays so
    async with life.lived():
        await life.polls(3)
    assert life.fake.count(MENTIONS) == 1
    kept = {"newest": {}, "spent": {MENTIONS: int(life.clock.now().timestamp()) + 500}}
    life.intake.cursors["x", "4242"] = json.dumps(kept)
    async with life.lived():
        await life.polls(3)
    assert life.fake.count(MENTIONS) == 1


def test_a_place_is_written_and_read_and_never_goes_back() -> None:
    place = Place().after("mentions", 7).after("mentions", 5).after("messages", 3)
    assert read_place(place.written()) == place
    assert place.newest == {"mentions": 7, "messages": 3}


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"newest": 3}', '{"newest": {"mentions": "7"}}'])
def test_a_place_that_cannot_be_read_is_the_beginning(text: str | None) -> None:
    assert read_place(text) == Place()


def test_ids_carry_the_time(clock: StandingClock) -> None:
    now = clock.now()
    assert before(first_id(now), timedelta(seconds=90)) == first_id(now - timedelta(seconds=90))


async def test_a_call_that_is_cut_on_an_old_connection_is_not_taken_for_wrong_keys(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    channel = connector(fake, intake, clock=clock)
    assert (await channel.health()).standing is Standing.OK
    fake.fault(MENTIONS, "cut_after")
    assert (await channel.health()).standing is Standing.WAITING
    await channel.close()
