"""What people have to do: adding, listing and finishing tasks."""

from __future__ import annotations

from datetime import datetime

from bot.model.audit import Deed
from bot.model.case import Priority
from bot.model.turn import NewTask, TaskKind
from bot.service.values import Task
from bot.stores.documents import dump, load, moment, ms
from bot.stores.tx import Row, Tx
from bot.stores.units.audit import write_audit

_ADD = """
INSERT INTO task (conversation_id, outbound_id, kind, text, reason, priority, people, author, messages,
                  created_at)
VALUES (:conversation, :outbound, :kind, :text, :reason, :priority, :people, :author, :messages, :now)"""

_RENEW = """
UPDATE task SET text = :text, reason = :reason, people = :people,
    priority = CASE WHEN priority = 'high' THEN priority ELSE :priority END
WHERE conversation_id = :conversation AND kind = :kind AND done_at = 0"""

_JOIN = """
UPDATE task SET author = :author, messages = :messages, text = :text, reason = :reason,
    priority = CASE WHEN priority = 'high' THEN priority ELSE :priority END
WHERE id = :id"""

_OF_AUTHOR = "SELECT id, messages FROM task WHERE author = :author AND author <> '' AND done_at = 0 LIMIT 1"

_HAND_OFF = """
SELECT id, messages FROM task
WHERE conversation_id = :conversation AND kind = 'hand_off' AND done_at = 0 LIMIT 1"""

_RENEWED = frozenset({TaskKind.HAND_OFF, TaskKind.SLA})

_COLUMNS = "SELECT id, conversation_id, kind, text, reason, priority, created_at, people FROM task "
_OPEN = _COLUMNS + "WHERE done_at = 0 ORDER BY created_at, id"
_OPEN_OF = _COLUMNS + "WHERE done_at = 0 AND conversation_id = :conversation ORDER BY created_at, id"


def add_task(tx: Tx, conversation_id: int, task: NewTask, now: datetime, outbound_id: int = 0) -> None:
    """Add a task; a hand-off or a late clock still open is renewed instead, so a person sees it once."""
    if task.author and _joined(tx, conversation_id, task):
        return
    if not task.author and task.kind in _RENEWED and _renewed(tx, conversation_id, task):
        return
    tx.run(
        _ADD,
        conversation=conversation_id,
        outbound=outbound_id,
        kind=task.kind.value,
        text=_counted(task, task.messages) if task.author else task.text,
        reason=task.reason,
        priority=task.priority.value,
        people=dump(task.people),
        now=ms(now),
        author=task.author,
        messages=task.messages,
    )


def _counted(task: NewTask, messages: int) -> str:
    if task.kind is not TaskKind.HAND_OFF:
        return f"{messages} {task.text}"
    what = "1 message" if messages == 1 else f"{messages} messages"
    return f"{what} from the same author; the bot is silent"


def _joined(tx: Tx, conversation_id: int, task: NewTask) -> bool:
    """Count messages in the open task about their author; one about this conversation becomes it."""
    row = tx.row(_OF_AUTHOR, author=task.author)
    if row is None and task.kind is TaskKind.HAND_OFF:
        row = tx.row(_HAND_OFF, conversation=conversation_id)
    if row is None:
        return False
    messages = row[1] + task.messages
    tx.run(
        _JOIN,
        id=row[0],
        author=task.author,
        messages=messages,
        text=_counted(task, messages),
        reason=task.reason,
        priority=task.priority.value,
    )
    return True


def _renewed(tx: Tx, conversation_id: int, task: NewTask) -> bool:
    changed = tx.run(
        _RENEW,
        conversation=conversation_id,
        kind=task.kind.value,
        text=task.text,
        reason=task.reason,
        priority=task.priority.value,
        people=dump(task.people),
    )
    return changed > 0


def finish_hand_offs(tx: Tx, conversation_id: int, now: datetime) -> None:
    """Finish the open hand-offs of a conversation, the warnings that they were late, and the drafts."""
    tx.run(
        """UPDATE task SET done_at = :now, done_by = 'turn'
           WHERE conversation_id = :conversation AND kind IN (:hand_off, :sla, :draft) AND done_at = 0""",
        conversation=conversation_id,
        hand_off=TaskKind.HAND_OFF.value,
        sla=TaskKind.SLA.value,
        draft=TaskKind.DRAFT.value,
        now=ms(now),
    )


def finish_drafts(tx: Tx, conversation_id: int, by: str, now: datetime) -> None:
    """Finish the tasks that tell of a draft."""
    tx.run(
        """UPDATE task SET done_at = :now, done_by = :by
           WHERE conversation_id = :conversation AND kind = :draft AND done_at = 0""",
        conversation=conversation_id,
        draft=TaskKind.DRAFT.value,
        by=by,
        now=ms(now),
    )


def finish_task(tx: Tx, task_id: int, by: str, now: datetime) -> bool:
    """Mark a task done; False if it was."""
    changed = tx.run(
        "UPDATE task SET done_at = :now, done_by = :by WHERE id = :id AND done_at = 0",
        id=task_id,
        by=by,
        now=ms(now),
    )
    if changed:
        write_audit(tx, by, Deed.FINISHED, f"task:{task_id}", now)
    return changed > 0


def finish_tasks_of_letter(tx: Tx, outbound_id: int, by: str, now: datetime) -> None:
    """Mark the tasks about one outbound message done."""
    tx.run(
        """UPDATE task SET done_at = :now, done_by = :by
           WHERE outbound_id = :id AND outbound_id > 0 AND done_at = 0""",
        id=outbound_id,
        by=by,
        now=ms(now),
    )


def finish_tasks_for(tx: Tx, reason: str, by: str, now: datetime) -> None:
    """Mark the tasks of no conversation that have this reason done."""
    tx.run(
        """UPDATE task SET done_at = :now, done_by = :by
           WHERE conversation_id = 0 AND done_at = 0 AND reason = :reason""",
        reason=reason,
        by=by,
        now=ms(now),
    )


def tasks(tx: Tx) -> tuple[Task, ...]:
    """List the open tasks, oldest first."""
    return tuple(_task(row) for row in tx.rows(_OPEN))


def tasks_of(tx: Tx, conversation_id: int) -> tuple[Task, ...]:
    """List the open tasks of a conversation, oldest first."""
    return tuple(_task(row) for row in tx.rows(_OPEN_OF, conversation=conversation_id))


def _task(row: Row) -> Task:
    return Task(
        id=row[0],
        conversation_id=row[1],
        kind=TaskKind(row[2]),
        text=row[3],
        reason=row[4],
        priority=Priority(row[5]),
        created_at=moment(row[6]),
        people=load(tuple[str, ...], row[7]),
    )
