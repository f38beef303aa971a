"""Around one channel's loop: it is begun again after trouble, and stopped where a person must act."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.errors import ChannelError, StoreError
from bot.service.ports import Channel

_log = logging.getLogger(__name__)

FIRST_PAUSE = timedelta(seconds=1)
LONGEST_PAUSE = timedelta(minutes=5)
STORE_PAUSE = timedelta(seconds=5)
"""A store that cannot be used may be well again at any moment: the channel asks at an even pace."""

Alarm = Callable[[str], Awaitable[None]]
Wait = Callable[[float], Awaitable[None]]


def _seconds() -> float:
    return asyncio.get_running_loop().time()


async def keep_running(
    channel: Channel, alarm: Alarm, *, wait: Wait = asyncio.sleep, elapsed: Callable[[], float] = _seconds
) -> None:
    """Run a channel until cancelled, again after trouble; `alarm` is told when a person must act.

    Each pause is twice the one before; a channel that had run well for long begins with the first again.
    """
    pause = FIRST_PAUSE
    name = channel.traits.name
    while True:
        begun = elapsed()
        try:
            await channel.run()
        except ChannelError as error:
            _log.error("%s has stopped: %s %s", name, error, error.hint)
            await _tell(alarm, f"{channel.traits.title} has stopped: {error} {error.hint}".strip(), wait)
            return
        except StoreError as error:
            _log.error("%s waits: %s", name, error)
            await wait(STORE_PAUSE.total_seconds())
            continue
        except Exception as error:  # noqa: BLE001 - one channel's trouble is not the others'
            _log.error("%s is in trouble and begins again: %s", name, type(error).__name__)
        if elapsed() - begun >= LONGEST_PAUSE.total_seconds():
            pause = FIRST_PAUSE
        await wait(pause.total_seconds())
        pause = min(pause * 2, LONGEST_PAUSE)


async def _tell(alarm: Alarm, sentence: str, wait: Wait) -> None:
    """Raise the alarm; while the store cannot take it, try again."""
    while True:
        try:
            await alarm(sentence)
        except StoreError:
            await wait(STORE_PAUSE.total_seconds())
        else:
            return
