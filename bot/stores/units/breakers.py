"""What stops one account by itself: too many automatic messages in a minute, or refusal after refusal.

An open breaker tries one message after a while. Taken, it closes; refused, it waits longer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from bot.model.audit import Deed
from bot.model.case import Priority
from bot.model.stopping import BreakerCause, OpenBreaker
from bot.model.turn import NewTask, TaskKind
from bot.stores.documents import dump, load, moment, ms
from bot.stores.tx import Tx
from bot.stores.units.audit import write_audit
from bot.stores.units.tasks import add_task, finish_tasks_for

WINDOW = timedelta(minutes=1)
"""In which automatic messages are counted."""

RUNAWAY_PAUSE = WINDOW + timedelta(seconds=1)
"""How long a runaway account waits: messages are counted by whole seconds, so a second more."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=5)
"""How long a refused account waits before the first try, and before any."""

BY_ITSELF = "breaker"
"""Who has done the task of a breaker that closed by itself."""

_READ = """
SELECT cause, opened_at, retry_at, probe, tries, recent, failed_at, begun FROM breaker
WHERE channel = :channel AND account = :account"""

_WRITE = """
INSERT INTO breaker (channel, account, cause, opened_at, retry_at, probe, tries, recent, failed_at, begun)
VALUES (:channel, :account, :cause, :opened, :retry, :probe, :tries, :recent, :failed, :begun)
ON CONFLICT (channel, account) DO UPDATE SET cause = excluded.cause, opened_at = excluded.opened_at,
    retry_at = excluded.retry_at, probe = excluded.probe, tries = excluded.tries, recent = excluded.recent,
    failed_at = excluded.failed_at, begun = excluded.begun"""

_OPEN = """
SELECT channel, account, cause, opened_at, retry_at FROM breaker WHERE cause <> ''
ORDER BY opened_at, channel, account"""

_TEXTS: Mapping[BreakerCause, str] = {
    BreakerCause.RUNAWAY: (
        "{channel} had more automatic messages in a minute than [limits] account_per_minute allows. "
        "The bot is paused there and goes on by itself; nothing is lost. Look at what it says: "
        "if that is wrong, stop sending; if it is right, raise the limit."
    ),
    BreakerCause.REFUSALS: (
        "{channel} refused message after message. Messages there wait, and one is tried now and then; "
        "nothing is lost. Look at why the last ones failed, and run `sportello doctor`."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Breaker:
    """An account's breaker; moments are milliseconds, `begun` counts automatic messages by second."""

    channel: str
    account: str
    cause: BreakerCause | None = None
    opened_at: int = 0
    retry_at: int = 0
    probe: int = 0
    tries: int = 0
    recent: int = 0
    failed_at: int = 0
    begun: Mapping[int, int] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The reason of its task: what to look for when it closes."""
        return f"breaker:{self.cause or ''}:{self.channel}:{self.account}"

    def lately(self, now: int) -> dict[int, int]:
        """Give what was begun within the last minute; seconds to come are those of a clock set back."""
        last = now // 1000
        first = last - WINDOW // timedelta(seconds=1)
        return {second: count for second, count in self.begun.items() if first <= second <= last}


def read_breaker(tx: Tx, channel: str, account: str) -> Breaker:
    """Read an account's breaker; one that never had trouble is closed."""
    row = tx.row(_READ, channel=channel, account=account)
    if row is None:
        return Breaker(channel=channel, account=account)
    return Breaker(
        channel=channel,
        account=account,
        cause=BreakerCause(row[0]) if row[0] else None,
        opened_at=row[1],
        retry_at=row[2],
        probe=row[3],
        tries=row[4],
        recent=row[5],
        failed_at=row[6],
        begun=load(dict[int, int], row[7]),
    )


def write_breaker(tx: Tx, breaker: Breaker) -> None:
    """Write an account's breaker."""
    tx.run(
        _WRITE,
        channel=breaker.channel,
        account=breaker.account,
        cause=breaker.cause.value if breaker.cause else "",
        opened=breaker.opened_at,
        retry=breaker.retry_at,
        probe=breaker.probe,
        tries=breaker.tries,
        recent=breaker.recent,
        failed=breaker.failed_at,
        begun=dump({str(second): count for second, count in breaker.begun.items()}),
    )


def is_trying(tx: Tx, breaker: Breaker) -> bool:
    """Tell whether the one message that an open breaker tries is on its way."""
    if not breaker.probe:
        return False
    row = tx.row("SELECT 1 FROM outbound WHERE id = :id AND status = 'sending'", id=breaker.probe)
    return row is not None


def waits_until(breaker: Breaker, now: int) -> int:
    """Give when an open breaker tries a message; a wait that no pause explains is a clock set back."""
    return breaker.retry_at if breaker.retry_at <= now + ms_of(LONGEST_PAUSE) else now


def ms_of(span: timedelta) -> int:
    """Give a span in whole milliseconds."""
    return span // timedelta(milliseconds=1)


def open_for(tx: Tx, breaker: Breaker, cause: BreakerCause, now: datetime) -> Breaker:
    """Stop an account, or let it wait on; people are told once."""
    again = breaker.cause is cause
    pause = (
        RUNAWAY_PAUSE if cause is BreakerCause.RUNAWAY else min(FIRST_PAUSE * 2**breaker.tries, LONGEST_PAUSE)
    )
    opened = replace(
        breaker,
        cause=cause,
        opened_at=breaker.opened_at if again else ms(now),
        retry_at=ms(now) + ms_of(pause),
        probe=0,
        tries=min(breaker.tries + 1, 10),
    )
    write_breaker(tx, opened)
    if not again:
        text = _TEXTS[cause].format(channel=breaker.channel)
        task = NewTask(kind=TaskKind.ALERT, text=text, reason=opened.reason, priority=Priority.HIGH)
        add_task(tx, 0, task, now)
    return opened


def shut(tx: Tx, breaker: Breaker, by: str, now: datetime) -> None:
    """Let an account send again; the people's task is done with."""
    finish_tasks_for(tx, breaker.reason, by, now)
    write_breaker(tx, replace(breaker, cause=None, opened_at=0, retry_at=0, probe=0, tries=0, recent=0))


def open_breakers(tx: Tx) -> tuple[OpenBreaker, ...]:
    """List the accounts that are stopped by themselves, the longest stopped first."""
    return tuple(
        OpenBreaker(
            channel=row[0],
            account=row[1],
            cause=BreakerCause(row[2]),
            opened_at=moment(row[3]),
            retry_at=moment(row[4]),
        )
        for row in tx.rows(_OPEN)
    )


def close_breaker(tx: Tx, key: tuple[str, str], by: str, now: datetime) -> bool:
    """Let an account send again at a person's word; False if it was not stopped."""
    breaker = read_breaker(tx, *key)
    if breaker.cause is None:
        return False
    shut(tx, replace(breaker, begun={}), by, now)
    write_audit(tx, by, Deed.BREAKER_CLOSED, f"channel:{key[0]}", now)
    return True
