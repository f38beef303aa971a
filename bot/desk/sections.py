"""The desk's pages and the bar above them: each section's name, its word and its address."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from bot.desk.stopping import read_stopped
from bot.desk.visit import Visit, page


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A section of the desk; `word` is the key of its title."""

    name: str
    word: str
    path: str


INBOX, INCIDENTS, REPLIES, LISTENING = "inbox", "incidents", "replies", "listening"
UNANSWERED, TRY = "unanswered", "try"

SECTIONS = (
    Section(name=INBOX, word="inbox", path="/desk/"),
    Section(name=INCIDENTS, word="incidents", path="/desk/incidents"),
    Section(name=REPLIES, word="replies", path="/desk/replies"),
    Section(name=LISTENING, word="listening", path="/desk/listening"),
    Section(name=UNANSWERED, word="unanswered", path="/desk/unanswered"),
    Section(name=TRY, word="try_short", path="/desk/try"),
)
"""In the order in which the bar shows them."""


async def section_page(
    visit: Visit, section: str, template: str, /, *, back: int = 0, status: int = 200, **values: object
) -> Response:
    """Answer with a page of a section, the bar and what is stopped above it.

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
        **values,
    )
