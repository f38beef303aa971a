"""Promises to customers: each is a row from when it was told until it was kept, renewed or broken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.model.promise import GRACE, Promise, PromiseChange, PromiseEnded, PromiseMade, PromiseState
from bot.stores.documents import moment, moment_or_none, ms, ms_due
from bot.stores.tx import Row, Tx

_END = """
UPDATE promise SET ended_at = :now,
    state = CASE WHEN :state IN ('kept', 'renewed') AND due_at < :late THEN 'broken' ELSE :state END
WHERE conversation_id = :conversation AND state = 'open'"""

_MAKE = """
INSERT INTO promise (conversation_id, case_id, step, made_at, due_at)
SELECT id, case_id, :step, :now, :due FROM conversation WHERE id = :conversation"""

COLUMNS = ("conversation_id", "made_at", "due_at", "step", "state", "ended_at")
"""What a promise is read from, in this order."""

_MADE = f"""
SELECT {", ".join(COLUMNS)} FROM promise
WHERE made_at >= :since AND made_at < :until ORDER BY made_at, id"""  # noqa: S608 - constants


def change_promises(tx: Tx, conversation_id: int, changes: Sequence[PromiseChange], now: datetime) -> None:
    """Write down what a turn did about promises, in order."""
    for change in changes:
        match change:
            case PromiseEnded(state=state):
                _end(tx, conversation_id, state, now)
            case PromiseMade(due_at=due_at, step=step):
                _end(tx, conversation_id, PromiseState.RENEWED, now)
                tx.run(_MAKE, conversation=conversation_id, step=step, now=ms(now), due=ms_due(due_at))


def _end(tx: Tx, conversation_id: int, state: PromiseState, now: datetime) -> None:
    tx.run(_END, conversation=conversation_id, state=state.value, now=ms(now), late=ms(now - GRACE))


def promises(tx: Tx, since: datetime, until: datetime) -> tuple[Promise, ...]:
    """List the promises made from `since` to before `until`, oldest first."""
    return tuple(promise_of(row) for row in tx.rows(_MADE, since=ms_due(since), until=ms_due(until)))


def promise_of(row: Row) -> Promise:
    """Read a promise from its columns."""
    return Promise(
        conversation_id=row[0],
        made_at=moment(row[1]),
        due_at=moment(row[2]),
        step=row[3],
        state=PromiseState(row[4]),
        ended_at=moment_or_none(row[5]),
    )
