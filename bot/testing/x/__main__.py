"""Runs the server as a program of its own: prints its address, then the account's keys as lines of .env."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from bot.testing.x.server import FakeX
from bot.testing.x.world import World


def _keys(world: World) -> str:
    keys = {
        "X_CONSUMER_KEY": world.consumer_key,
        "X_CONSUMER_SECRET": world.consumer_secret,
        "X_ACCESS_TOKEN": world.token,
        "X_ACCESS_TOKEN_SECRET": world.token_secret,
    }
    return "".join(f"{name}={value}\n" for name, value in keys.items())


async def _main() -> None:
    arguments = argparse.ArgumentParser(prog="python -m bot.testing.x", description="A fake X API v2.")
    arguments.add_argument("--port", type=int, default=0, help="0 takes any free one")
    arguments.add_argument("--gateway", default="", help="where a webhook's host really is")
    chosen = arguments.parse_args()
    fake = FakeX(World(), chosen.port, gateway=chosen.gateway)
    await fake.start()
    sys.stdout.write(f"{fake.base_url}\n{_keys(fake.world)}")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_main())
