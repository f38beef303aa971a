"""What a team does in a conversation beside answering: notes, whose it is, promises, second thoughts."""

from __future__ import annotations

from starlette.responses import Response

from bot.desk.conversation import show_conversation
from bot.desk.entries import when
from bot.desk.kept import Kept
from bot.desk.visit import Visit, fields, refuse, row_number, to_talk, typed
from bot.desk.words import words
from bot.service.inbox_values import AnswerFate, Told

_LONGEST = 4000


async def note(visit: Visit) -> Response:
    """Keep a note for colleagues."""
    text = typed((await fields(visit.request)).get("text", ""))
    if not text or len(text) > _LONGEST:
        return refuse(visit.request, 400)
    number = row_number(visit, "id")
    return to_talk(visit, done=await visit.desk.team.note(number, visit.person.key, text))


async def assign(visit: Visit) -> Response:
    """Give the case to a person, or to nobody."""
    person = (await fields(visit.request)).get("person", "-")
    if person and person not in visit.people:
        return refuse(visit.request, 400)
    number, me = row_number(visit, "id"), visit.person.key
    return to_talk(visit, done=await visit.desk.team.assign(number, person, me))


async def promise(visit: Visit) -> Response:
    """Tell the customer a time at which a person answers, and owe it."""
    form = await fields(visit.request)
    written = (form.get("at", "").strip() or form.get("when", "").strip())[:100]
    told = await visit.desk.team.promise(row_number(visit, "id"), visit.person.key, written)
    if told is None:
        return refuse(visit.request, 404)
    if told.why:
        return await show_conversation(visit, Kept(act_why=_why_not(visit, told)))
    return to_talk(visit, done=True)


def _why_not(visit: Visit, told: Told) -> str:
    """Say why a time is not promised, and what could be."""
    w = words(visit.language)
    if told.why == "closed" and told.opening is not None:
        return w["due_closed_until"].format(at=when(visit, told.opening))
    return w[f"due_{told.why}"]


async def take_back(visit: Visit) -> Response:
    """Take an answer back before it leaves: its words return to the field."""
    taken = await visit.desk.team.take_back(row_number(visit, "thing"), visit.person.key)
    if taken is None or taken.conversation_id != row_number(visit, "id"):
        return refuse(visit.request, 409)
    return await show_conversation(visit, Kept(text=taken.text), status=200)


async def look(visit: Visit) -> Response:
    """Look on the platform whether a message arrived, and say what was found."""
    fate = await visit.desk.team.look(row_number(visit, "thing"), visit.person.key)
    if fate is None:
        return refuse(visit.request, 404)
    if fate is AnswerFate.SENT:
        return to_talk(visit, done=True)
    said = words(visit.language)[f"fate_{fate.value}"]
    return await show_conversation(visit, Kept(act_why=said), status=200)


async def arrived(visit: Visit) -> Response:
    """Take the reader's word that a message arrived."""
    return to_talk(visit, done=await visit.desk.team.arrived(row_number(visit, "thing"), visit.person.key))
