"""Follow-ups that fall due become events of their conversation: some at a time, the most urgent first."""

from __future__ import annotations

from datetime import UTC, datetime

from bot.model.message import Author, Inbound, InboundKind, Surface
from bot.model.turn import NewTask, TaskKind
from bot.stores.documents import moment, ms
from bot.stores.tx import Row, Tx
from bot.stores.units.catching_up import LATE, TOGETHER, catch_up_from, pause
from bot.stores.units.intake import store_event
from bot.stores.units.tasks import add_task

BATCH = 50
"""At most so many that fall due now are woken in one transaction: other commits wait until it is over."""

URGENCY = "CASE kind WHEN 'promise' THEN 0 WHEN 'reassure' THEN 1 ELSE 2 END"
"""How urgent a follow-up is, 0 the most; the index `followup_urgent` is made of this very expression."""

_URGENCIES = (0, 1, 2)

TAKE = f"""
DELETE FROM followup WHERE id IN
    (SELECT id FROM followup WHERE {URGENCY} = :urgency AND at BETWEEN :first AND :last
     ORDER BY at, id LIMIT :most)
RETURNING {URGENCY}, at, id, kind, step, conversation_id"""  # noqa: S608 - a constant
"""Takes at most so many of one urgency out of a span of time, the oldest first."""

_PLACE = "SELECT channel, account, key, surface FROM conversation WHERE id = :id"

_COMING = """
SELECT (SELECT MIN(at) FROM followup WHERE at <= :late),
       (SELECT MIN(at) FROM followup WHERE at > :late AND at <= :last)"""

_FIRST, _LAST = -(1 << 63), ms(datetime.max.replace(tzinfo=UTC))


def wake_due(tx: Tx, now: datetime) -> tuple[int, ...]:
    """Turn a batch of due follow-ups into events, the most urgent first; give their conversations.

    None are given only when nothing more may be woken now.
    """
    conversations: dict[int, None] = {}
    while not conversations and (rows := _take_batch(tx, now)):
        for row in rows:
            if conversation_id := _wake(tx, row, now):
                conversations[conversation_id] = None
    return tuple(conversations)


def _take_batch(tx: Tx, now: datetime) -> list[Row]:
    """Take what falls due now and, if it is time for that, some of what was missed."""
    late = ms(now - LATE)
    missed = _take(tx, _FIRST, late, TOGETHER) if catch_up_from(tx, now) <= ms(now) else []
    if missed:
        pause(tx, now)
    return sorted(missed + _take(tx, late + 1, ms(now), BATCH))


def _take(tx: Tx, first: int, last: int, most: int) -> list[Row]:
    rows: list[Row] = []
    for urgency in _URGENCIES:
        if most > len(rows):
            rows += tx.rows(TAKE, urgency=urgency, first=first, last=last, most=most - len(rows))
    return rows


def _wake(tx: Tx, row: Row, now: datetime) -> int:
    """Store a follow-up as an event and give its conversation; 0 if there is none, or no sense in the row."""
    conversation_id = row[-1]
    place = tx.row(_PLACE, id=conversation_id)
    if place is None:
        return 0
    try:
        event = _event(row, place, now)
    except (ValueError, OverflowError) as error:
        _set_aside(tx, row, error, now)
        return 0
    return store_event(tx, event, now)


def _set_aside(tx: Tx, row: Row, error: Exception, now: datetime) -> None:
    """Give a person a follow-up that makes no sense, so that it does not hold up the others."""
    _urgency, at, follow_up_id, kind, step, conversation_id = row
    text = f"a follow-up ({kind}) could not be read and was set aside: please look whether something is owed"
    what = f"follow-up {follow_up_id}, step {step}, at {at}: {type(error).__name__}"
    add_task(tx, conversation_id, NewTask(kind=TaskKind.POISON, text=text, reason=what), now)


def _event(row: Row, place: Row, now: datetime) -> Inbound:
    _urgency, at, follow_up_id, kind, step, _conversation = row
    channel, account, key, surface = place
    return Inbound(
        channel=channel,
        account=account,
        event_key=f"followup:{follow_up_id}",
        conversation_key=key,
        author=Author(id="clock"),
        kind=InboundKind.FOLLOW_UP,
        surface=Surface(surface),
        occurred_at=moment(at),
        received_at=now,
        payload={"kind": kind, "step": str(step), "at": moment(at).isoformat()},
    )


def next_wake(tx: Tx, now: datetime) -> datetime | None:
    """Give when `wake_due` will next have something to wake, a moment not after `now` if it has; or None."""
    missed, coming = tx.rows(_COMING, late=ms(now - LATE), last=_LAST)[0]
    moments = [coming] if coming is not None else []
    if missed is not None:
        moments.append(catch_up_from(tx, now))
    return moment(min(moments)) if moments else None


def next_due(tx: Tx) -> datetime | None:
    """Give when the next follow-up falls due."""
    row = tx.row("SELECT MIN(at) FROM followup")
    return moment(row[0]) if row and row[0] is not None else None
