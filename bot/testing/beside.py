"""What servers to rehearse with share: calls that are made to go wrong, and work that goes on beside them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import dataclass


@dataclass(slots=True, kw_only=True)
class Fault:
    """Something that goes wrong with the next `times` calls of this name."""

    call: str
    kind: str
    times: int = 1
    value: float = 503


def next_fault(faults: list[Fault], call: str) -> Fault | None:
    """Give what goes wrong with a call, one time less to come; None if all is well."""
    for fault in faults:
        if fault.call == call:
            fault.times -= 1
            if fault.times <= 0:
                faults.remove(fault)
            return fault
    return None


@dataclass(slots=True)
class Beside:
    """Runs `work` from `start` to `stop`; what is under way then is broken off."""

    work: Callable[[], Coroutine[object, object, None]]
    _task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin."""
        self._task = asyncio.create_task(self.work())

    async def stop(self) -> None:
        """End; more than once does no harm."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None
