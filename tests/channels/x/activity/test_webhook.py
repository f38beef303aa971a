"""The webhook at X: registered and looked after; while X cannot deliver, polling goes on."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.x.activity.subscriptions import TAG
from bot.channels.x.activity.watch import SAFETY_NET
from bot.errors import ChannelError
from bot.service.values import Standing
from bot.testing.x import FakeX
from bot.testing.x.activity import KINDS
from tests.channels.x.activity.rig import URL, served
from tests.channels.x.rig import GIULIA, MENTIONS, Waits, connector, until
from tests.contracts.channel import running
from tests.fakes.clock import StandingClock
from tests.fakes.intake import MemoryIntake
from tests.support.patience import PATIENCE

ADD = "POST /2/activity/subscriptions"


def kinds(fake: FakeX) -> set[str]:
    return {item["event_type"] for item in fake.app.registry.subscriptions}


async def run_until_registered(fake: FakeX, intake: MemoryIntake, **options: Any) -> Waits:
    channel = connector(fake, intake, waits := Waits(), webhook=URL, **options)
    async with served(fake, channel), running(channel):
        await until(lambda: bool(fake.app.registry.subscriptions))
        await until(lambda: 900.0 in waits.seconds)
    await channel.close()
    return waits


async def test_it_is_registered_with_a_subscription_for_each_kind_of_event(
    fake: FakeX, intake: MemoryIntake
) -> None:
    await run_until_registered(fake, intake)
    (webhook,) = fake.app.registry.webhooks
    assert (webhook["url"], webhook["valid"]) == (URL, True)
    assert kinds(fake) == set(KINDS)
    for item in fake.app.registry.subscriptions:
        assert (item["filter"], item["webhook_id"], item["tag"]) == (
            {"user_id": "4242"},
            webhook["id"],
            TAG,
        )


async def test_only_what_is_listened_to_is_asked_for(fake: FakeX, intake: MemoryIntake) -> None:
    await run_until_registered(fake, intake, listen=["mentions"])
    assert kinds(fake) == {"post.mention.create", "post.reply.create"}


async def test_a_restart_registers_nothing_twice(fake: FakeX, intake: MemoryIntake) -> None:
    for _ in range(2):
        await run_until_registered(fake, intake)
    assert len(fake.app.registry.webhooks) == 1
    assert fake.count("POST /2/webhooks") == 1
    assert fake.count(ADD) == len(KINDS)


async def test_what_is_listened_to_no_more_is_taken_back_and_what_others_asked_for_is_left(
    fake: FakeX, intake: MemoryIntake
) -> None:
    foreign = {"subscription_id": "7", "event_type": "dm.received", "filter": {"user_id": "4242"}}
    await run_until_registered(fake, intake)
    fake.app.registry.subscriptions.append({**foreign, "tag": "somebody else's"})
    await run_until_registered(fake, intake, listen=["mentions"])
    left = [(item["event_type"], item["tag"]) for item in fake.app.registry.subscriptions]
    assert sorted(left) == [
        ("dm.received", "somebody else's"),
        ("post.mention.create", TAG),
        ("post.reply.create", TAG),
    ]


async def test_a_webhook_that_x_has_given_up_is_made_valid_again(fake: FakeX, intake: MemoryIntake) -> None:
    await run_until_registered(fake, intake)
    fake.app.registry.webhooks[0]["valid"] = False
    channel = connector(fake, intake, webhook=URL)
    async with served(fake, channel), running(channel):
        await until(lambda: bool(fake.app.registry.webhooks[0]["valid"]))
        fake.world.say(GIULIA, "@volomobile ci siete?")
        await intake.until_rows(1)
    await channel.close()


async def test_doctor_hears_that_x_has_given_the_webhook_up(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    beside = connector(fake, intake, clock=clock, webhook=URL)
    assert (await beside.health()).standing is Standing.OK, "it is not registered before the first start"
    fake.app.registry.webhooks = [{"id": "7", "url": URL, "valid": False}]
    health = await beside.health()
    fake.fault("GET /2/webhooks", "error", value=403)
    refused = await beside.health()
    await beside.close()
    assert health.standing is Standing.WAITING
    assert "gave the webhook up" in health.detail
    assert refused.standing is Standing.WAITING
    assert "Activity API" in refused.detail
    assert fake.app.registry.subscriptions == []


async def test_an_address_x_cannot_reach_is_said_and_polling_goes_on(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    fake.gateway = "http://127.0.0.1:9"
    channel = connector(fake, intake, waits := Waits(), clock, webhook=URL, poll_every="45s")
    async with running(channel):
        await until(lambda: fake.count("POST /2/webhooks") >= 2)
        fake.world.say(GIULIA, "@volomobile ci siete?")
        await intake.until_rows(1)
        health = await channel.health()
        assert SAFETY_NET.total_seconds() not in waits.seconds
        assert 45.0 in waits.seconds
    assert health.standing is Standing.WAITING
    assert "cannot reach the webhook" in health.detail
    assert "certificate" in health.detail
    async with served(fake, channel), running(channel):
        await until(lambda: kinds(fake) == set(KINDS))
        async with asyncio.timeout(PATIENCE):
            while (await channel.health()).standing is not Standing.OK:
                await asyncio.sleep(0.002)
    await channel.close()


async def test_while_events_come_polls_are_five_minutes_apart(fake: FakeX, intake: MemoryIntake) -> None:
    waits = await run_until_registered(fake, intake, listen=["mentions"], poll_every="45s")
    assert timedelta(minutes=5) == SAFETY_NET
    seen = len(waits.seconds)
    channel = connector(fake, intake, waits, webhook=URL, listen=["mentions"], poll_every="45s")
    async with served(fake, channel), running(channel):
        polled = fake.count(MENTIONS)
        await until(lambda: waits.seconds[seen:].count(300.0) >= 4)
        assert fake.count(MENTIONS) > polled
    await channel.close()
    since = waits.seconds[seen:]
    assert 45.0 not in since[since.index(300.0) :]


async def test_an_app_without_the_right_is_said_and_polling_goes_on(
    fake: FakeX, intake: MemoryIntake
) -> None:
    fake.fault(ADD, "error", times=100, value=403)
    channel = connector(fake, intake, webhook=URL)
    async with served(fake, channel), running(channel):
        await until(lambda: fake.count(ADD) >= 2)
        fake.world.say(GIULIA, "@volomobile ci siete?")
        await intake.until_rows(1)
        health = await channel.health()
    await channel.close()
    assert health.standing is Standing.WAITING
    assert "Activity API" in health.detail


@pytest.mark.parametrize("kind", ["html", "odd", "error", "cut_before", "slow_down_bare", "errors"])
@pytest.mark.parametrize("endpoint", ["GET /2/webhooks", "GET /2/activity/subscriptions"])
async def test_trouble_at_the_start_is_waited_out(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock, kind: str, endpoint: str
) -> None:
    fake.fault(endpoint, kind, times=2)
    waits = Waits(then=lambda seconds: clock.move(timedelta(seconds=seconds)))
    channel = connector(fake, intake, waits, clock, webhook=URL)
    async with served(fake, channel), running(channel):
        await until(lambda: kinds(fake) == set(KINDS))
    await channel.close()


async def test_an_app_whose_keys_x_refuses_is_said_and_polling_goes_on(
    fake: FakeX, intake: MemoryIntake
) -> None:
    fake.fault("POST /oauth2/token", "error", times=100, value=403)
    channel = connector(fake, intake, webhook=URL)
    async with served(fake, channel), running(channel):
        await until(lambda: fake.count("POST /oauth2/token") >= 2)
        fake.world.say(GIULIA, "@volomobile ci siete?")
        await intake.until_rows(1)
        health = await channel.health()
    await channel.close()
    assert health.standing is Standing.WAITING
    assert "developer.x.com" in health.detail


async def test_keys_that_are_refused_stop_the_channel(
    fake: FakeX, intake: MemoryIntake, clock: StandingClock
) -> None:
    channel = connector(fake, intake, clock=clock, webhook=URL)
    fake.world.revoked = True
    with pytest.raises(ChannelError) as stopped:
        await asyncio.wait_for(channel.run(), PATIENCE)
    await channel.close()
    assert "developer.x.com" in stopped.value.hint


async def test_a_token_that_x_took_back_is_fetched_anew(fake: FakeX, intake: MemoryIntake) -> None:
    channel = connector(fake, intake, waits := Waits(), webhook=URL)
    async with served(fake, channel), running(channel):
        await until(lambda: 900.0 in waits.seconds)
        fake.fault("GET /2/webhooks", "error", value=401)
        await until(lambda: fake.count("POST /oauth2/token") == 2)
        looks = waits.seconds.count(900.0)
        await until(lambda: waits.seconds.count(900.0) > looks)
    await channel.close()
