"""Virtual time: an event loop that never waits but jumps to what comes next, its own or the world's."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import time_machine


class Agenda(Protocol):
    """What happens outside the process, by time."""

    def next_at(self) -> float | None:
        """Give the second at which something happens next; None when nothing will."""
        ...

    def happen(self) -> None:
        """Let everything happen that is due now."""
        ...


class VirtualTime:
    """Seconds since the week began, with the machine's wall clock moved along."""

    def __init__(self, start: datetime, traveller: time_machine.Traveller) -> None:
        self.start, self.seconds = start, 0.0
        self._wall, self._traveller = start, traveller
        traveller.move_to(start, tick=False)

    def now(self) -> datetime:
        """Give the present moment in UTC."""
        return self.start + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        """Give the seconds since the beginning."""
        return self.seconds

    def move_to(self, seconds: float) -> None:
        """Go on to a second; the wall clock follows, in whole microseconds."""
        self.seconds = max(self.seconds, seconds)
        now = self.now()
        if now > self._wall:
            self._traveller.shift(now - self._wall)
            self._wall = now


class _Jump(selectors.BaseSelector):
    """A selector with no files: being asked to wait, it moves time on."""

    def __init__(self, time: VirtualTime, agenda: Agenda) -> None:
        self._time, self._agenda = time, agenda

    def register(self, fileobj: Any, events: int, data: Any = None) -> selectors.SelectorKey:
        return selectors.SelectorKey(fileobj, 0, events, data)

    def unregister(self, fileobj: Any) -> selectors.SelectorKey:
        return selectors.SelectorKey(fileobj, 0, 0, None)

    def get_map(self) -> Mapping[Any, selectors.SelectorKey]:
        return {}

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        if timeout == 0:
            return []
        outside = self._agenda.next_at()
        inside = None if timeout is None else self._time.seconds + timeout
        due = [at for at in (outside, inside) if at is not None]
        if not due:
            raise RuntimeError("nothing will ever happen again")
        self._time.move_to(min(due))
        self._agenda.happen()
        return []


class VirtualLoop(asyncio.SelectorEventLoop):
    """Runs one simulated process; `abandon` ends it as a power cut would."""

    def __init__(self, time: VirtualTime, agenda: Agenda, troubled: Callable[[str], None]) -> None:
        self._virtual = time
        super().__init__(_Jump(time, agenda))
        self._clock_resolution = 1e-6
        self.set_exception_handler(lambda _loop, context: troubled(_told(context)))

    def time(self) -> float:
        return self._virtual.seconds

    def _write_to_self(self) -> None:
        """Nobody sleeps, so nobody is woken."""

    def abandon(self) -> None:
        """Throw away every task without letting it finish anything."""
        tasks = asyncio.all_tasks(self)
        self._ready.clear()  # type: ignore[attr-defined]
        self._scheduled.clear()  # type: ignore[attr-defined]
        self.set_exception_handler(lambda _loop, _context: None)
        for task in tasks:
            task._log_destroy_pending = False  # type: ignore[attr-defined]
            coroutine: Any = task.get_coro()
            coroutine.close()
        self._ready.clear()  # type: ignore[attr-defined]
        self._scheduled.clear()  # type: ignore[attr-defined]
        self.close()


def _told(context: Mapping[str, Any]) -> str:
    error = context.get("exception")
    return f"{context.get('message', '')}: {type(error).__name__} {error}"


def moment(text: str) -> datetime:
    """Read a UTC moment."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
