"""How often the bot may speak in one group: twenty times in any minute, whoever it answers there."""

from __future__ import annotations

from collections import deque
from datetime import timedelta

MOST = 20
MINUTE = 60.0


class GroupPace:
    """Counts sends by group, in seconds of a clock that only goes forward.

    It begins anew with the process: until it has counted a minute, Telegram's own refusal sets the pace.
    """

    def __init__(self) -> None:
        self._sent: dict[str, deque[float]] = {}

    def take(self, group: str, now: float) -> timedelta:
        """Count a send and give zero; or count nothing and give how long to wait."""
        self._forget(now)
        sent = self._sent.setdefault(group, deque(maxlen=MOST))
        if len(sent) == MOST:
            return timedelta(seconds=sent[0] + MINUTE - now)
        sent.append(now)
        return timedelta(0)

    def _forget(self, now: float) -> None:
        """Let go of what is a minute old, and of groups where nothing was said since."""
        for group, sent in tuple(self._sent.items()):
            while sent and sent[0] <= now - MINUTE:
                sent.popleft()
            if not sent:
                del self._sent[group]
