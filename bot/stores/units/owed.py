"""Promises as the desk lists them: by an index from a mark on, so a page costs a page."""

from __future__ import annotations

from datetime import datetime

from bot.model.message import Author
from bot.model.reference import reference_of
from bot.service.owed_values import Mark, Owed, OwedRow
from bot.stores.documents import load, ms, ms_due
from bot.stores.tx import Row, Tx
from bot.stores.units.numbering import FIRST_NUMBER
from bot.stores.units.promises import COLUMNS, promise_of

_ROWS = f"""
SELECT p.id, c.channel, c.contact, c.agent, p.case_id, {", ".join(f"p.{name}" for name in COLUMNS)}
FROM promise p JOIN conversation c ON c.id = p.conversation_id """  # noqa: S608 - constants

_LATE = (
    _ROWS
    + """
WHERE p.state = 'open' AND p.due_at < :now AND (p.due_at, p.id) > (:at, :number)
ORDER BY p.due_at, p.id LIMIT :most"""
)
_DUE = (
    _ROWS
    + """
WHERE p.state = 'open' AND p.due_at >= :now AND (p.due_at, p.id) > (:at, :number)
ORDER BY p.due_at, p.id LIMIT :most"""
)
_ENDED = (
    _ROWS
    + """
WHERE p.state = :state AND p.ended_at > 0 AND (p.ended_at, p.id) < (:at, :number)
ORDER BY p.ended_at DESC, p.id DESC LIMIT :most"""
)

_COUNT_LATE = "SELECT COUNT(*) FROM promise WHERE state = 'open' AND due_at < :now"
_COUNT_DUE = "SELECT COUNT(*) FROM promise WHERE state = 'open' AND due_at >= :now"

_LAST = 2**62


def owed(tx: Tx, which: Owed, now: datetime, after: Mark | None, most: int) -> tuple[OwedRow, ...]:
    """List promises after a mark: open ones by their time, the others by their end, latest first."""
    start = (0, 0) if which.is_open else (_LAST, _LAST)
    at, number = (ms(after.at), after.number) if after is not None else start
    mark = {"at": at, "number": number, "most": most}
    if which.is_open:
        rows = tx.rows(_LATE if which is Owed.LATE else _DUE, now=ms_due(now), **mark)
    else:
        rows = tx.rows(_ENDED, state=which.value, **mark)
    return tuple(_row(row) for row in rows)


def owed_counts(tx: Tx, now: datetime) -> tuple[int, int]:
    """Count the open promises that are late, and those that are still to come."""
    late, due = (tx.row(sql, now=ms_due(now)) for sql in (_COUNT_LATE, _COUNT_DUE))
    return (late[0] if late else 0), (due[0] if due else 0)


def _row(row: Row) -> OwedRow:
    return OwedRow(
        id=row[0],
        channel=row[1],
        contact=load(Author, row[2]),
        agent=row[3],
        reference=reference_of(row[4] + FIRST_NUMBER),
        promise=promise_of(row[5:]),
    )
