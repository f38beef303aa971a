"""The desk's list as the page shows it: a shelf of it, in groups, a page at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.desk.entries import Entry, Note, entry, note
from bot.desk.visit import Visit
from bot.service.inbox_values import InboxAsk, InboxPage, Place, Shelf, place_of, wants_person
from bot.service.values import InboxRow

PAGE = 60
"""Rows of a page of the list: well below 100 kB, whatever they say."""

_AFTER = re.compile(r"(-?\d{1,18})-(\d{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_GROUPS = {
    Shelf.NOW: ("waiting", "with_people", "lately"),
    Shelf.WAITING: ("waiting",),
    Shelf.MINE: ("mine",),
    Shelf.ALL: ("all",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Rows under one heading; `name` is also the key of its word."""

    name: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """A page of the list; `more` is where the next begins ("": nowhere), `first`: none is before it.

    `query` is what links carry so that the shelf stays the same.
    """

    shelf: str
    query: str
    groups: tuple[Group, ...]
    strays: tuple[Note, ...]
    waiting: int
    mine: int
    more: str
    first: bool


async def read_inbox(visit: Visit) -> Inbox:
    """Read the page of the list that the address asks for."""
    shelf, after = shelf_of(visit), _after(visit)
    ask = InboxAsk(shelf=shelf, person=visit.person.key, most=PAGE, after=after)
    page = await visit.desk.team.page(ask)
    return Inbox(
        shelf=shelf.value,
        query=query_of(shelf),
        groups=_groups(visit, shelf, page),
        strays=await _strays(visit) if after is None else (),
        waiting=page.waiting,
        mine=page.mine,
        more=f"{page.more.order}-{page.more.conversation_id}" if page.more is not None else "",
        first=after is None,
    )


async def _strays(visit: Visit) -> tuple[Note, ...]:
    tasks = await visit.desk.agents.tasks()
    return tuple(note(visit, task) for task in tasks if not task.conversation_id)


def shelf_of(visit: Visit) -> Shelf:
    """Give the shelf that the address names; the first where it names none there is."""
    wanted = visit.request.query_params.get("show", "")
    return Shelf(wanted) if wanted in set(Shelf) else Shelf.NOW


def query_of(shelf: Shelf) -> str:
    """Give what an address needs to name a shelf."""
    return "" if shelf is Shelf.NOW else f"?show={shelf.value}"


def _after(visit: Visit) -> Place | None:
    written = _AFTER.fullmatch(visit.request.query_params.get("after", ""))
    return Place(order=int(written[1]), conversation_id=int(written[2])) if written else None


def _groups(visit: Visit, shelf: Shelf, page: InboxPage) -> tuple[Group, ...]:
    entries = placed(visit, shelf, page.rows)
    return tuple(
        Group(name=name, entries=tuple(item for item in entries if item.group == name))
        for name in _GROUPS[shelf]
    )


def placed(visit: Visit, shelf: Shelf, rows: Iterable[InboxRow]) -> tuple[Entry, ...]:
    """Put those of these rows that a shelf holds into words, in their order."""
    found = [
        entry(visit, row, group=group, order=_order(group, row))
        for row in rows
        if (group := _group(visit, shelf, row))
    ]
    return tuple(sorted(found, key=lambda item: (item.order, item.id)))


def _group(visit: Visit, shelf: Shelf, row: InboxRow) -> str:
    """Name the group of a shelf in which a row is; "" where it is not on the shelf."""
    match shelf:
        case Shelf.NOW:
            return _group_now(row)
        case Shelf.WAITING:
            return "waiting" if wants_person(row) and not _is_there(row) else ""
        case Shelf.MINE:
            return "mine" if _is_mine(visit, row) else ""
        case Shelf.ALL:
            return "all"


def _group_now(row: InboxRow) -> str:
    """Name the group of a row on the first shelf."""
    if _is_there(row):
        return ""
    return "waiting" if wants_person(row) else "with_people" if row.agent else "lately"


def _is_there(row: InboxRow) -> bool:
    """Tell whether a case is one row where it began: people have it there, and nothing is asked here."""
    return row.elsewhere and not row.tasks


def _is_mine(visit: Visit, row: InboxRow) -> bool:
    """Tell whether a row is the reader's: taken over, given to them, or theirs by a route."""
    me = visit.person.key
    if row.elsewhere:
        return row.agent == me and me not in {row.agent_there, row.assigned}
    by_route = me in row.routed and not row.agent and row.status.value in {"waiting_for_agent", "with_agent"}
    return row.is_open and (me in {row.agent, row.assigned} or by_route)


def _order(group: str, row: InboxRow) -> int:
    if group in {"lately", "all"}:
        return -_milliseconds(row.last_at)
    return _milliseconds(place_of(row))


def _milliseconds(at: datetime) -> int:
    return (at - _EPOCH) // timedelta(milliseconds=1)
