"""The brand's replies, found beside the field in which an answer is written."""

from __future__ import annotations

from starlette.responses import Response

from bot.desk.visit import Visit, page, refuse, row_number
from bot.model.text import clean
from bot.policy.prepared import Prepared

_LONGEST = 100


async def prepared(visit: Visit) -> Response:
    """Give the replies in which some words are found, in the customer's language."""
    number = row_number(visit, "id")
    if not number or await visit.desk.agents.dossier(number) is None:
        return refuse(visit.request, 404)
    found = await find(visit, visit.request.query_params.get("find", ""))
    return page(visit.request, "prepared.html", found=found, number=number)


async def find(visit: Visit, query: str) -> tuple[Prepared, ...]:
    """Find replies for the conversation of the address."""
    words = clean(query).strip()[:_LONGEST]
    return await visit.desk.team.prepared(row_number(visit, "id"), words) or ()
