"""Whether answers solved it: a row for each case that was asked, and the decisions to read beside them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from bot.model.conversation import Conversation
from bot.model.effects import Outcome
from bot.model.feedback import Feedback, FeedbackAsked, FeedbackChange, FeedbackGiven, Step
from bot.model.reference import reference_of
from bot.stores.documents import moment, ms, ms_due
from bot.stores.tx import Row, Tx
from bot.stores.units.numbering import FIRST_NUMBER

_ASK = """
INSERT INTO feedback (conversation_id, case_id, channel, template, variant, language, asked_at)
VALUES (:conversation, :case, :channel, :template, :variant, :language, :now)
ON CONFLICT (case_id) DO NOTHING"""

_GIVE = """
UPDATE feedback SET solved = :solved, answered_at = :now WHERE case_id = :case AND solved = ''"""

_ASKED = """
SELECT conversation_id, case_id, channel, template, variant, asked_at, solved FROM feedback
WHERE asked_at >= :since AND asked_at < :until ORDER BY asked_at, id"""

_STEPS = """
SELECT d.conversation_id, d.at, d.outcome, d.detail
FROM conversation c CROSS JOIN decision d
WHERE d.conversation_id = c.id AND c.last_at >= :since AND d.at >= :since AND d.at < :until
ORDER BY d.conversation_id, d.id"""

_SAID = {True: "yes", False: "no"}
_SOLVED = {"yes": True, "no": False}


def change_feedback(
    tx: Tx, conversation: Conversation, changes: Sequence[FeedbackChange], now: datetime
) -> None:
    """Write down what a turn asked, or was told, about an answer."""
    case = conversation.case.number - FIRST_NUMBER
    for change in changes:
        match change:
            case FeedbackAsked(template=template, variant=variant, language=language):
                tx.run(
                    _ASK,
                    conversation=conversation.id,
                    case=case,
                    channel=conversation.channel,
                    template=template,
                    variant=variant,
                    language=language,
                    now=ms(now),
                )
            case FeedbackGiven(solved=solved):
                tx.run(_GIVE, case=case, solved=_SAID[solved], now=ms(now))


def feedback(tx: Tx, since: datetime, until: datetime) -> tuple[Feedback, ...]:
    """List the cases asked from `since` to before `until`, oldest first."""
    return tuple(_feedback(row) for row in tx.rows(_ASKED, since=ms_due(since), until=ms_due(until)))


def _feedback(row: Row) -> Feedback:
    return Feedback(
        conversation_id=row[0],
        reference=reference_of(row[1] + FIRST_NUMBER),
        channel=row[2],
        template=row[3],
        variant=row[4],
        asked_at=moment(row[5]),
        solved=_SOLVED.get(row[6]),
    )


def steps(tx: Tx, since: datetime, until: datetime) -> tuple[Step, ...]:
    """List the decisions from `since` to before `until`, in order within each conversation."""
    return tuple(_step(row) for row in tx.rows(_STEPS, since=ms_due(since), until=ms_due(until)))


def _step(row: Row) -> Step:
    detail = json.loads(row[3])
    return Step(
        conversation_id=row[0],
        at=moment(row[1]),
        answered=str(detail.get("intent", "")) if row[2] == Outcome.ANSWER else "",
        handed_off=str(detail.get("hand_off", "")),
    )
