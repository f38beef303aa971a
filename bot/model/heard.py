"""What one person, and the threads they write in, have had of the bot's public messages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """The automatic public messages to a person, in all conversations of one channel and account.

    `at` are the times at which they were sent, `unsent` how many are still to leave: those count as said
    now, so that no window holds more than is allowed when they go at last. `threads` holds, by thread,
    the automatic messages to anybody in it since a person of ours last wrote there. `latest` is the number
    of the newest message that was counted.
    """

    at: tuple[datetime, ...] = ()
    unsent: int = 0
    threads: Mapping[str, int] = field(default_factory=dict)
    latest: int = 0

    def within(self, span: timedelta, now: datetime) -> int:
        """Count what was said within a span up to now."""
        return self.unsent + sum(1 for at in self.at if now - at < span)

    def in_thread(self, thread: str) -> int:
        """Count what was said in a thread; 0 where the channel knows no threads."""
        return self.threads.get(thread, 0) if thread else 0

    def and_one(self, thread: str) -> Heard:
        """Give the same with one more message, still to leave."""
        threads = {**self.threads, thread: self.in_thread(thread) + 1} if thread else self.threads
        return replace(self, unsent=self.unsent + 1, threads=threads)
