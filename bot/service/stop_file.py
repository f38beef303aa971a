"""The file that stops sending for as long as it is there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bot.errors import StoreError
from bot.model.stopping import StopScope
from bot.model.text import clean
from bot.service.switch import Switch

_log = logging.getLogger(__name__)
Wait = Callable[[float], Awaitable[None]]

NAME = "STOP"
"""What the file is called, beside settings.toml or beside the store."""

LOOK = 0.25
"""Seconds between two looks."""

_MOST = 400  # bytes of it that are read


def read_stop_file(folders: Sequence[Path]) -> tuple[StopScope, str] | None:
    """Give what the first file found stops, and what it says about why; None where there is none.

    A file whose first word is "automatic" stops the bot only. One that cannot be read stops everything.
    """
    for path in (folder / NAME for folder in folders):
        if path.exists():
            return _meant(_first_line(path))
    return None


def _first_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            lines = file.read(_MOST).decode("utf-8", "replace").splitlines()
    except OSError:
        return ""
    return clean(lines[0]).strip() if lines else ""


def _meant(line: str) -> tuple[StopScope, str]:
    first, _, rest = line.partition(" ")
    if first.rstrip(":").lower() == StopScope.AUTOMATIC:
        return StopScope.AUTOMATIC, rest.strip()
    return StopScope.EVERYTHING, line


async def watch(switch: Switch, folders: Sequence[Path], *, wait: Wait = asyncio.sleep) -> None:
    """Keep the switch to what the file and the store say, four times a second, until cancelled."""
    while True:
        try:
            await switch.follow(read_stop_file(folders))
        except StoreError as error:
            _log.error("whether sending is stopped cannot be read: %s", error)
        await wait(LOOK)
