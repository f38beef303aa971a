"""Tells an open desk page that something changed; the page then reads itself again."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.responses import Response

from bot.desk.ports import Desk
from bot.desk.signin import signed_in
from bot.desk.visit import Visit
from bot.errors import StoreError

_WAIT = 20.0


async def events(visit: Visit) -> Response:
    """Answer with the stream of changes; it ends with the session and at `closing`."""
    return EventSourceResponse(_changes(visit), ping=15, send_timeout=30)


async def _changes(visit: Visit) -> AsyncIterator[ServerSentEvent]:
    seen = visit.desk.agents.inbox_count()
    yield ServerSentEvent(comment="open", retry=2000)
    while await _still_there(visit):
        count = await _next_count(visit.desk, seen)
        if count != seen:
            yield ServerSentEvent(event="changed", data=str(count))
        seen = count


async def _still_there(visit: Visit) -> bool:
    if visit.desk.closing.is_set():
        return False
    try:
        return await signed_in(visit.desk, visit.request) is not None
    except StoreError:
        return False


async def _next_count(desk: Desk, seen: int) -> int:
    """Wait for a change, or for the end."""
    changed = asyncio.ensure_future(desk.agents.inbox_changed(seen, _WAIT))
    closing = asyncio.ensure_future(desk.closing.wait())
    try:
        await asyncio.wait({changed, closing}, return_when=asyncio.FIRST_COMPLETED)
        return changed.result() if changed.done() else seen
    finally:
        changed.cancel()
        closing.cancel()
