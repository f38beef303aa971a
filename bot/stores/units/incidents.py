"""Incidents: opening, changing and closing them, and what a turn reads of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import chain

from bot.model.audit import Deed
from bot.model.incident import Announcement, Attached, Evidence, Incident, IncidentStatus
from bot.model.message import Inbound, InboundKind, Letter
from bot.service.incident_values import Said, Word
from bot.stores.documents import dump, load, moment, ms
from bot.stores.tx import Row, Tx, Value
from bot.stores.units.audit import write_audit
from bot.stores.units.incident_tasks import finish_incident_tasks, show_open
from bot.stores.units.queue import promote

_REVISION = "SELECT value FROM meta WHERE name = 'incident_revision'"
_RAISE = """
INSERT INTO meta (name, value) VALUES ('incident_revision', '1')
ON CONFLICT (name) DO UPDATE SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)"""

_COLUMNS = "SELECT id, status, title, key, said, evidence, number, began_at, changed_at FROM incident "
_OPEN = _COLUMNS + "WHERE status = 'open' ORDER BY id"
_SUGGESTED = _COLUMNS + "WHERE status = 'suggested' ORDER BY id"
_ONE = _COLUMNS + "WHERE id = :id"
_LATEST = _COLUMNS + "WHERE status IN ('closed', 'dismissed', 'expired') ORDER BY id DESC LIMIT :most"
_COUNTS = """
SELECT COUNT(*), SUM(CASE WHEN told < :number THEN 1 ELSE 0 END) FROM attachment WHERE incident_id = :id"""

_BEGIN = """
INSERT INTO incident (status, title, key, said, evidence, number, began_at, changed_at)
VALUES ('open', :title, '', :said, '{}', 1, :now, :now) RETURNING id"""
_PROMOTE = """
UPDATE incident SET status = 'open', title = :title, said = :said, number = 1, changed_at = :now
WHERE id = :id AND status = 'suggested'"""
_CHANGE = """
UPDATE incident SET status = :status, title = :title, said = :said, number = number + 1, changed_at = :now
WHERE id = :id AND status = 'open' AND number = :number"""
_DISMISS = (
    "UPDATE incident SET status = 'dismissed', changed_at = :now WHERE id = :id AND status = 'suggested'"
)
_NOTE = """
INSERT INTO incident_word (incident_id, number, status, said, by, at)
SELECT id, number, status, :said, :by, :now FROM incident WHERE id = :id"""
_NOTED = """
SELECT number, status, said, by, at FROM incident_word WHERE incident_id = :id ORDER BY at DESC, number DESC
LIMIT :most"""

_ATTACH = """
INSERT INTO attachment (incident_id, conversation_id, behind, told) VALUES (:incident, :conversation, 1, 0)
ON CONFLICT (incident_id, conversation_id) DO NOTHING"""
_TOLD = """
INSERT INTO attachment (incident_id, conversation_id, behind, told)
VALUES (:incident, :conversation, 0, :told)
ON CONFLICT (incident_id, conversation_id) DO UPDATE SET behind = 0, told = excluded.told"""
_ATTACHED = "SELECT conversation_id FROM attachment WHERE incident_id = :id"
_LEAVE_BEHIND = "UPDATE attachment SET behind = 1 WHERE incident_id = :id"

_QUEUED = """
SELECT id, status, letter FROM outbound
WHERE conversation_id = :conversation AND automatic = 1 AND status IN ('queued', 'sending')"""
_TAKE_BACK = "UPDATE outbound SET status = 'withdrawn', head = 0, settled_at = :now WHERE id = :id"
_REVOKE = "UPDATE outbound SET revoked = 1 WHERE id = :id"


def revision(tx: Tx) -> int:
    """Give the number that rises whenever a person changes an incident."""
    row = tx.row(_REVISION)
    return int(row[0]) if row else 0


def incidents_for(tx: Tx, waiting: Sequence[Inbound]) -> tuple[Incident, ...]:
    """Read the open incidents, the suspected ones, and those that waiting events speak of."""
    live = chain(tx.rows(_OPEN), tx.rows(_SUGGESTED))
    found = {item.id: item for item in (_incident(row) for row in live)}
    for event in waiting:
        number = int(event.payload.get("incident", "0")) if event.kind is InboundKind.INCIDENT else 0
        row = tx.row(_ONE, id=number) if number and number not in found else None
        if row is not None:
            found[number] = _incident(row)
    return tuple(found[number] for number in sorted(found))


def incidents(tx: Tx, most: int) -> tuple[Incident, ...]:
    """List the open incidents, then the suggestions, then the latest others, `most` of these at most."""
    rows = chain(tx.rows(_OPEN), tx.rows(_SUGGESTED), tx.rows(_LATEST, most=most))
    return tuple(counted(tx, _incident(row)) for row in rows)


def live_incidents(tx: Tx) -> tuple[Incident, ...]:
    """List the open incidents and the suggestions."""
    return tuple(counted(tx, _incident(row)) for row in chain(tx.rows(_OPEN), tx.rows(_SUGGESTED)))


def read_incident(tx: Tx, incident_id: int) -> Incident | None:
    """Read one incident; None if there is none such."""
    row = tx.row(_ONE, id=incident_id)
    return counted(tx, _incident(row)) if row is not None else None


def said_of(tx: Tx, incident_id: int, most: int) -> tuple[Said, ...]:
    """List what people said of an incident, newest first, `most` words at most."""
    return tuple(
        Said(
            number=row[0],
            status=IncidentStatus(row[1]),
            said=load(Announcement, row[2]),
            by=row[3],
            at=moment(row[4]),
        )
        for row in tx.rows(_NOTED, id=incident_id, most=most)
    )


def counted(tx: Tx, item: Incident) -> Incident:
    """Give the incident with how many conversations it has."""
    row = tx.row(_COUNTS, id=item.id, number=item.update)
    return _incident_with(item, row) if row is not None else item


def open_incident(tx: Tx, word: Word, conversations: Sequence[int], suggestion: int) -> int:
    """Open an incident, in the place of a suggestion where there is one; gives its number, 0 if that is gone.

    The conversations belong to it from now on; what the bot was about to answer them of its intents is taken
    back.
    """
    incident_id = _opened(tx, word, suggestion)
    if not incident_id:
        return 0
    for conversation in dict.fromkeys(conversations):
        tx.run(_ATTACH, incident=incident_id, conversation=conversation)
        _take_back(tx, conversation, word.said, word.at)
    _note(tx, incident_id, word, Deed.INCIDENT_OPENED)
    return incident_id


def attach(tx: Tx, incident_id: int, conversations: Sequence[int]) -> int:
    """Add conversations to an open incident, to be told its latest word; gives how many are new."""
    item = read_incident(tx, incident_id)
    if item is None or not item.is_open:
        return 0
    new = [one for one in conversations if tx.run(_ATTACH, incident=incident_id, conversation=one)]
    for conversation in new:
        _take_back(tx, conversation, item.said, item.changed_at)
    return len(new)


def attached(tx: Tx, incident_id: int) -> frozenset[int]:
    """Give the conversations that belong to an incident."""
    return frozenset(row[0] for row in tx.rows(_ATTACHED, id=incident_id))


def _opened(tx: Tx, word: Word, suggestion: int) -> int:
    values: dict[str, Value] = {"title": word.title, "said": dump(word.said), "now": ms(word.at)}
    if suggestion:
        return suggestion if tx.run(_PROMOTE, id=suggestion, **values) else 0
    row = tx.row(_BEGIN, **values)
    return int(row[0]) if row else 0


def _take_back(tx: Tx, conversation: int, said: Announcement, now: datetime) -> None:
    """Take back queued answers that the incident's text stands for."""
    taken = False
    for outbound_id, status, letter in tx.rows(_QUEUED, conversation=conversation):
        if load(Letter, letter).template in said.intents:
            taken = True
            if status == "queued":
                tx.run(_TAKE_BACK, id=outbound_id, now=ms(now))
            else:
                tx.run(_REVOKE, id=outbound_id)
    if taken:
        promote(tx, conversation)


