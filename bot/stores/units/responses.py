"""Waits of customers: opened by a message nobody has answered, ended by an answer."""

from __future__ import annotations

from datetime import datetime

from bot.model.message import Letter
from bot.model.response import Response
from bot.stores.documents import moment, moment_or_none, ms, ms_due
from bot.stores.tx import Row, Tx

_OPEN = """
INSERT INTO response (conversation_id, since) VALUES (:conversation, :since)
ON CONFLICT (conversation_id) WHERE answer_at = 0 DO NOTHING"""

_HEARD = """
UPDATE response SET any_at = CASE WHEN any_at = 0 THEN :now ELSE any_at END,
    answer_at = CASE WHEN :answers = 1 THEN :now ELSE 0 END,
    answered_by = CASE WHEN :answers = 1 THEN :by ELSE '' END
WHERE conversation_id = :conversation AND answer_at = 0"""

_FIRST_ANSWER = """
UPDATE cases SET answered_at = :now
WHERE id = (SELECT case_id FROM conversation WHERE id = :conversation) AND answered_at = 0"""

_STILL_WAITING = """
SELECT MIN(at) FROM transcript
WHERE conversation_id = :conversation AND sender = 'customer' AND at > :queued"""

_WAITS_SINCE = "UPDATE conversation SET unanswered_since = :since WHERE id = :conversation"

_DROP = "DELETE FROM response WHERE conversation_id = :conversation AND answer_at = 0"

_COLUMNS = "SELECT conversation_id, since, any_at, answer_at, answered_by FROM response "
_SINCE = _COLUMNS + "WHERE since >= :since AND since < :until ORDER BY since, id"


def open_wait(tx: Tx, conversation_id: int, since: datetime) -> None:
    """Note that the customer waits from now on; one who waited already waits since then."""
    tx.run(_OPEN, conversation=conversation_id, since=ms(since))


def heard(tx: Tx, conversation_id: int, letter: Letter, queued_at: datetime, now: datetime) -> None:
    """Note that the customer has had a message; an answer ends the waiting, but for what came after it."""
    answers = letter.purpose.answers
    by = "bot" if letter.purpose.automatic else letter.author
    tx.run(_HEARD, conversation=conversation_id, now=ms(now), answers=int(answers), by=by)
    if not answers:
        return
    tx.run(_FIRST_ANSWER, conversation=conversation_id, now=ms(now))
    row = tx.row(_STILL_WAITING, conversation=conversation_id, queued=ms(queued_at))
    since = row[0] if row and row[0] is not None else 0
    tx.run(_WAITS_SINCE, conversation=conversation_id, since=since)
    if since:
        open_wait(tx, conversation_id, moment(since))


def end_wait(tx: Tx, conversation_id: int) -> None:
    """Note that nobody waits: what was said needed no answer."""
    tx.run(_DROP, conversation=conversation_id)
    tx.run(_WAITS_SINCE, conversation=conversation_id, since=0)


def responses(tx: Tx, since: datetime, until: datetime) -> tuple[Response, ...]:
    """List the waits that began from `since` to before `until`, oldest first."""
    return tuple(_response(row) for row in tx.rows(_SINCE, since=ms_due(since), until=ms_due(until)))


def _response(row: Row) -> Response:
    return Response(
        conversation_id=row[0],
        since=moment(row[1]),
        any_at=moment_or_none(row[2]),
        answer_at=moment_or_none(row[3]),
        answered_by=row[4],
    )
