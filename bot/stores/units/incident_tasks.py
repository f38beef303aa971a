"""What people see of incidents in their queue: one task for each, kept up to date in place."""

from __future__ import annotations

from datetime import datetime

from bot.model.case import Priority
from bot.model.incident import Incident
from bot.model.turn import NewTask, TaskKind
from bot.stores.documents import ms
from bot.stores.tx import Tx
from bot.stores.units.tasks import add_task

_RENEW = """
UPDATE task SET text = :text WHERE conversation_id = 0 AND kind = 'incident' AND reason = :reason
    AND done_at = 0"""
_FINISH = """
UPDATE task SET done_at = :now, done_by = :by
WHERE conversation_id = 0 AND kind = 'incident' AND done_at = 0
    AND reason IN (:suggested, :open, :late)"""
_THERE = """
SELECT 1 FROM task WHERE conversation_id = 0 AND kind = 'incident' AND reason = :reason AND done_at = 0
LIMIT 1"""


def show_suggested(tx: Tx, item: Incident, now: datetime) -> None:
    """Show a suggestion with its evidence."""
    _show(tx, f"suggested:{item.id}", evidence_of(item), Priority.HIGH, now)


def show_open(tx: Tx, item: Incident, now: datetime) -> None:
    """Show an open incident with how many conversations belong to it."""
    _show(tx, f"open:{item.id}", f"{item.title}: {item.attached}", Priority.NORMAL, now)


def show_late(tx: Tx, item: Incident, now: datetime) -> bool:
    """Tell people that the time they named for the next word has come; False where they know."""
    reason = f"late:{item.id}"
    if tx.row(_THERE, reason=reason) is not None:
        return False
    _show(tx, reason, f"{item.title}: {item.attached}", Priority.HIGH, now)
    return True


def finish_incident_tasks(tx: Tx, incident_id: int, by: str, now: datetime) -> None:
    """Finish the tasks of an incident."""
    named = {name: f"{name}:{incident_id}" for name in ("suggested", "open", "late")}
    tx.run(_FINISH, by=by, now=ms(now), **named)


def evidence_of(item: Incident) -> str:
    """Put the evidence of a suggestion into a few words and figures that need no language."""
    found = item.evidence
    place = f", {found.place}" if found.place else ""
    return f"{found.people} × {item.title}, {found.minutes} min (∅ {found.usual:.1f}){place}"


def _show(tx: Tx, reason: str, text: str, priority: Priority, now: datetime) -> None:
    if not tx.run(_RENEW, reason=reason, text=text):
        add_task(tx, 0, NewTask(kind=TaskKind.INCIDENT, text=text, reason=reason, priority=priority), now)
