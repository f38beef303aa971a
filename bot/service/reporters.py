"""Who reported an incident before it was opened."""

from __future__ import annotations

from datetime import datetime

from bot.knowledge.library import Knowledge
from bot.model.incident import Announcement, Incident, Report
from bot.policy.text import plain
from bot.service.incident_ports import IncidentStore


async def reporters(
    store: IncidentStore, said: Announcement, item: Incident | None, knowledge: Knowledge, until: datetime
) -> tuple[int, ...]:
    """Give the conversations that reported it in the window before, or since that of its suggestion."""
    within = knowledge.settings.incident.within
    began = min(item.began_at, until) if item is not None else until
    posts = frozenset(item.evidence.posts) if item is not None else frozenset()
    found = await store.reports(began - within, until)
    mine = (one.conversation_id for one in found if one.inbound in posts or _is_of(one, said))
    return tuple(dict.fromkeys(mine))


def _is_of(one: Report, said: Announcement) -> bool:
    if said.place and one.place and plain(one.place) != plain(said.place):
        return False
    return one.intent in said.intents
