"""The pace of catching up: after days of downtime, what was missed is woken some at a time.

When the next may go is a row, written in the commit that wakes the last: a restart neither forgets the pace
nor begins it anew, however often it happens.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.stores.documents import ms
from bot.stores.tx import Tx

LATE = timedelta(minutes=5)
"""What is overdue by more was missed, not just due: a process that runs is never this far behind."""

TOGETHER = 10
"""At most so many that were missed are woken together, …"""

PAUSE = timedelta(seconds=5)
"""… and then none for so long: 120 a minute. Two turns a second leave the machine to those who write now,
and what customers answer reaches people bit by bit; 1,000 missed over a weekend take nine minutes."""

_READ = "SELECT value FROM meta WHERE name = 'catch_up_from'"

_WRITE = """
INSERT INTO meta (name, value) VALUES ('catch_up_from', :at)
ON CONFLICT (name) DO UPDATE SET value = excluded.value"""


def catch_up_from(tx: Tx, now: datetime) -> int:
    """Give when missed follow-ups may be woken next, in milliseconds; `now` if they may."""
    row = tx.row(_READ)
    at = int(row[0]) if row else 0
    # Further ahead than a pause: the clock was set back since, and must not stop us for as long.
    return at if ms(now) < at <= ms(now + PAUSE) else ms(now)


def pause(tx: Tx, now: datetime) -> None:
    """Have no more missed follow-ups woken for a pause."""
    tx.run(_WRITE, at=str(ms(now + PAUSE)))
