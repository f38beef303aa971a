"""Around one channel's loop: it is begun again after trouble, and stopped where a person must act."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.errors import ChannelError
from bot.service.ports import Channel

_log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)


async def keep_running(
    channel: Channel,
    alarm: Callable[[str], Awaitable[None]],
    *,
    wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> None:
    """Run a channel until cancelled, again after trouble; `alarm` is told when a person must act."""
    pause = FIRST_PAUSE
    name = channel.traits.name
    while True:
        try:
            await channel.run()
            pause = FIRST_PAUSE
        except ChannelError as error:
            _log.error("%s has stopped: %s %s", name, error, error.hint)
            await alarm(f"{channel.traits.title} has stopped: {error} {error.hint}".strip())
            return
        except Exception as error:  # noqa: BLE001 - one channel's trouble is not the others'
            _log.error("%s is in trouble and begins again: %s", name, type(error).__name__)
        await wait(pause.total_seconds())
        pause = min(pause * 2, LONGEST_PAUSE)
