"""The desk's list in pages: each costs what it shows and what waits, not what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.service.inbox_values import InboxAsk, InboxPage, Place, Shelf
from bot.service.values import InboxRow
from bot.stores.tx import Row, Tx, Value
from bot.stores.units.desk import ROW_COLUMNS, UNHEARD_SINCE, inbox_row
from bot.stores.units.tasks import tasks_of

LATELY = 20
"""So many conversations that want nobody end the first shelf."""

_ORDER = f"""
CASE WHEN k.place > 0 THEN k.place ELSE COALESCE(
    (SELECT MIN(a.created_at) FROM task a WHERE a.conversation_id = c.id AND a.done_at = 0),
    CASE WHEN k.status IN ('waiting_for_agent', 'with_agent') THEN {UNHEARD_SINCE} END,
    c.last_at) END"""  # noqa: S608 - constants

_WITH_TASKS = "SELECT conversation_id FROM task WHERE done_at = 0 AND conversation_id > 0"
_FOR_PEOPLE = "SELECT conversation_id FROM cases WHERE status IN ('waiting_for_agent', 'with_agent')"
_UNHEARD = """
SELECT p.conversation_id FROM cases p JOIN conversation u ON u.id = p.conversation_id AND u.case_id = p.id
WHERE p.status IN ('waiting_for_agent', 'with_agent') AND u.unanswered_since > 0
UNION
SELECT p.conversation_id FROM cases p
WHERE p.status IN ('waiting_for_agent', 'with_agent') AND EXISTS (
    SELECT 1 FROM shared s JOIN conversation u ON u.id = s.conversation_id AND u.case_id = s.case_id
    WHERE s.case_id = p.id AND u.unanswered_since > 0)"""
_HELD = """
SELECT h.id FROM conversation h JOIN cases g ON g.id = h.case_id
JOIN conversation b ON b.id = g.conversation_id
WHERE h.agent = :person AND h.agent <> ''
    AND NOT (b.id <> h.id AND g.status IN ('waiting_for_agent', 'with_agent')
             AND (g.assigned = :person OR (b.agent = :person AND b.case_id = g.id)))"""
_GIVEN = """
SELECT conversation_id FROM cases
WHERE assigned = :person AND assigned <> '' AND status NOT IN ('resolved', 'closed')"""

_WANTED = {
    Shelf.NOW: f"{_WITH_TASKS} UNION {_FOR_PEOPLE}",
    Shelf.WAITING: f"{_WITH_TASKS} UNION {_UNHEARD}",
    Shelf.MINE: f"{_HELD} UNION {_GIVEN} UNION {{routed}}",
}
_ROUTED = """
SELECT r.conversation_id FROM cases r JOIN conversation v ON v.id = r.conversation_id AND v.case_id = r.id
WHERE r.status IN ('waiting_for_agent', 'with_agent') AND r.assigned = '' AND v.agent = ''
    AND (r.topic IN ({routes}) OR 'channel:' || v.channel IN ({routes})
         OR 'language:' || v.language IN ({routes}))"""
_NOBODY = "SELECT 0 WHERE 1 = 0"
_OPEN_ONLY = "AND k.status NOT IN ('resolved', 'closed')"

_PAGE = """
SELECT c.id, {order} AS place FROM conversation c JOIN cases k ON k.id = c.case_id
WHERE c.id IN ({wanted}) {only} AND ({order}, c.id) > (:order, :after)
ORDER BY place, c.id LIMIT :most"""

_LATEST = """
SELECT id, last_at FROM conversation
WHERE last_at > 0 AND (last_at, id) < (:order, :after) ORDER BY last_at DESC, id DESC LIMIT :most"""

_COUNT = """
SELECT COUNT(*) FROM conversation c JOIN cases k ON k.id = c.case_id WHERE c.id IN ({wanted}) {only}"""

_ROW = ROW_COLUMNS + " WHERE c.id = :id"
_BEGAN = """
SELECT k.conversation_id FROM conversation c JOIN cases k ON k.id = c.case_id
WHERE c.id = :id AND k.conversation_id <> c.id AND k.status IN ('waiting_for_agent', 'with_agent')"""

_FIRST = -(2**62)
_LAST = 2**62


def inbox_page(tx: Tx, ask: InboxAsk) -> InboxPage:
    """Give a page of the desk's list."""
    found = _all(tx, ask) if ask.shelf is Shelf.ALL else _wanted(tx, ask)
    shown = found[: ask.most]
    more = _place(shown[-1]) if shown and len(found) > ask.most else None
    if ask.shelf is Shelf.NOW and more is None:
        shown = [*shown, *_lately(tx, {row[0] for row in shown})]
    return InboxPage(
        rows=tuple(_rows(tx, [row[0] for row in shown])),
        waiting=_count(tx, Shelf.WAITING, ask),
        mine=_count(tx, Shelf.MINE, ask),
        more=more,
    )


