"""Single rows of the list, as an open page fetches those that have changed."""

from __future__ import annotations

from starlette.responses import Response

from bot.desk.listing import placed, query_of, shelf_of
from bot.desk.visit import Visit, page
from bot.service.inbox_values import InboxAsk, Shelf

_MOST = 100


async def rows(visit: Visit) -> Response:
    """Give the named rows of a shelf, those that are on it, where people have their cases, and the counts."""
    shelf = shelf_of(visit)
    found = await visit.desk.team.rows(_numbers(visit))
    counted = await visit.desk.team.page(InboxAsk(shelf=Shelf.WAITING, person=visit.person.key, most=0))
    return page(
        visit.request,
        "rows.html",
        entries=placed(visit, shelf, found),
        waiting=counted.waiting,
        mine=counted.mine,
        query=query_of(shelf),
        chosen=0,
    )


def _numbers(visit: Visit) -> tuple[int, ...]:
    written = visit.request.query_params.getlist("id")[:_MOST]
    return tuple(int(item) for item in written if item.isdecimal() and len(item) < 19)
