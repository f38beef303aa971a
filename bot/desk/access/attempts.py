"""How often sign-in may be tried: counted by address and by user name, or by a browser that is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil

_MOST_KEYS = 1000


@dataclass(slots=True)
class Attempts:
    """Counts what was tried in vain, at most `most` within `seconds` for each key; moments are seconds.

    An attempt counts from its beginning, so that many at once are no way round. The longest quiet keys are
    forgotten beyond a thousand.
    """

    most: int = 10
    seconds: float = 60.0
    _tried: dict[str, list[float]] = field(default_factory=dict)

    def wait(self, keys: Sequence[str], now: float) -> int:
        """Give for how many whole seconds none of these keys may try; 0: now."""
        return max((self._wait(key, now) for key in keys), default=0)

    def begin(self, keys: Sequence[str], now: float) -> None:
        """Count an attempt."""
        for key in keys:
            self._tried[key] = [*self._tried.pop(key, []), now]
        while len(self._tried) > _MOST_KEYS:
            del self._tried[next(iter(self._tried))]

    def succeeded(self, keys: Sequence[str], begun: float) -> None:
        """Take back the count of an attempt that was right."""
        for key in keys:
            if begun in self._tried.get(key, ()):
                self._tried[key].remove(begun)

    def _wait(self, key: str, now: float) -> int:
        recent = [moment for moment in self._tried.get(key, ()) if moment > now - self.seconds]
        if recent:
            self._tried[key] = recent
        else:
            self._tried.pop(key, None)
        if len(recent) < self.most:
            return 0
        return max(1, ceil(recent[-self.most] + self.seconds - now))
