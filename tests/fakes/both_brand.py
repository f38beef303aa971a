"""A small brand on disk that is on Telegram and on X, and the real program run over it."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from bot.testing.telegram import FakeTelegram
from bot.testing.x import FakeX
from tests.fakes.x_brand import keys
from tests.support.brand import write_brand


def write_project(
    folder: Path, telegram: FakeTelegram, x: FakeX, *, on_x: str = "", beside: str = ""
) -> Path:
    """Write the brand's files; `on_x` are further lines of X's, `beside` further channels."""
    channels = f"""
[channels.telegram]
token = "env:TELEGRAM_TOKEN"
base_url = "{telegram.base_url}"
poll_seconds = 5
burst_pause = "0s"

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


@asynccontextmanager
async def running_program(
    project: Path, environ: Mapping[str, str], *, port: int = 0
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the real program while the block lasts; at its end it is killed without warning."""
    program = [sys.executable, "-m", "bot", "-C", str(project), "run", "--port", str(port)]
    environ = os.environ | environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    with (project / "errors.txt").open("ab") as errors:
        process = await asyncio.create_subprocess_exec(*program, env=environ, stdout=errors, stderr=errors)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
