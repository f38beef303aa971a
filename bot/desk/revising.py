"""Correcting and taking back a message that was sent, from its menu in the transcript."""

from __future__ import annotations

from starlette.responses import Response

from bot.desk.visit import Visit, fields, refuse, row_number, to_talk, typed

_LONGEST = 10_000


async def correct(visit: Visit) -> Response:
    """Let a sent message say other words."""
    form = await fields(visit.request)
    text = typed(form.get("text", ""))
    if not text or len(text) > _LONGEST:
        return refuse(visit.request, 400)
    conversation, line = row_number(visit, "id"), row_number(visit, "line")
    if await visit.desk.agents.shows(conversation, text):
        return refuse(visit.request, 422)
    return to_talk(visit, done=await visit.desk.agents.correct(conversation, line, visit.person.key, text))


async def take_back(visit: Visit) -> Response:
    """Take a sent message back."""
    conversation, line = row_number(visit, "id"), row_number(visit, "line")
    return to_talk(visit, done=await visit.desk.agents.take_back(conversation, line, visit.person.key))
