"""What the desk reads: the list of conversations, and everything about one."""

from __future__ import annotations

from itertools import groupby

from bot.model.case import CaseStatus, Priority
from bot.model.conversation import Conversation
from bot.model.message import Author, Letter, OutboundStatus
from bot.model.reference import reference_of
from bot.model.standing import Fact
from bot.model.turn import DecisionRecord
from bot.service.values import Dossier, InboxRow, PendingLetter, Task
from bot.stores.documents import load, moment, moment_or_none
from bot.stores.tx import Row, Tx
from bot.stores.units.conversations import read_conversation
from bot.stores.units.drafts import waiting_draft
from bot.stores.units.notes import assigned_to, notes_of
from bot.stores.units.numbering import FIRST_NUMBER
from bot.stores.units.tasks import tasks, tasks_of
from bot.stores.units.transcript import latest_lines

MOST_ROWS = 200
MOST_LINES = 500
MOST_DECISIONS = 200

UNHEARD_SINCE = """
CASE WHEN c.unanswered_since > 0 OR c.id <> k.conversation_id THEN NULLIF(c.unanswered_since, 0) ELSE
    (SELECT MIN(o.unanswered_since) FROM shared s
     JOIN conversation o ON o.id = s.conversation_id AND o.case_id = s.case_id
     WHERE s.case_id = k.id AND o.unanswered_since > 0) END"""
"""Since when the customer is unheard in a conversation, or in any place of a case that began in it."""

ROW_COLUMNS = f"""
SELECT c.id, c.channel, c.contact, k.id, k.status, k.topic, k.reason, k.priority, c.language, c.agent,
       c.last_text, c.last_at,
       {UNHEARD_SINCE},
       k.place, k.facts,
       (SELECT MIN(f.at) FROM followup f WHERE f.conversation_id = c.id AND f.kind = 'promise'),
       (SELECT MIN(t.created_at) FROM task t WHERE t.conversation_id = c.id AND t.done_at = 0) AS asked_at,
       (SELECT t.sender FROM transcript t WHERE t.conversation_id = c.id AND t.revises = 0
        ORDER BY t.n DESC LIMIT 1),
       k.assigned, k.conversation_id,
       (SELECT h.agent FROM conversation h WHERE h.id = k.conversation_id AND h.case_id = k.id)
FROM conversation c JOIN cases k ON k.id = c.case_id"""  # noqa: S608 - constants

WANTING = (
    ROW_COLUMNS  # noqa: S608 - constants
    + """
WHERE c.id IN (SELECT conversation_id FROM task WHERE done_at = 0 AND conversation_id > 0
               UNION SELECT conversation_id FROM cases WHERE status IN ('waiting_for_agent', 'with_agent'))
ORDER BY CASE WHEN k.place > 0 THEN k.place
              WHEN c.unanswered_since > 0 THEN c.unanswered_since ELSE c.last_at END, c.id
LIMIT :most"""
)
"""What wants a person, the most urgent first; the first column is the conversation."""

_LATELY = (
    ROW_COLUMNS
    + """
WHERE c.last_at > 0
    AND NOT (k.conversation_id <> c.id AND k.status IN ('waiting_for_agent', 'with_agent'))
ORDER BY c.last_at DESC, c.id DESC LIMIT :most"""
)
"""The latest; a case that people have in the conversation where it began is one row."""

_PENDING = """
SELECT id, status, letter, note, not_before FROM outbound
WHERE conversation_id = :id AND status IN ('queued', 'sending')
UNION ALL
SELECT id, status, letter, note, 0 FROM outbound
WHERE conversation_id = :id AND status IN ('refused', 'unknown') AND replaced_by = 0
ORDER BY 1"""

_TAKEN_OFF = """
SELECT id, status, letter, note, 0 FROM outbound
WHERE conversation_id = :id AND status = 'withdrawn' AND automatic = 1
    AND settled_at = (SELECT at FROM decision WHERE conversation_id = :id AND rule = 'take_over'
                      ORDER BY id DESC LIMIT 1)
ORDER BY id DESC LIMIT 3"""

_DECISIONS = """
SELECT rule, outcome, why, inbound, detail, at FROM decision
WHERE conversation_id = :id ORDER BY id DESC LIMIT :most"""

_FOR_PEOPLE = frozenset({CaseStatus.WAITING_FOR_AGENT, CaseStatus.WITH_AGENT})


