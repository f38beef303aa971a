"""Finding, making and reading conversations and their cases."""

from __future__ import annotations

from datetime import datetime

from bot.model.case import Case, CaseStatus, FollowUp, FollowUpKind, Priority
from bot.model.conversation import Conversation, State
from bot.model.message import FROM_CUSTOMER, Author, Inbound, Surface
from bot.model.public_side import PublicSide
from bot.model.reference import key_of
from bot.model.standing import Fact, Signals
from bot.stores.documents import dump, load, moment, moment_or_none, ms
from bot.stores.tx import Row, Tx, Value
from bot.stores.units.mutes import mute_of
from bot.stores.units.newcomers import note_newcomer
from bot.stores.units.numbering import FIRST_NUMBER
from bot.stores.units.public_side import began_in_public, go_on_from_public, read_public_side
from bot.stores.units.responses import open_wait
from bot.stores.units.sharing import places

_FOUND = """
RETURNING id, case_id, version, (SELECT status FROM cases WHERE cases.id = conversation.case_id)"""

_HEARD = (
    """
INSERT INTO conversation
    (channel, account, key, surface, contact, contact_id, state, language, last_text, last_at,
     unanswered_since, created_at, seen_at)
VALUES (:channel, :account, :key, :surface, :contact, :who, :state, :language, :text, :at, :at, :now, :now)
ON CONFLICT (channel, account, key) DO UPDATE SET
    contact = excluded.contact,
    language = CASE WHEN conversation.language = '' THEN excluded.language ELSE conversation.language END,
    last_text = excluded.last_text,
    last_at = excluded.last_at,
    unanswered_since = CASE WHEN conversation.unanswered_since = 0 THEN excluded.unanswered_since
                            ELSE conversation.unanswered_since END,
    seen_at = excluded.seen_at"""
    + _FOUND
)

_TOUCHED = (
    """
INSERT INTO conversation (channel, account, key, surface, contact, contact_id, state, created_at, seen_at)
VALUES (:channel, :account, :key, :surface, :contact, :who, :state, :now, :now)
ON CONFLICT (channel, account, key) DO UPDATE SET seen_at = excluded.seen_at"""
    + _FOUND
)

_READ = """
SELECT c.id, c.channel, c.account, c.key, c.surface, c.contact, c.version, c.state,
       c.unanswered_since,
       k.id, k.status, k.opened_at, k.intent, k.topic, k.priority, k.reason, k.previous, k.answered_at,
       k.signals, k.place, k.facts, k.conversation_id,
       (SELECT value FROM meta WHERE name = 'link_secret')
FROM conversation c JOIN cases k ON k.id = c.case_id
WHERE c.id = :id"""

_FOLLOW_UPS = "SELECT id, kind, step, at FROM followup WHERE conversation_id = :id ORDER BY at, id"


def from_customer(inbound: Inbound) -> bool:
    """Tell whether the customer said something that is owed an outcome."""
    return inbound.kind in FROM_CUSTOMER and not inbound.author.is_brand and not inbound.overheard


def visit(tx: Tx, inbound: Inbound, now: datetime) -> int:
    """Find or make the conversation of an event, with a case that fits it; gives its id."""
    heard = from_customer(inbound)
    row = tx.row(_HEARD, **_about(inbound, now)) if heard else tx.row(_TOUCHED, **_place(inbound, now))
    if row is None:
        raise LookupError("the conversation vanished while it was being written")
    conversation_id, case_id, _version, status = row
    if not case_id:
        open_case(tx, conversation_id, began_in_public(tx, inbound), now)
    elif heard:
        go_on_from_public(tx, inbound, case_id)
        revive_case(tx, conversation_id, case_id, CaseStatus(status), now)
    if heard:
        note_newcomer(tx, conversation_id, inbound, now)
        open_wait(tx, conversation_id, inbound.occurred_at)
    return int(conversation_id)


def _place(inbound: Inbound, now: datetime) -> dict[str, Value]:
    return {
        "channel": inbound.channel,
        "account": inbound.account,
        "key": inbound.conversation_key,
        "surface": inbound.surface.value,
        "contact": dump(inbound.author),
        "who": inbound.author.id,
        "state": dump(State()),
        "now": ms(now),
    }


def _about(inbound: Inbound, now: datetime) -> dict[str, Value]:
    return {
        **_place(inbound, now),
        "language": inbound.author.language_hint,
        "text": inbound.button or inbound.text,
        "at": ms(inbound.occurred_at),
    }


