"""How the Bot API says no, and how often the bot may send before it does."""

from __future__ import annotations

import math
from dataclasses import dataclass, field


class RefusedError(Exception):
    """The Bot API says no: code, description and parameters as in its answers."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(slots=True)
class Pace:
    """How often the bot may send: a chat's once a second, a group's 20 a minute, thirty a second in all."""

    groups: dict[int, list[float]] = field(default_factory=dict)
    last: dict[int, float] = field(default_factory=dict)
    lately: list[float] = field(default_factory=list)

    def check(self, chat: int, now: float) -> None:
        """Count a send, or refuse it with the seconds to wait."""
        wait = self.last.get(chat, -1.0) + 1.0 - now
        self.lately = [at for at in self.lately if at > now - 1.0]
        if len(self.lately) >= 30:
            wait = max(wait, self.lately[0] + 1.0 - now)
        group = self.groups[chat] = [at for at in self.groups.get(chat, []) if at > now - 60.0]
        if chat < 0 and len(group) >= 20:
            wait = max(wait, group[0] + 60.0 - now)
        if wait > 0:
            seconds = max(1, math.ceil(wait))
            raise RefusedError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        self.last[chat] = now
        group.append(now)
        self.lately.append(now)