def inbox(tx: Tx) -> tuple[InboxRow, ...]:
    """List the conversations that want a person first, then those with the latest messages."""
    open_tasks = _by_conversation(tasks(tx))
    found: dict[int, InboxRow] = {}
    for row in (*tx.rows(WANTING, most=MOST_ROWS), *tx.rows(_LATELY, most=MOST_ROWS)):
        found.setdefault(row[0], inbox_row(row, open_tasks.get(row[0], ())))
    return tuple(found.values())[:MOST_ROWS]


def _by_conversation(every: tuple[Task, ...]) -> dict[int, tuple[Task, ...]]:
    ordered = sorted(every, key=lambda task: task.conversation_id)
    return {key: tuple(group) for key, group in groupby(ordered, key=lambda task: task.conversation_id)}


def inbox_row(row: Row, open_tasks: tuple[Task, ...]) -> InboxRow:
    """Read a row of the list from `ROW_COLUMNS`."""
    status = CaseStatus(row[4])
    unanswered = row[12] or 0 if status in _FOR_PEOPLE else 0
    return InboxRow(
        conversation_id=row[0],
        channel=row[1],
        contact=load(Author, row[2]),
        reference=reference_of(row[3] + FIRST_NUMBER),
        status=status,
        topic=row[5],
        reason=row[6],
        priority=Priority(row[7]),
        language=row[8],
        agent=row[9],
        last_text=row[10],
        last_at=moment(
            row[11] or row[16] or 0
        ),  # who was only overheard has no line: since people were asked
        waiting_since=moment_or_none(row[16] or unanswered),
        promise_due=moment_or_none(row[15]),
        last_sender=row[17] or "",
        place=moment_or_none(row[13]),
        facts=load(tuple[Fact, ...], row[14]),
        tasks=open_tasks,
        assigned=row[18],
        elsewhere=row[19] != row[0] and status in _FOR_PEOPLE,
        agent_there=row[20] or "",
    )


def dossier(tx: Tx, conversation_id: int) -> Dossier | None:
    """Give everything about one conversation; None if there is none such."""
    conversation = read_conversation(tx, conversation_id)
    if conversation is None:
        return None
    return Dossier(
        conversation=conversation,
        lines=latest_lines(tx, conversation_id, MOST_LINES),
        pending=pending(tx, conversation_id),
        decisions=_decisions(tx, conversation_id),
        tasks=tasks_of(tx, conversation_id),
        draft=waiting_draft(tx, conversation_id),
        follows=_followed(tx, conversation),
        notes=notes_of(tx, conversation_id),
        taken_off=_taken_off(tx, conversation),
        assigned=assigned_to(tx, conversation_id),
    )


def _taken_off(tx: Tx, conversation: Conversation) -> tuple[PendingLetter, ...]:
    """List what the bot would have said, had a person not taken the conversation over."""
    if not conversation.state.agent:
        return ()
    return tuple(_pending(row) for row in reversed(tx.rows(_TAKEN_OFF, id=conversation.id)))


def _followed(tx: Tx, conversation: Conversation) -> int:
    row = tx.row(
        "SELECT conversation_id FROM cases WHERE id = :id", id=conversation.case.previous - FIRST_NUMBER
    )
    return int(row[0]) if row is not None and row[0] != conversation.id else 0


def pending(tx: Tx, conversation_id: int) -> tuple[PendingLetter, ...]:
    """List what a conversation was not sent, or may not have been."""
    return tuple(_pending(row) for row in tx.rows(_PENDING, id=conversation_id))


def _pending(row: Row) -> PendingLetter:
    letter = load(Letter, row[2])
    status = OutboundStatus(row[1])
    held = (
        moment_or_none(row[4]) if letter.held_until is not None and status is OutboundStatus.QUEUED else None
    )
    return PendingLetter(
        id=row[0], status=status, text=letter.text, note=row[3], purpose=letter.purpose, held_until=held
    )


def _decisions(tx: Tx, conversation_id: int) -> tuple[DecisionRecord, ...]:
    rows = tx.rows(_DECISIONS, id=conversation_id, most=MOST_DECISIONS)
    return tuple(_decision(row) for row in reversed(rows))


def _decision(row: Row) -> DecisionRecord:
    rule, outcome, why, inbound, detail, at = row
    return DecisionRecord(
        rule=rule,
        outcome=outcome,
        why=load(tuple[str, ...], why),
        inbound=load(tuple[int, ...], inbound),
        detail=detail,
        at=moment(at),
    )
