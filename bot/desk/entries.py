"""Rows of the inbox, and tasks, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from bot.desk.show import moment, span_key
from bot.desk.visit import Visit
from bot.desk.words import words
from bot.model.case import Priority
from bot.model.message import Author
from bot.model.standing import FactKind
from bot.model.turn import TaskKind
from bot.service.facts import told
from bot.service.inbox_values import wants_person
from bot.service.values import InboxRow, Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A task in words; `id` finishes it."""

    id: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An inbox row in words; empty strings are not shown.

    `agent` has it, `whose` are those it was given to or who answer such cases. It stands in `group`, the
    lowest `order` first.
    """

    id: int
    name: str
    channel: str
    reference: str
    status: str
    reason: str
    waits: str
    promise: str
    late: bool
    high: bool
    language: str
    agent: str
    last_by: str
    last_text: str
    last_at: str
    notes: tuple[Note, ...]
    facts: tuple[str, ...] = ()
    whose: str = ""
    group: str = ""
    order: int = 0


def note(visit: Visit, task: Task) -> Note:
    """Put a task into words; a hand-off and an alert are named by their reason, a late clock by its time."""
    w = words(visit.language)
    people = ", ".join(
        w["to_you"] if key == visit.person.key else agent_name(visit, key) for key in task.people
    )
    aside = w["for_people"].format(people=people) if people else ""
    if task.kind is TaskKind.SLA:
        return Note(id=task.id, title=_late_clock(visit, task), text=aside)
    if task.kind is TaskKind.INCIDENT:
        return Note(id=task.id, title=w[f"incident_{task.reason.partition(':')[0]}"], text=task.text)
    if task.reason.startswith("breaker:"):
        return _breaker(visit, task)
    if task.reason.startswith(("graduated:", "fell_back:")):
        return _approval(visit, task)
    group = {TaskKind.HAND_OFF: "reason", TaskKind.ALERT: "alert"}.get(task.kind, "")
    if f"{group}_{task.reason}" in w:
        return Note(id=task.id, title=w[f"{group}_{task.reason}"], text=aside)
    return Note(id=task.id, title=w[f"task_{task.kind}"], text=task.text)


def _breaker(visit: Visit, task: Task) -> Note:
    """Name an account that stopped by itself; the banner says what to do."""
    w = words(visit.language)
    _, cause, channel, *_ = task.reason.split(":")
    title = visit.desk.channels.get(channel, channel)
    return Note(
        id=task.id, title=w[f"breaker_{cause}"].format(channel=title), text=w[f"breaker_{cause}_advice"]
    )


def _approval(visit: Visit, task: Task) -> Note:
    """Say that an intent answers by itself from now on, or no longer does, and why."""
    w = words(visit.language)
    event, intent, channel, why = task.reason.split(":", 3)
    title = visit.desk.channels.get(channel, channel)
    text = w[event].format(intent=intent, channel=title, why=w.get(f"lost_{why}", why))
    return Note(id=task.id, title=text, text="")


def _late_clock(visit: Visit, task: Task) -> str:
    """Say which clock is near its end or past it, and when that is; in general where it cannot be read."""
    w = words(visit.language)
    clock, _, rest = task.reason.partition(":")
    stage, _, due = rest.partition(":")
    if f"clock_{clock}" not in w or f"stage_{stage}" not in w or not due.isdecimal():
        return w[f"task_{task.kind}"]
    at = when(visit, datetime.fromtimestamp(int(due), UTC))
    return w[f"stage_{stage}"].format(what=w[f"clock_{clock}"], at=at)


def contact_name(visit: Visit, contact: Author) -> str:
    """Name a contact as the desk calls them."""
    return contact.name or contact.handle or words(visit.language)["unnamed"]


def when(visit: Visit, at: datetime) -> str:
    """Give a time on the brand's clock, in the reader's language."""
    return moment(at, visit.desk.clock.now(), visit.desk.zone, visit.language)


def entry(visit: Visit, row: InboxRow, *, group: str, order: int) -> Entry:
    """Put a row into words; `group` and `order` say where it stands."""
    w, now = words(visit.language), visit.desk.clock.now()
    late = row.promise_due is not None and row.promise_due < now
    return Entry(
        id=row.conversation_id,
        group=group,
        order=order,
        name=contact_name(visit, row.contact),
        channel=visit.desk.channels.get(row.channel, row.channel),
        reference=row.reference,
        status=w[f"case_{row.status}"],
        reason=w.get(f"reason_{row.reason}", row.reason) if wants_person(row) else "",
        waits=_waiting_time(visit, row.waiting_since, now),
        promise=when(visit, row.promise_due) if row.promise_due else "",
        late=late,
        high=row.priority is Priority.HIGH,
        language=row.language,
        agent=agent_name(visit, row.agent),
        whose=_whose(visit, row),
        last_by=_last_by(visit, row),
        last_text=row.last_text[:200],
        last_at=when(visit, row.last_at),
        notes=tuple(note(visit, task) for task in row.tasks if task.kind is not TaskKind.HAND_OFF),
        facts=told(
            [fact for fact in row.facts if fact.kind is not FactKind.URGENT],  # the flag says it
            w,
            visit.language,
            partial(when, visit),
        ),
    )


def agent_name(visit: Visit, key: str) -> str:
    """Name an agent to a colleague; "" for none."""
    if key == visit.person.key:
        return words(visit.language)["you"]
    person = visit.people.get(key)
    return person.name if person else key


def _whose(visit: Visit, row: InboxRow) -> str:
    """Name whom a case was given to, or who answers such cases; "" where somebody has it already."""
    if row.agent or not row.is_open:
        return ""
    keys = (row.assigned,) if row.assigned else row.routed if wants_person(row) else ()
    me = words(visit.language)["to_you"]
    names = [me if key == visit.person.key else agent_name(visit, key) for key in keys]
    return words(visit.language)["for_people"].format(people=", ".join(names)) if names else ""


def _last_by(visit: Visit, row: InboxRow) -> str:
    """Say whose words the preview shows; "" where they are the customer's, as everybody expects."""
    if row.last_sender == "customer" or not row.last_text:
        return ""
    w = words(visit.language)
    return w.get(f"from_{row.last_sender}", w["last_message"])


def _waiting_time(visit: Visit, since: datetime | None, now: datetime) -> str:
    if since is None:
        return ""
    key, number = span_key(now - since)
    return words(visit.language)[key].format(n=number)
