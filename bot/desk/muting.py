"""Muting a contact, with a reason and an end, and letting them go again."""

from __future__ import annotations

from datetime import timedelta

from starlette.responses import Response

from bot.desk.entries import agent_name, when
from bot.desk.visit import Visit, fields, refuse, row_number, to_talk
from bot.desk.words import words
from bot.model.muting import Mute
from bot.model.text import clean

DAYS = (1, 7, 30)
"""For how many days a contact can be muted."""

_LONGEST = 300


async def mute(visit: Visit) -> Response:
    """Let the bot say nothing to a contact for some days; a reason is needed."""
    form = await fields(visit.request)
    reason, days = clean(form.get("reason", "")).strip(), form.get("days", "")
    if not reason or len(reason) > _LONGEST or days not in map(str, DAYS):
        return refuse(visit.request, 400)
    until = visit.desk.clock.now() + timedelta(days=int(days))
    number = row_number(visit, "id")
    return to_talk(visit, done=await visit.desk.agents.mute(number, visit.person.key, reason, until))


async def unmute(visit: Visit) -> Response:
    """Let the bot answer a contact again."""
    return to_talk(visit, done=await visit.desk.agents.unmute(row_number(visit, "id"), visit.person.key))


def told(visit: Visit, mute: Mute | None) -> str:
    """Say who muted the contact, until when and why; "" where nobody did, or it is over."""
    if mute is None or mute.until <= visit.desk.clock.now():
        return ""
    sentence = words(visit.language)["muted"]
    return sentence.format(who=agent_name(visit, mute.agent), at=when(visit, mute.until), why=mute.reason)