def inbox_rows(tx: Tx, conversations: Sequence[int]) -> tuple[InboxRow, ...]:
    """Give the rows of these conversations, then of where people have a case that one follows."""
    began = [row[0] for number in conversations for row in tx.rows(_BEGAN, id=number)]
    return tuple(_rows(tx, dict.fromkeys([*conversations, *began])))


def _rows(tx: Tx, conversations: Iterable[int]) -> Iterable[InboxRow]:
    for number in conversations:
        row = tx.row(_ROW, id=number)
        if row is not None:
            yield inbox_row(row, tasks_of(tx, number))


def _wanted(tx: Tx, ask: InboxAsk) -> list[Row]:
    """Give the numbers of what a shelf holds, and what they are ordered by; one more than are shown."""
    after = ask.after or Place(order=_FIRST, conversation_id=0)
    sql = _PAGE.format(order=_ORDER, wanted=_within(ask.shelf, ask), only=_only(ask.shelf))
    return tx.rows(
        sql,
        **_of(ask.shelf, ask),
        order=after.order,
        after=after.conversation_id,
        most=ask.most + 1,
    )


def _all(tx: Tx, ask: InboxAsk) -> list[Row]:
    after = ask.after or Place(order=_LAST, conversation_id=0)
    return tx.rows(_LATEST, order=after.order, after=after.conversation_id, most=ask.most + 1)


def _lately(tx: Tx, shown: set[int]) -> list[Row]:
    """Give the latest conversations that are not shown already and want nobody."""
    most = LATELY + len(shown)
    rows = tx.rows(_LATEST, order=_LAST, after=0, most=most)
    calm = [row for row in rows if row[0] not in shown and not _wants_somebody(tx, row[0])]
    return calm[:LATELY]


def _wants_somebody(tx: Tx, number: int) -> bool:
    wanted = "SELECT 1 FROM task WHERE done_at = 0 AND conversation_id = :id LIMIT 1"
    people = """
SELECT 1 FROM conversation c JOIN cases k ON k.id = c.case_id
WHERE c.id = :id AND k.status IN ('waiting_for_agent', 'with_agent')"""
    return tx.row(wanted, id=number) is not None or tx.row(people, id=number) is not None


def _count(tx: Tx, shelf: Shelf, ask: InboxAsk) -> int:
    sql = _COUNT.format(wanted=_within(shelf, ask), only=_only(shelf))
    row = tx.row(sql, **_of(shelf, ask))
    return int(row[0]) if row is not None else 0


def _only(shelf: Shelf) -> str:
    return _OPEN_ONLY if shelf is Shelf.MINE else ""


def _within(shelf: Shelf, ask: InboxAsk) -> str:
    """Give the statement that finds a shelf's conversations."""
    if shelf is not Shelf.MINE:
        return _WANTED[shelf]
    names = ", ".join(f":route{n}" for n in range(len(ask.routes)))
    return _WANTED[shelf].format(routed=_ROUTED.format(routes=names) if names else _NOBODY)


def _of(shelf: Shelf, ask: InboxAsk) -> dict[str, Value]:
    """Give the values that the statement of a shelf names."""
    if shelf is not Shelf.MINE:
        return {}
    return {"person": ask.person, **{f"route{n}": name for n, name in enumerate(ask.routes)}}


def _place(row: Row) -> Place:
    return Place(order=row[1], conversation_id=row[0])
