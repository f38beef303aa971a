"""Runs the server as a program: it prints its address and serves until it is ended."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import sys

from bot.testing.telegram import FakeTelegram, World


async def _serve() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=0, help="0 takes any free one")
    arguments.add_argument("--token", default=World().token, help="the bot's token")
    arguments.add_argument("--gateway", default="", help="where a webhook's host really is")
    chosen = arguments.parse_args()
    fake = FakeTelegram(World(token=chosen.token), chosen.port, chosen.gateway)
    await fake.start()
    sys.stdout.write(f"{fake.base_url}\n")
    sys.stdout.flush()
    await asyncio.Event().wait()


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve())
