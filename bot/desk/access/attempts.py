"""How often something may be tried in vain: counted by a key, as an address or a user name."""

from __future__ import annotations

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

    def wait(self, key: str, now: float) -> int:
        """Give for how many whole seconds this key may not try; 0: now."""
        recent = [moment for moment in self._tried.get(key, ()) if moment > now - self.seconds]
        if recent:
            self._tried[key] = recent
        else:
            self._tried.pop(key, None)
        if len(recent) < self.most:
            return 0
        return max(1, ceil(recent[-self.most] + self.seconds - now))

    def begin(self, key: str, now: float) -> None:
        """Count an attempt."""
        self._tried[key] = [*self._tried.pop(key, []), now]
        while len(self._tried) > _MOST_KEYS:
            del self._tried[next(iter(self._tried))]

    def succeeded(self, key: str, begun: float) -> None:
        """Take back the count of an attempt that was right."""
        if begun in self._tried.get(key, ()):
            self._tried[key].remove(begun)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How often a link or a password may be guessed: from one address, and for one user name."""

    address: Attempts = field(default_factory=Attempts)
    name: Attempts = field(default_factory=lambda: Attempts(seconds=300.0))
