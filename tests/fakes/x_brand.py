"""A small brand on disk whose only channel is X."""

from __future__ import annotations

from pathlib import Path

from bot.testing.x import FakeX
from tests.support.brand import write_brand


def write_project(folder: Path, fake: FakeX, *, mode: str = "", on_x: str = "") -> Path:
    """Write the brand's files; without a mode X is in the one it has by itself. `on_x` are more lines."""
    channels = f"""
[channels.x]
consumer_key = "env:X_CONSUMER_KEY"
consumer_secret = "env:X_CONSUMER_SECRET"
access_token = "env:X_ACCESS_TOKEN"
access_token_secret = "env:X_ACCESS_TOKEN_SECRET"
base_url = "{fake.base_url}"
poll_every = "1s"
burst_pause = "0s"
{f'mode = "{mode}"' if mode else ""}
{on_x}
"""
    return write_brand(folder, channels, store="x")


def keys(fake: FakeX) -> dict[str, str]:
    """Give the variables of the environment with the fake's keys."""
    world = fake.world
    return {
        "X_CONSUMER_KEY": world.consumer_key,
        "X_CONSUMER_SECRET": world.consumer_secret,
        "X_ACCESS_TOKEN": world.token,
        "X_ACCESS_TOKEN_SECRET": world.token_secret,
    }
