"""Topics in a group of the people who answer: which conversations they show, and how far."""

from __future__ import annotations

from bot.model.message import OutboundStatus
from bot.service.topic_changes import carried_over
from bot.service.values import DeskTopic, DeskView
from bot.stores.documents import dump, load
from bot.stores.tx import Tx
from bot.stores.units.conversations import read_conversation
from bot.stores.units.desk import WANTING, pending
from bot.stores.units.drafts import waiting_draft
from bot.stores.units.tasks import tasks_of
from bot.stores.units.transcript import fresh_lines, latest_lines, lines_until

MOST_WANTING = 200
"""So many conversations that want a person are shown at once, the most urgent."""

LINES = 6
FRESH = 40

_LATELY = """
SELECT t.conversation_id FROM (SELECT id FROM conversation WHERE last_at > 0
                               ORDER BY last_at DESC, id DESC LIMIT :most) lately
JOIN desk_topic t ON t.place = :place AND t.conversation_id = lately.id WHERE t.closed = 1"""

_OPEN = "SELECT conversation_id FROM desk_topic WHERE place = :place AND closed = 0"
_OF_CONVERSATION = "SELECT body FROM desk_topic WHERE place = :place AND conversation_id = :conversation"
_OF_THREAD = "SELECT conversation_id FROM desk_topic WHERE place = :place AND thread = :thread AND thread > 0"

_SAVE = """
INSERT INTO desk_topic (place, conversation_id, thread, closed, body)
VALUES (:place, :conversation, :thread, :closed, :body)
ON CONFLICT (place, conversation_id) DO UPDATE SET
    thread = excluded.thread, closed = excluded.closed, body = excluded.body"""

_FAILED = frozenset({OutboundStatus.REFUSED, OutboundStatus.UNKNOWN})


def desk_views(tx: Tx, place: str) -> tuple[DeskView, ...]:
    """Give what a group is to see: what wants a person, open topics, closed ones that were written in."""
    rows = (
        *tx.rows(WANTING, most=MOST_WANTING),
        *tx.rows(_OPEN, place=place),
        *tx.rows(_LATELY, place=place, most=MOST_WANTING),
    )
    found = (desk_view(tx, place, number) for number in dict.fromkeys(int(row[0]) for row in rows))
    return tuple(view for view in found if view is not None)


def desk_view(tx: Tx, place: str, conversation_id: int) -> DeskView | None:
    """Give one conversation as a group is to see it; None if there is none such."""
    conversation = read_conversation(tx, conversation_id)
    if conversation is None:
        return None
    row = tx.row(_OF_CONVERSATION, place=place, conversation=conversation_id)
    fresh = DeskTopic(place=place, conversation_id=conversation_id)
    topic = load(DeskTopic, row[0]) if row is not None else fresh
    shows = topic.card and topic.case == conversation.case.number
    lines = lines_until(tx, conversation_id, topic.card_line, LINES) if shows else ()
    return DeskView(
        conversation=conversation,
        topic=topic,
        lines=lines if shows else latest_lines(tx, conversation_id, LINES),
        fresh=fresh_lines(tx, conversation_id, topic.line, FRESH) if shows else (),
        failed=tuple(item for item in pending(tx, conversation_id) if item.status in _FAILED),
        tasks=tasks_of(tx, conversation_id),
        draft=waiting_draft(tx, conversation_id),
    )


def view_of_thread(tx: Tx, place: str, thread: int) -> DeskView | None:
    """Give the conversation a topic shows; None for a topic that is not ours."""
    row = tx.row(_OF_THREAD, place=place, thread=thread)
    return desk_view(tx, place, int(row[0])) if row is not None else None


def save_topic(tx: Tx, topic: DeskTopic, since: DeskTopic) -> None:
    """Write down what changed of a topic; what others changed of it since it was read stays."""
    row = tx.row(_OF_CONVERSATION, place=topic.place, conversation=topic.conversation_id)
    stored = load(DeskTopic, row[0]) if row is not None else since
    topic = carried_over(stored, since, topic)
    tx.run(
        _SAVE,
        place=topic.place,
        conversation=topic.conversation_id,
        thread=topic.thread,
        closed=int(topic.closed),
        body=dump(topic),
    )
