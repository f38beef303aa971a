"""Around one delivery: whatever a turn or a send raises is logged with its key, and the work stays owed."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.errors import StoreError

R = TypeVar("R")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Raised:
    """What went wrong: the error's class and place, never its message, which may quote a customer."""

    what: str


async def guarded(work: Callable[[], Awaitable[R]], *, key: str) -> R | Raised:
    """Give what `work` gives, or what it raised. Raises StoreError: the caller waits for the store."""
    try:
        return await work()
    except StoreError:
        raise
    except Exception as error:  # noqa: BLE001 - one delivery must not stop the others
        what = f"{type(error).__name__} at {_place(error)}"
        _log.error("%s failed: %s", key, what)
        return Raised(what)


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    last = frames[-1] if frames else None
    return f"{last.name}:{last.lineno}" if last is not None else "unknown"
