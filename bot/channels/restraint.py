"""Leaves a platform in peace after sends that failed one after the other, then lets one try for all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

SEVERAL = 2
"""So many failures in a row are no accident."""

_SOON = timedelta(seconds=1)
_NONE = timedelta(0)


@dataclass(slots=True)
class Restraint:
    """One account's. `pause` gives how long to wait after so many failures in a row."""

    pause: Callable[[int], timedelta]
    _failures: int = 0
    _until: datetime | None = None
    _tries: bool = False

    @property
    def is_trouble(self) -> bool:
        """Whether the latest sends failed."""
        return self._failures >= SEVERAL

    def hold(self, now: datetime) -> timedelta:
        """Give how long a send must wait; zero lets it go, and how it ended must then be told."""
        if not self.is_trouble:
            return _NONE
        rest = self.rest(now)
        if rest or self._tries:
            return rest or _SOON
        self._tries = True
        return _NONE

    def rest(self, now: datetime) -> timedelta:
        """Give how long the platform is to be left in peace."""
        return _NONE if self._until is None else max(self._until - now, _NONE)

    def failed(self, now: datetime, *, asked: timedelta = _NONE) -> None:
        """Note a send that failed; `asked`: so long the platform wants to be left alone.

        What fails while one waits already, because it was under way, makes the wait no longer.
        """
        self._tries = False
        if not self.is_trouble or self._until is None or now >= self._until:
            self._failures += 1
            self._until = now + self.pause(self._failures)
        self._until = max(self._until, now + asked)

    @contextmanager
    def trying(self, now: Callable[[], datetime]) -> Iterator[None]:
        """Make a send within: what is cut off by whoever called us is no success; `now` gives the time."""
        try:
            yield
        except BaseException:
            self.failed(now())
            raise

    def went_well(self) -> None:
        """Note an answer of the platform's own, be it a refusal."""
        self._failures, self._until, self._tries = 0, None, False

    def untried(self) -> None:
        """Note that a send that might go did not: the next one may try."""
        self._tries = False
