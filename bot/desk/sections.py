"""The desk's pages and the bar above them: each section's name, its word and its address."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from bot.desk.channels import read_channels
from bot.desk.stopping import read_stopped
from bot.desk.visit import Visit, page
from bot.model.role import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the desk; `word` is the key of its title, `role` the least that sees it in the bar."""

    name: str
    word: str
    path: str
    role: Role


INBOX, INCIDENTS, REPLIES, LISTENING = "inbox", "incidents", "replies", "listening"
UNANSWERED, TRY = "unanswered", "try"
AUDIT, ME = "audit", "me"
CALENDAR, FOLLOW_UPS, REPORT = "calendar", "follow_ups", "report"

SECTIONS = (
    Section(name=INBOX, word="inbox", path="/desk/", role=Role.VIEWER),
    Section(name=INCIDENTS, word="incidents", path="/desk/incidents", role=Role.VIEWER),
    Section(name=REPLIES, word="replies", path="/desk/replies", role=Role.VIEWER),
    Section(name=LISTENING, word="listening", path="/desk/listening", role=Role.VIEWER),
    Section(name=UNANSWERED, word="unanswered", path="/desk/unanswered", role=Role.VIEWER),
    Section(name=TRY, word="try_short", path="/desk/try", role=Role.VIEWER),
    Section(name=CALENDAR, word="calendar", path="/desk/calendar", role=Role.VIEWER),
    Section(name=FOLLOW_UPS, word="follow_ups", path="/desk/follow-ups", role=Role.VIEWER),
    Section(name=REPORT, word="report", path="/desk/report", role=Role.VIEWER),
)
"""In the order in which the bar shows them."""


async def section_page(
    visit: Visit, section: str, template: str, /, *, back: int = 0, status: int = 200, **values: object
) -> Response:
    """Answer with a page of a section: above it the bar, how the channels are, and what is stopped.

    `back` is the conversation that the bar's buttons lead back to (0: the inbox).
    """
    return page(
        visit.request,
        template,
        status=status,
        visit=visit,
        brand=visit.desk.brand,
        sections=SECTIONS,
        section=section,
        back=back,
        stopped=await read_stopped(visit),
        health=await read_channels(visit),
        **values,
    )
