"""Tells open desk pages which conversations changed; the page then fetches those, and nothing else."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from bot.desk.ports import Desk
from bot.desk.signin import signed_in
from bot.desk.visit import Visit
from bot.errors import StoreError
from bot.service.live import Changes

_WAIT = 20.0
_SOON = 0.02  # seconds: what changes together is told together


async def events(visit: Visit) -> Response:
    """Answer with the stream of changes; it ends with the session and at `closing`."""
    return EventSourceResponse(_changes(visit), ping=15, send_timeout=30)


async def _changes(visit: Visit) -> AsyncIterator[ServerSentEvent]:
    team = visit.desk.team
    seen = team.seen()
    yield ServerSentEvent(comment="open", retry=2000)
    while await _still_there(visit):
        if await _next_count(visit.desk, seen) == seen:
            continue
        await asyncio.sleep(_SOON)
        changed, seen = team.changes(seen), team.seen()
        if changed.conversations or changed.more:
            yield ServerSentEvent(event="changed", data=_told(changed))


def _told(changed: Changes) -> str:
    """Name the conversations that changed; `more`: also something that is none, so all is to be read."""
    return json.dumps({"conversations": sorted(changed.conversations), "more": changed.more})


async def _still_there(visit: Visit) -> bool:
    if visit.desk.closing.is_set():
        return False
    try:
        return await signed_in(visit.desk, visit.request) is not None
    except StoreError:
        return False


async def _next_count(desk: Desk, seen: int) -> int:
    """Wait for a change, or for the end."""
    changed = asyncio.ensure_future(desk.team.changed(seen, _WAIT))
    closing = asyncio.ensure_future(desk.closing.wait())
    try:
        await asyncio.wait({changed, closing}, return_when=asyncio.FIRST_COMPLETED)
        return changed.result() if changed.done() else seen
    finally:
        changed.cancel()
        closing.cancel()
