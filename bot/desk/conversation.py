"""A conversation's page: the list beside it, the talk, the answer being written."""

from __future__ import annotations

import secrets

from starlette.responses import Response

from bot.desk.channels import read_channels
from bot.desk.kept import Kept
from bot.desk.listing import read_inbox
from bot.desk.prepared import find
from bot.desk.sections import INBOX, section_page
from bot.desk.talk import read_talk
from bot.desk.visit import Visit, page, refuse, row_number
from bot.service.values import Dossier


async def show_inbox(visit: Visit) -> Response:
    """Show the list, and no conversation."""
    inbox, channels = await read_inbox(visit), await read_channels(visit)
    return await section_page(visit, INBOX, "desk.html", inbox=inbox, channels=channels, talk=None)


async def show_conversation(visit: Visit, kept: Kept | None = None, *, status: int = 0) -> Response:
    """Show a conversation; what was `kept` stands in its field, with the reason below it."""
    dossier = await _dossier(visit)
    if dossier is None:
        return refuse(visit.request, 404)
    kept = kept if kept is not None else await _from_address(visit)
    told = status or (422 if kept.why or kept.act_why else 200)
    return await _show(visit, dossier, kept=kept, status=told)


async def show_talk(visit: Visit) -> Response:
    """Give the parts of a conversation that change by themselves, for a page that is open."""
    dossier = await _dossier(visit)
    if dossier is None:
        return refuse(visit.request, 404)
    return page(visit.request, "talk_parts.html", talk=read_talk(visit, dossier), visit=visit, kept=Kept())


async def ask_first(visit: Visit, text: str, reply_id: str, warned: tuple[str, ...]) -> Response:
    """Ask before words are sent that customers are spared: the text is kept, nothing is sent."""
    dossier = await _dossier(visit)
    if dossier is None:
        return refuse(visit.request, 404)
    kept = Kept(text=text)
    return await _show(visit, dossier, kept=kept, reply_id=reply_id, warned=warned, status=409)


async def _dossier(visit: Visit) -> Dossier | None:
    number = row_number(visit, "id")
    return await visit.desk.agents.dossier(number) if number else None


async def _from_address(visit: Visit) -> Kept:
    """Begin the answer with a reply that the address names: how it is chosen without a script."""
    name = visit.request.query_params.get("use", "")
    found = await find(visit, name) if name else ()
    return Kept(text=next((item.text for item in found if item.name == name), ""))


async def _show(
    visit: Visit,
    dossier: Dossier,
    *,
    kept: Kept,
    reply_id: str = "",
    warned: tuple[str, ...] = (),
    status: int,
) -> Response:
    sought = visit.request.query_params.get("find")
    return await section_page(
        visit,
        INBOX,
        "desk.html",
        status=status,
        back=dossier.conversation.id,
        inbox=await read_inbox(visit),
        channels=await read_channels(visit),
        talk=read_talk(visit, dossier),
        reply_id=reply_id or secrets.token_urlsafe(16),
        kept=kept,
        warned=warned,
        sought=sought,
        found=await find(visit, sought) if sought is not None else (),
    )
