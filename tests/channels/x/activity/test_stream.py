"""Streams: one connection at a time, begun again when it breaks, and what a break hid is fetched."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.x.activity.subscriptions import TAG
from bot.channels.x.addressing import NOT_ASKED
from bot.channels.x.connector import X
from bot.channels.x.options import read_options
from bot.errors import StoreError
from bot.model.message import InboundKind
from bot.service.values import Standing
from bot.testing.x import FakeX
from bot.testing.x.activity import KINDS
from bot.testing.x.streaming import PULSE
from tests.channels.x.rig import GIULIA, MARCO, MENTIONS, POST, Waits, linked, reply, until
from tests.contracts.channel import running
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake
from tests.support.patience import PATIENCE

ACTIVITY, FOUND = "GET /2/activity/stream", "GET /2/tweets/search/stream"
RULES = "POST /2/tweets/search/stream/rules"


class Life:
    """A connector on streams. `polls` cleared holds every poll back, so that events are seen alone."""

    def __init__(self, fake: FakeX, intake: MemoryIntake, clock: StandingClock) -> None:
        self.fake, self.intake, self.clock = fake, intake, clock
        self.waits = Waits(then=self._pass)
        self.polls = asyncio.Event()
        self.polls.set()

    def _pass(self, seconds: float) -> None:
        self.clock.move(timedelta(seconds=seconds))

    async def _wait(self, seconds: float) -> None:
        if seconds >= 45.0:
            self.waits.seconds.append(seconds)
            await self.polls.wait()
        await self.waits(seconds)

    @contextlib.asynccontextmanager
    async def lived(self, silence: float = 5.0, **options: Any) -> AsyncIterator[X]:
        link = linked(self.fake, self.intake, self.clock, stream=True, **options)
        channel = X(link, read_options(link.settings), wait=self._wait, silence=silence)
        try:
            async with running(channel):
                await until(lambda: self.fake.app.activity.is_open)
                yield channel
        finally:
            await channel.close()


@pytest.fixture
async def life(fake: FakeX, intake: MemoryIntake, clock: StandingClock) -> Life:
    return Life(fake, intake, clock)


async def test_events_come_over_the_stream_without_a_poll(life: Life) -> None:
    world = life.fake.world
    life.polls.clear()
    async with life.lived():
        asked = world.say(GIULIA, "@volomobile ci siete?")
        world.tell(MARCO, "ho un problema")
        world.answer_elsewhere(asked, "Sì, eccoci")
        await life.intake.until_rows(4)
    assert [(item.kind, item.text) for item in life.intake.messages] == [
        (InboundKind.MESSAGE, "ci siete?"),
        (InboundKind.MESSAGE, "ho un problema"),
        (InboundKind.TAKE_OVER, "Sì, eccoci"),
        (InboundKind.MESSAGE, "Sì, eccoci"),
    ]
    assert life.fake.count(MENTIONS) <= 2
    assert {item["event_type"] for item in life.fake.app.registry.subscriptions} == set(KINDS)
    assert not any("webhook_id" in item for item in life.fake.app.registry.subscriptions)


async def test_while_the_stream_flows_polls_are_five_minutes_apart_and_after_a_break_at_once(
    life: Life,
) -> None:
    async with life.lived(listen=["mentions"]):
        await until(lambda: life.waits.seconds[-4:] == [300.0] * 4)
        life.polls.clear()
        polled = life.fake.count(MENTIONS)
        life.fake.app.activity.cut()
        await until(lambda: life.fake.count(MENTIONS) > polled)
        await until(lambda: life.fake.app.activity.is_open)


async def test_a_post_by_both_ways_is_one_message(life: Life) -> None:
    life.fake.world.untidy = True
    async with life.lived():
        for n in range(10):
            life.fake.world.say(GIULIA, f"@volomobile domanda {n}")
        await life.intake.until_rows(10)
        polled = life.fake.count(MENTIONS)
        await until(lambda: life.fake.count(MENTIONS) > polled + 2)
    assert sorted(item.text for item in life.intake.messages) == sorted(f"domanda {n}" for n in range(10))
    assert life.intake.duplicates


@pytest.mark.parametrize("backfills", [True, False])
async def test_a_break_loses_nothing_and_there_are_never_two_connections(life: Life, backfills: bool) -> None:
    activity = life.fake.app.activity
    activity.backfills = backfills
    async with life.lived():
        for n in range(20):
            life.fake.world.say(GIULIA, f"@volomobile prima {n}")
            opened = activity.opened
            if n % 4 == 0:
                activity.cut()
            life.fake.world.say(GIULIA, f"@volomobile dopo {n}")
            if n % 4 == 0:
                await until(lambda: activity.opened > opened)  # noqa: B023 - awaited at once
        await life.intake.until_rows(40)
    assert len({item.text for item in life.intake.messages}) == len(life.intake.rows) == 40
    assert activity.opened == 6
    assert (ACTIVITY, 429) not in life.fake.calls, "X would refuse a second connection so"
    assert bool(activity.asked_backfill) is backfills


async def test_after_a_long_break_as_much_is_asked_for_again_as_x_gives(life: Life) -> None:
    activity = life.fake.app.activity
    async with life.lived():
        await until(lambda: activity.is_open)
        await until(lambda: activity.pulses >= 1)
        life.fake.fault(ACTIVITY, "error", times=12)
        activity.cut()
        await until(lambda: activity.opened == 2)
    assert activity.asked_backfill[-1] == 5


async def test_a_connection_that_falls_silent_is_given_up(life: Life) -> None:
    async with life.lived(silence=0.05):
        life.fake.app.activity.mute = True
        await until(lambda: life.fake.app.activity.opened >= 2)
        life.fake.app.activity.mute = False
        await until(lambda: life.fake.app.activity.is_open)
        life.fake.world.say(GIULIA, "@volomobile ci siete?")
        await life.intake.until_rows(1)
    assert (ACTIVITY, 429) not in life.fake.calls


async def test_an_empty_line_keeps_a_connection_alive(life: Life) -> None:
    async with life.lived(silence=100 * PULSE):
        await until(lambda: life.fake.app.activity.pulses >= 130)
        assert life.fake.app.activity.opened == 1


@pytest.mark.parametrize("line", [b"<html>", b"[]", b'{"errors": [{"title": "ConnectionException"}]}', b"{"])
async def test_a_line_that_is_no_event_ends_the_connection_and_another_is_begun(
    life: Life, line: bytes
) -> None:
    async with life.lived():
        life.fake.app.activity.send_raw(line)
        await until(lambda: life.fake.app.activity.opened >= 2)
        await until(lambda: life.fake.app.activity.is_open)
        life.fake.app.activity._sent.clear()
        life.fake.world.say(GIULIA, "@volomobile ci siete?")
        await life.intake.until_rows(1)


@pytest.mark.parametrize("kind", ["html", "error", "cut_before", "slow_down", "slow_down_bare"])
async def test_trouble_with_the_connection_is_said_waited_out_and_over(life: Life, kind: str) -> None:
    life.fake.fault(ACTIVITY, kind, times=3, value=503 if kind in {"html", "error"} else 60)
    async with life.lived() as channel:
        assert life.fake.count(ACTIVITY) >= 3
        async with asyncio.timeout(PATIENCE):
            while (await channel.health()).standing is not Standing.OK:
                await asyncio.sleep(0.002)


async def test_an_app_that_may_not_stream_is_said_and_polling_goes_on(life: Life) -> None:
    life.fake.fault(ACTIVITY, "error", times=10_000, value=403)
    link = linked(life.fake, life.intake, life.clock, stream=True)
    channel = X(link, read_options(link.settings), wait=life._wait)
    async with running(channel):
        await until(lambda: life.fake.count(ACTIVITY) >= 1)
        life.fake.world.say(GIULIA, "@volomobile ci siete?")
        await life.intake.until_rows(1)
        async with asyncio.timeout(PATIENCE):
            while (await channel.health()).standing is not Standing.WAITING:
                await asyncio.sleep(0.002)
        assert "Activity API" in (await channel.health()).detail
    await channel.close()


async def test_a_token_that_x_took_back_is_fetched_anew(life: Life) -> None:
    life.fake.fault(ACTIVITY, "error", value=401)
    async with life.lived():
        pass
    assert life.fake.count("POST /oauth2/token") == 2


async def test_an_event_that_cannot_be_stored_is_no_event_that_was_taken(life: Life) -> None:
    life.polls.clear()

    async def breaks() -> None:
        async with life.lived():
            life.intake.broken = True
            life.fake.world.say(GIULIA, "@volomobile ci siete?")
            await until(lambda: not life.fake.app.activity.is_open)

    with pytest.raises(StoreError):
        await breaks()
    life.intake.broken = False
    life.polls.set()
    async with life.lived():
        await life.intake.until_rows(1)
    assert [item.text for item in life.intake.messages] == ["ci siete?"]


async def test_what_the_program_sent_comes_back_over_the_stream_and_takes_nothing_over(life: Life) -> None:
    async with life.lived() as channel:
        asked = life.fake.world.say(GIULIA, "@volomobile ci siete?")
        await life.intake.until_rows(1)
        life.intake.said[f"post:{GIULIA}"] = ["Sì & ancora sì"]
        life.fake.fault(POST, "cut_after")
        await channel.send(reply(asked, "Sì & ancora sì"))
        life.fake.world.tell(MARCO, "dopo")
        await life.intake.until_rows(2)
    assert {item.kind for item in life.intake.messages} == {InboundKind.MESSAGE}


async def test_a_search_is_streamed_for_people_to_see(life: Life) -> None:
    life.polls.clear()
    async with life.lived(listen=["mentions", "search:volo mobile"]):
        await until(lambda: life.fake.app.found.is_open)
        life.fake.world.say(MARCO, "volo mobile non funziona")
        life.fake.world.say(MARCO, "tutt'altro")
        await life.intake.until_rows(1)
        life.fake.world.say(MARCO, "@volomobile volo mobile non va")
        await life.intake.until_rows(2)
    seen = {item.text: item.silence_because for item in life.intake.messages}
    assert seen == {"volo mobile non funziona": NOT_ASKED, "volo mobile non va": ""}


async def test_rules_are_what_the_settings_say_and_those_of_others_stay(life: Life) -> None:
    rules = life.fake.app.registry
    rules.rules = [
        {"id": "1", "value": "volo mobile", "tag": TAG},
        {"id": "2", "value": "di ieri", "tag": TAG},
        {"id": "3", "value": "di altri", "tag": "altri"},
    ]
    async with life.lived(listen=["mentions", "search:volo mobile", "search:volomobile guasto"]):
        await until(lambda: life.fake.app.found.is_open)
    found = {(rule["value"], rule["tag"]) for rule in rules.rules}
    assert found == {("volo mobile", TAG), ("volomobile guasto", TAG), ("di altri", "altri")}


async def test_what_only_the_rules_of_others_find_is_nothing(life: Life) -> None:
    life.polls.clear()
    life.fake.app.registry.rules = [{"id": "3", "value": "altri", "tag": "altri"}]
    async with life.lived(listen=["mentions", "search:volo mobile"]):
        await until(lambda: life.fake.app.found.is_open)
        life.fake.world.say(MARCO, "cose di altri")
        life.fake.world.say(MARCO, "volo mobile non funziona")
        await life.intake.until_rows(1)
    assert [item.text for item in life.intake.messages] == ["volo mobile non funziona"]


async def test_a_search_that_cannot_be_a_rule_is_said_and_goes_on_being_polled(life: Life) -> None:
    async with life.lived(listen=["mentions", 'search:volo "mobile']) as channel:
        await until(lambda: life.fake.count(RULES) >= 1)
        life.fake.world.say(MARCO, 'volo "mobile non funziona')
        await life.intake.until_rows(1)
        health = await channel.health()
    assert "cannot be a rule" in health.detail


async def test_when_the_day_s_money_is_spent_the_connection_is_closed_until_there_is_some(
    life: Life,
) -> None:
    day = life.clock.now().date()
    async with life.lived(daily_cap="0.02 USD", listen=["mentions"]) as channel:
        for n in range(6):
            life.fake.world.say(GIULIA, f"@volomobile domanda {n}")
        async with asyncio.timeout(PATIENCE):
            while "money" not in (await channel.health()).detail:
                await asyncio.sleep(0.002)
        await until(lambda: life.fake.app.activity.opened >= 2)
        assert life.clock.now().date() > day
        await life.intake.until_rows(6)


async def test_no_secret_and_no_words_of_a_customer_are_logged(
    life: Life, caplog: pytest.LogCaptureFixture
) -> None:
    for name in (None, "aiohttp.client", "oauthlib", "tweepy.client"):
        caplog.set_level(logging.DEBUG, logger=name)
    life.fake.fault(ACTIVITY, "error", times=2, value=403)
    life.fake.fault("POST /oauth2/token", "cut_after")
    async with life.lived():
        life.fake.world.say(GIULIA, "@volomobile CanarinoDellaCliente")
        await life.intake.until_rows(1)
        life.fake.app.activity.send_raw(b'{"errors": "CanarinoDellaCliente"}')
        await until(lambda: life.fake.app.activity.opened >= 2)
    said = caplog.text + "".join(str(record.__dict__) for record in caplog.records)
    world = life.fake.world
    secrets = [world.consumer_secret, world.token, world.token_secret, world.bearer]
    assert [word for word in (*secrets, "Canarino") if word in said] == []
