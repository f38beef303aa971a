"""How much one customer may ask of the web chat: messages a minute, and open streams."""

from __future__ import annotations

from math import ceil

_FORGET_ABOVE = 4096


class Pace:
    """Lets each key through `burst` times at once and then once in `every` seconds (GCRA).

    Moments are monotonic seconds. Keys that are back at rest are forgotten, so memory follows the traffic.
    """

    def __init__(self, *, burst: int, every: float) -> None:
        self._slack = (burst - 1) * every
        self._every = every
        self._full_at: dict[str, float] = {}

    def wait(self, key: str, now: float) -> int:
        """Count one more for the key and give 0, or give after how many seconds to come back."""
        due = max(self._full_at.get(key, now), now)
        over = due - now - self._slack
        if over > 0:
            return ceil(over)
        if len(self._full_at) >= _FORGET_ABOVE:
            self._forget(now)
        self._full_at[key] = due + self._every
        return 0

    def _forget(self, now: float) -> None:
        for key in [key for key, due in self._full_at.items() if due <= now]:
            del self._full_at[key]
