"""The keys of [channels.x]: what is wrong is said with what to do, and a secret is never part of it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.channels.x import TRAITS, connect
from bot.channels.x.options import API, Options, read_options
from bot.errors import SetupError
from bot.settings.values import ChannelSettings
from tests.fakes.intake import MemoryIntake
from tests.fakes.link import make_link

KEYS: dict[str, Any] = {
    "consumer_key": "CanaryConsumerKey",
    "consumer_secret": "CanaryConsumerSecret",
    "access_token": "4242-CanaryAccessToken",
    "access_token_secret": "CanaryAccessTokenSecret",
}


def options(*, missing: tuple[str, ...] = (), **changed: Any) -> Options:
    settings: dict[str, Any] = {**KEYS, **changed}
    return read_options(ChannelSettings(name="x", options=settings, missing=missing))


def test_the_four_keys_are_enough() -> None:
    read = options()
    assert read.account == "4242"
    assert read.base_url == API == "https://api.x.com"
    assert read.listen == ("mentions", "messages", "own")
    assert read.poll_every == timedelta(seconds=45)
    assert read.burst_pause == TRAITS.burst_pause
    assert read.daily_cap == 5
    assert read.rates == TRAITS.rates


def test_everything_can_be_set() -> None:
    read = options(
        base_url="http://127.0.0.1:8123",
        listen=["mentions", "search:volo mobile -from:volomobile"],
        poll_every="2m",
        burst_pause="0s",
        ignore=["@Volo_News", "altro_bot"],
        daily_cap="12.50 USD",
        prices={"reply": "0.02 USD"},
        posts_in_15_minutes=500,
    )
    assert read.base_url == "http://127.0.0.1:8123"
    assert read.listen == ("mentions", "search:volo mobile -from:volomobile")
    assert (read.poll_every, read.burst_pause) == (timedelta(minutes=2), timedelta(0))
    assert read.ignore == {"volo_news", "altro_bot"}
    assert read.daily_cap == Decimal("12.50")
    assert (read.prices["reply"], read.prices["message"]) == (Decimal("0.02"), Decimal("0.015"))
    assert [(rate.count, rate.per) for rate in read.rates] == [(500, timedelta(minutes=15))]


@pytest.mark.parametrize(
    ("changed", "names"),
    [
        ({"tokn": "x"}, "tokn"),
        ({"consumer_key": ""}, "consumer_key"),
        ({"consumer_secret": 7}, "consumer_secret"),
        ({"access_token": "CanaryAccessToken"}, "access token"),
        ({"access_token_secret": "with a space"}, "access_token_secret"),
        ({"base_url": "api.x.com"}, "base_url"),
        ({"base_url": "https://api.x.com/"}, "base_url"),
        ({"listen": ["mentions", "everything"]}, "everything"),
        ({"listen": ["search: "]}, "search"),
        ({"listen": 3}, "3"),
        ({"listen": ["search:volo"]}, "without the mentions"),
        ({"poll_every": "soon"}, "poll_every"),
        ({"poll_every": "1h"}, "poll_every"),
        ({"burst_pause": "-1s"}, "burst_pause"),
        ({"ignore": ["not a name"]}, "ignore"),
        ({"daily_cap": 5}, "daily_cap"),
        ({"daily_cap": "5 EUR"}, "daily_cap"),
        ({"prices": {"likes": "1 USD"}}, "likes"),
        ({"prices": {"reply": "cheap"}}, "prices.reply"),
        ({"prices": "cheap"}, "prices"),
        ({"posts_in_15_minutes": 0}, "posts_in_15_minutes"),
        ({"posts_in_15_minutes": "many"}, "posts_in_15_minutes"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(changed: dict[str, Any], names: str) -> None:
    with pytest.raises(SetupError) as refused:
        options(**changed)
    assert names in str(refused.value)
    assert refused.value.hint
    assert "Canary" not in str(refused.value) + refused.value.hint


def test_keys_that_are_not_set_are_named() -> None:
    with pytest.raises(SetupError, match="X_CONSUMER_KEY") as refused:
        options(missing=("X_CONSUMER_KEY",), consumer_key="")
    assert "developer.x.com" in refused.value.hint


def test_what_is_printed_has_no_secret() -> None:
    assert "Canary" not in repr(options())


async def test_connecting_needs_no_network() -> None:
    channel = connect(make_link("x", MemoryIntake(), **KEYS, base_url="http://127.0.0.1:9"))
    assert channel.account == "4242"
    assert channel.traits.name == "x"
    await channel.close()


def test_connecting_without_keys_is_refused() -> None:
    with pytest.raises(SetupError, match="X has no keys"):
        connect(make_link("x", MemoryIntake()))
