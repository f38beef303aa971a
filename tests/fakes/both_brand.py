"""A small brand on disk that is on Telegram and on X."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.testing.telegram import FakeTelegram
from bot.testing.x import FakeX
from tests.fakes.x_brand import keys
from tests.support.brand import write_brand


def write_project(
    folder: Path,
    telegram: FakeTelegram,
    x: FakeX,
    *,
    on_telegram: str = "",
    on_x: str = "",
    beside: str = "",
) -> Path:
    """Write the brand's files; `on_telegram` and `on_x` are further lines, `beside` further channels."""
    channels = f"""
[channels.telegram]
token = "env:TELEGRAM_TOKEN"
base_url = "{telegram.base_url}"
poll_seconds = 5
burst_pause = "0s"
{on_telegram}

[channels.x]
consumer_key = "env:X_CONSUMER_KEY"
consumer_secret = "env:X_CONSUMER_SECRET"
access_token = "env:X_ACCESS_TOKEN"
access_token_secret = "env:X_ACCESS_TOKEN_SECRET"
base_url = "{x.base_url}"
poll_every = "1s"
burst_pause = "0s"
mode = "answer"
{on_x}
{beside}
"""
    return write_brand(folder, channels, store="both")


def secrets(telegram: FakeTelegram, x: FakeX) -> Mapping[str, str]:
    """Give the variables of the environment that both channels read."""
    return {"TELEGRAM_TOKEN": telegram.world.token, **keys(x)}
