"""Correcting and taking back a message that was sent, from its menu in the transcript."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from bot.desk.visit import Visit, fields, refuse, row_number
from bot.model.text import clean

_LONGEST = 10_000


async def correct(visit: Visit) -> Response:
    """Let a sent message say other words."""
    form = await fields(visit.request)
    text = clean(form.get("text", "").replace("\r\n", "\n")).strip()
    if not text or len(text) > _LONGEST:
        return refuse(visit.request, 400)
    conversation, line = row_number(visit, "id"), row_number(visit, "line")
    if await visit.desk.agents.shows(conversation, text):
        return refuse(visit.request, 422)
    return _ended(visit, done=await visit.desk.agents.correct(conversation, line, visit.person.key, text))


async def take_back(visit: Visit) -> Response:
    """Take a sent message back."""
    conversation, line = row_number(visit, "id"), row_number(visit, "line")
    return _ended(visit, done=await visit.desk.agents.take_back(conversation, line, visit.person.key))


def _ended(visit: Visit, *, done: bool) -> Response:
    if not done:
        return refuse(visit.request, 404)
    return RedirectResponse(f"/desk/c/{row_number(visit, 'id')}", status_code=303)
