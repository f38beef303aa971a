"""What signals do: SIGINT and SIGTERM end the program in good order, SIGUSR1 stops sending."""

from __future__ import annotations

import asyncio
import signal

from bot.cli.talk import say
from bot.errors import StoreError
from bot.model.stopping import StopSource
from bot.service.switch import Switch

_RETRY = 0.5


def stop_at_signal() -> asyncio.Event:
    """Give an event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


def stop_sending_at_signal(switch: Switch) -> None:
    """Pull the switch at SIGUSR1, for whoever has a shell and no time; a person lets it go on."""
    pulls: set[asyncio.Task[None]] = set()

    def pull() -> None:
        task = asyncio.create_task(_pull(switch))
        pulls.add(task)
        task.add_done_callback(pulls.discard)

    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, pull)


async def _pull(switch: Switch) -> None:
    """Pull it, again while the store cannot take it: until then it cannot begin a send either."""
    while True:
        try:
            await switch.pull("signal", source=StopSource.SIGNAL)
        except StoreError as error:
            say(f"Sending is not stopped yet: {error}.")
            await asyncio.sleep(_RETRY)
        else:
            say("Sending is stopped by a signal. `sportello resume` lets it go on.")
            return