def change_incident(tx: Tx, item: Incident, word: Word, status: IncidentStatus) -> bool:
    """Say more about an open incident, or that it is over; False if it is no longer as it was read.

    Everyone who belongs to it is behind until the word has become an event of their conversation.
    """
    changed = tx.run(
        _CHANGE,
        id=item.id,
        number=item.update,
        status=status.value,
        title=word.title,
        said=dump(word.said),
        now=ms(word.at),
    )
    if not changed:
        return False
    tx.run(_LEAVE_BEHIND, id=item.id)
    over = status is IncidentStatus.CLOSED
    _note(tx, item.id, word, Deed.INCIDENT_CLOSED if over else Deed.INCIDENT_UPDATED)
    return True


def dismiss_incident(tx: Tx, incident_id: int, by: str, now: datetime) -> bool:
    """Note that a suggestion is no incident; False if it is no suggestion any more."""
    if not tx.run(_DISMISS, id=incident_id, now=ms(now)):
        return False
    tx.run(_NOTE, id=incident_id, said="{}", by=by, now=ms(now))
    write_audit(tx, by, Deed.INCIDENT_DISMISSED, f"incident:{incident_id}", now)
    finish_incident_tasks(tx, incident_id, by, now)
    return True


def _note(tx: Tx, incident_id: int, word: Word, deed: Deed) -> None:
    """Keep what was said, by whom; turns decided on how it was before are decided again."""
    write_audit(tx, word.by, deed, f"incident:{incident_id}", word.at)
    tx.run(_NOTE, id=incident_id, said=dump(word.said), by=word.by, now=ms(word.at))
    tx.run(_RAISE)
    finish_incident_tasks(tx, incident_id, word.by, word.at)
    item = read_incident(tx, incident_id)
    if item is not None and item.is_open:
        show_open(tx, item, word.at)


def write_attached(tx: Tx, conversation_id: int, attached: Sequence[Attached]) -> None:
    """Note which incidents a conversation belongs to, and what it has been told."""
    for item in attached:
        tx.run(_TOLD, incident=item.incident, conversation=conversation_id, told=item.told)


def _incident(row: Row) -> Incident:
    return Incident(
        id=row[0],
        status=IncidentStatus(row[1]),
        title=row[2],
        key=row[3],
        said=load(Announcement, row[4]),
        evidence=load(Evidence, row[5]),
        update=row[6],
        began_at=moment(row[7]),
        changed_at=moment(row[8]),
    )


def _incident_with(item: Incident, counts: Row) -> Incident:
    return replace(item, attached=counts[0] or 0, waiting=counts[1] or 0)
