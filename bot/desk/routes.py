"""The desk's routes, below /desk: the door, the inbox, a conversation, and what an agent can do there."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from functools import partial

from starlette.responses import RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.desk import revising
from bot.desk.access.entrance import come_in, leave, show_door
from bot.desk.access.routes import access_routes
from bot.desk.calendar.routes import calendar_routes
from bot.desk.conversation import ask_first, show_conversation, show_inbox, show_talk
from bot.desk.drafting import approve, count, edit, turn_down
from bot.desk.incidents import incident_routes
from bot.desk.kept import Kept, shows_data
from bot.desk.listening import listening
from bot.desk.live import events
from bot.desk.muting import mute, unmute
from bot.desk.owed.routes import owed_routes
from bot.desk.ports import Desk
from bot.desk.prepared import prepared
from bot.desk.replies.routes import reply_routes
from bot.desk.report.routes import report_routes
from bot.desk.rows import rows
from bot.desk.saying import check, warnings
from bot.desk.stopping import close_breaker, resume_sending, stop_sending
from bot.desk.teamwork import arrived, assign, look, note, promise, take_back
from bot.desk.trying.routes import trying_routes
from bot.desk.unanswered.routes import unanswered_routes
from bot.desk.visit import Action, DeskRoute, Visit, fields, guarded, open_to_all, refuse, row_number, typed
from bot.model.role import Role

_REPLY_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")

Deed = Callable[[Visit, int], Awaitable[bool]]


def routes(desk: Desk) -> list[BaseRoute]:
    """Give the desk's routes, to be mounted at /desk."""
    return [
        Route("/enter", open_to_all(partial(show_door, desk)), methods=["GET"]),
        Route("/enter", open_to_all(partial(come_in, desk)), methods=["POST"]),
        *(guarded(desk, route) for route in desk_routes()),
    ]


def desk_routes() -> list[DeskRoute]:
    """Give every route that asks for a session, with the role it asks for."""
    conversation = "/c/{id:int}"
    return [
        DeskRoute(Role.VIEWER, "GET", "/", show_inbox),
        DeskRoute(Role.VIEWER, "GET", "/events", events),
        DeskRoute(Role.VIEWER, "GET", "/rows", rows),
        DeskRoute(Role.VIEWER, "GET", "/listening", listening),
        DeskRoute(Role.VIEWER, "POST", "/leave", leave),
        DeskRoute(Role.ADMIN, "POST", "/stop", stop_sending),
        DeskRoute(Role.ADMIN, "POST", "/resume", resume_sending),
        DeskRoute(Role.ADMIN, "POST", "/breakers/close", close_breaker),
        DeskRoute(Role.VIEWER, "GET", conversation, show_conversation),
        DeskRoute(Role.VIEWER, "GET", f"{conversation}/talk", show_talk),
        DeskRoute(Role.AGENT, "GET", f"{conversation}/prepared", prepared),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/take", _doing(_take_over)),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/reply", _reply),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/check", check),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/typing", _typing),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/hand-back", _doing(_hand_back)),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/close", _doing(_close)),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/mute", mute),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/unmute", unmute),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/tasks/{{thing:int}}/done", _doing(_finish_task)),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/letters/{{thing:int}}/resend", _doing(_resend)),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/letters/{{thing:int}}/undo", take_back),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/letters/{{thing:int}}/look", look),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/letters/{{thing:int}}/arrived", arrived),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/note", note),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/assign", assign),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/promise", promise),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/count", count),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/drafts/{{draft:int}}/approve", approve),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/drafts/{{draft:int}}/edit", edit),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/drafts/{{draft:int}}/refuse", turn_down),
        *incident_routes(),
        *access_routes(),
        *trying_routes(),
        *unanswered_routes(),
        *reply_routes(),
        *report_routes(),
        *owed_routes(),
        *calendar_routes(),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/lines/{{line:int}}/correct", revising.correct),
        DeskRoute(Role.AGENT, "POST", f"{conversation}/lines/{{line:int}}/take-back", revising.take_back),
    ]


async def _reply(visit: Visit) -> Response:
    form = await fields(visit.request)
    text = typed(form.get("text", ""))
    reply_id = form.get("id", "")
    if not text or not _REPLY_ID.fullmatch(reply_id):
        return refuse(visit.request, 400)
    kinds = await visit.desk.agents.shows(row_number(visit, "id"), text)
    if kinds:
        return await show_conversation(visit, Kept(text=text, why=shows_data(visit, kinds)))
    warned = warnings(visit, text)
    if warned and form.get("anyway") != "yes":
        return await ask_first(visit, text, reply_id, warned)

    async def deed(visit: Visit, number: int) -> bool:
        team, me = visit.desk.team, visit.person.key
        team.stops_writing(number, me)
        return await visit.desk.agents.reply(number, me, text, id=reply_id, hold=team.undo)

    return await _doing(deed)(visit)


def _doing(deed: Deed) -> Action:
    """Make a page of something an agent does: done, back to the conversation; no such thing, 404."""

    async def action(visit: Visit) -> Response:
        number = (
            row_number(visit, "thing") if "thing" in visit.request.path_params else row_number(visit, "id")
        )
        if not number or not await deed(visit, number):
            return refuse(visit.request, 404)
        back = row_number(visit, "id")
        return RedirectResponse(f"/desk/c/{back}" if back else "/desk/", status_code=303)

    return action


async def _typing(visit: Visit) -> Response:
    number = row_number(visit, "id")
    known = await visit.desk.agents.typing(number)
    if known:
        visit.desk.team.writes(number, visit.person.key)
    return Response(status_code=204 if known else 404)


async def _take_over(visit: Visit, number: int) -> bool:
    return await visit.desk.agents.take_over(number, visit.person.key)


async def _hand_back(visit: Visit, number: int) -> bool:
    return await visit.desk.agents.hand_back(number, visit.person.key)


async def _close(visit: Visit, number: int) -> bool:
    return await visit.desk.agents.close_case(number, visit.person.key)


async def _finish_task(visit: Visit, number: int) -> bool:
    return await visit.desk.agents.finish_task(number, visit.person.key)


async def _resend(visit: Visit, number: int) -> bool:
    return await visit.desk.agents.resend(number, visit.person.key)
