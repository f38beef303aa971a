"""How often the bot may speak in one group: twenty times in any minute, whoever it answers there."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from datetime import timedelta

Wait = Callable[[float], Awaitable[object]]
"""How a loop sleeps; tests stand in for it."""

MOST = 20
MINUTE = 60.0


class GroupPace:
    """Counts sends by group, in seconds of a clock that only goes forward.

    It begins anew with the process: until it has counted a minute, Telegram's own refusal sets the pace.
    """

    def __init__(self) -> None:
        self._sent: dict[str, deque[float]] = {}

    def take(self, group: str, now: float, *, spare: int = 0) -> timedelta:
        """Count a send and give zero; or count nothing and give how long to wait. So many are spared."""
        self._forget(now)
        sent, most = self._sent.setdefault(group, deque(maxlen=MOST)), MOST - spare
        if len(sent) >= most:
            return timedelta(seconds=sent[len(sent) - most] + MINUTE - now)
        sent.append(now)
        return timedelta(0)

    def _forget(self, now: float) -> None:
        """Let go of what is a minute old, and of groups where nothing was said since."""
        for group, sent in tuple(self._sent.items()):
            while sent and sent[0] <= now - MINUTE:
                sent.popleft()
            if not sent:
                del self._sent[group]
