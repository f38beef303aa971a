"""The quiet list of what is said about the brand: nobody has to answer, and the bot never does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from starlette.responses import Response

from bot.desk.entries import when
from bot.desk.sections import LISTENING, section_page
from bot.desk.visit import Visit
from bot.model.overheard import Overheard

SPAN, MOST = timedelta(days=7), 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A post in words; `number` is its conversation's."""

    number: int
    channel: str
    who: str
    text: str
    intent: str
    urgent: bool
    at: str


async def listening(visit: Visit) -> Response:
    """Show what was said in the last week."""
    since = visit.desk.clock.now() - SPAN
    found = await visit.desk.agents.overheard(since, MOST)
    return await section_page(
        visit, LISTENING, "listening.html", posts=tuple(_said(visit, item) for item in found)
    )


def _said(visit: Visit, item: Overheard) -> Said:
    return Said(
        number=item.conversation_id,
        channel=visit.desk.channels.get(item.channel, item.channel),
        who=item.name or item.handle,
        text=item.text,
        intent=item.intent,
        urgent=item.urgent,
        at=when(visit, item.at),
    )
