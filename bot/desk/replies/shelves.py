"""The page of all replies: topics at the side, and in every language what is written and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from starlette.responses import Response

from bot.desk.sections import REPLIES, section_page
from bot.desk.visit import Visit
from bot.service.reply_values import Row, Shelf

_MOST_ROWS = 120


async def show_shelves(visit: Visit) -> Response:
    """Show a topic, what was searched for, or everything in which something is to be done."""
    asked = visit.request.query_params
    shelves = await visit.desk.replies.shelves(visit.language)
    gaps, query, topic = sum(shelf.gaps for shelf in shelves), asked.get("q", "").strip(), asked.get("topic")
    if topic is None and not gaps:
        topic = shelves[0].topic
    rows = list(_rows(shelves, topic, query.casefold()))
    return await section_page(
        visit,
        REPLIES,
        "replies.html",
        shelves=shelves,
        gaps=gaps,
        topic=topic,
        query=query,
        rows=rows[:_MOST_ROWS],
        more=max(0, len(rows) - _MOST_ROWS),
    )


def _rows(shelves: Sequence[Shelf], topic: str | None, query: str) -> Iterator[Row]:
    for shelf in shelves:
        for row in shelf.rows:
            if query:
                wanted = query in row.title.casefold() or query in row.name.casefold()
            else:
                wanted = shelf.topic == topic if topic is not None else any(c.is_gap for c in row.cells)
            if wanted:
                yield row