def open_case(tx: Tx, conversation_id: int, previous: int, now: datetime) -> None:
    """Open a case and make it the conversation's; `previous` is the number of the one before."""
    row = tx.row(
        """INSERT INTO cases (conversation_id, status, opened_at, previous)
           VALUES (:conversation, :status, :now, :previous) RETURNING id""",
        conversation=conversation_id,
        status=CaseStatus.NEW.value,
        now=ms(now),
        previous=previous,
    )
    tx.run(
        "UPDATE conversation SET case_id = :case WHERE id = :id",
        case=row[0] if row else 0,
        id=conversation_id,
    )


def revive_case(tx: Tx, conversation_id: int, case_id: int, status: CaseStatus, now: datetime) -> None:
    """Give a message a live case: a resolved one reopens, after a closed one a new one is opened.

    The conversation's version rises, so that a turn decided on the old case is decided again.
    """
    if status is CaseStatus.CLOSED:
        open_case(tx, conversation_id, case_id + FIRST_NUMBER, now)
    elif status is CaseStatus.RESOLVED:
        tx.run("UPDATE cases SET status = :s WHERE id = :id", s=CaseStatus.REOPENED.value, id=case_id)
    else:
        return
    tx.run("UPDATE conversation SET version = version + 1 WHERE id = :id", id=conversation_id)


def write_case(tx: Tx, case: Case) -> None:
    """Write down how a case stands."""
    tx.run(
        """UPDATE cases SET status = :status, intent = :intent, topic = :topic, priority = :priority,
               reason = :reason, previous = :previous, signals = :signals, place = :place, facts = :facts
           WHERE id = :id""",
        id=case.number - FIRST_NUMBER,
        status=case.status.value,
        intent=case.intent,
        topic=case.topic,
        priority=case.priority.value,
        reason=case.reason,
        previous=case.previous,
        signals=dump(case.signals),
        place=ms(case.place) if case.place is not None else 0,
        facts=dump(case.facts),
    )


def read_conversation(tx: Tx, conversation_id: int) -> Conversation | None:
    """Read a conversation with its case and its live follow-ups."""
    row = tx.row(_READ, id=conversation_id)
    if row is None:
        return None
    contact = load(Author, row[5])
    case = _case(row[9:])
    return Conversation(
        id=row[0],
        channel=row[1],
        account=row[2],
        key=row[3],
        surface=Surface(row[4]),
        contact=contact,
        version=row[6],
        state=load(State, row[7]),
        unanswered_since=moment_or_none(row[8]),
        case=case,
        places=places(tx, conversation_id, case.number),
        home=row[21],
        mute=mute_of(tx, row[1], row[2], contact.id),
        public=_public_side(tx, row),
        follow_ups=tuple(_follow_up(found) for found in tx.rows(_FOLLOW_UPS, id=conversation_id)),
    )


def _public_side(tx: Tx, row: Row) -> PublicSide | None:
    """Give where a private conversation began; nothing is read for one that follows no case."""
    if row[4] == Surface.PUBLIC.value:
        return None
    return read_public_side(tx, (row[1], row[2], row[9] + FIRST_NUMBER, row[16]))


def _case(row: Row) -> Case:
    number, status, opened_at, intent, topic, priority, reason, previous, answered_at, *standing = row
    signals, place, facts, _home, secret = standing
    return Case(
        number=number + FIRST_NUMBER,
        status=CaseStatus(status),
        opened_at=moment(opened_at),
        intent=intent,
        topic=topic,
        priority=Priority(priority),
        reason=reason,
        previous=previous,
        answered_at=moment_or_none(answered_at),
        signals=load(Signals, signals),
        place=moment_or_none(place),
        facts=load(tuple[Fact, ...], facts),
        key=key_of(number + FIRST_NUMBER, secret) if secret else "",
    )


def _follow_up(row: Row) -> FollowUp:
    return FollowUp(id=row[0], kind=FollowUpKind(row[1]), step=row[2], at=moment(row[3]))


def find(tx: Tx, channel: str, account: str, key: str) -> int:
    """Give the id of a conversation, 0 if there is none such."""
    row = tx.row(
        "SELECT id FROM conversation WHERE channel = :channel AND account = :account AND key = :key",
        channel=channel,
        account=account,
        key=key,
    )
    return int(row[0]) if row else 0
