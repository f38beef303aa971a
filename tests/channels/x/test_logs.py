"""No key, no signature and no word of a customer's reaches the logs, at any level, whatever goes wrong."""

from __future__ import annotations

import asyncio
import logging
from urllib.parse import quote

import pytest

from bot.testing.x import FakeX, fake_x
from tests.channels.x.rig import GIULIA, MENTIONS, POST, Waits, connector, message, reply, until
from tests.fakes.intake import MemoryIntake

CUSTOMER = "CanarinoDellaCliente"
OURS = "CanarinoNostro"
LOUD = ("aiohttp.client", "oauthlib.oauth1.rfc5849", "oauthlib.oauth1.rfc5849.signature", "tweepy.client")


@pytest.fixture
def loud(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    for name in LOUD:
        caplog.set_level(logging.DEBUG, logger=name)
    return caplog


async def live(fake: FakeX) -> None:
    """Let a bit of everything happen."""
    intake = MemoryIntake()
    target = fake.world.say(GIULIA, f"@volomobile {CUSTOMER}")
    fake.world.tell(GIULIA, CUSTOMER)
    for kind in ("html", "error", "odd", "slow_down_bare", "cut_before"):
        fake.fault(MENTIONS, kind)
    channel = connector(fake, intake, Waits())
    running = asyncio.create_task(channel.run())
    await until(lambda: len(intake.rows) >= 1)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    for kind in ("cut_after", "html", "error"):
        fake.fault(POST, kind)
        outbound = reply(target, OURS)
        await channel.send(outbound)
        await channel.reconcile(outbound)
    await channel.send(message(OURS))
    await fake.stop()
    await channel.send(message(OURS))
    await channel.health()
    await channel.close()


async def test_nothing_secret_is_logged(loud: pytest.LogCaptureFixture) -> None:
    async with fake_x() as fake:
        await live(fake)
        world = fake.world
    said = loud.text + "".join(str(record.__dict__) for record in loud.records)
    secrets = (world.consumer_key, world.consumer_secret, world.token, world.token_secret, CUSTOMER, OURS)
    for secret in secrets:
        assert secret not in said
        assert quote(secret) not in said
    assert "oauth_signature" not in said


async def test_without_the_filter_the_libraries_would_have_told(loud: pytest.LogCaptureFixture) -> None:
    async with fake_x() as fake:
        channel = connector(fake, MemoryIntake(), Waits())
        channel._api._discretion.end()
        await channel.send(message(OURS))
        await channel.close()
        assert fake.world.token in loud.text
