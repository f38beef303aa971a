"""The page of promises: one list at a time, so many rows a page, each leading to its conversation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from starlette.responses import Response

from bot.desk.entries import agent_name, contact_name, when
from bot.desk.sections import FOLLOW_UPS, section_page
from bot.desk.show import span_key
from bot.desk.visit import DeskRoute, Visit, refuse
from bot.desk.words import words
from bot.model.role import Role
from bot.service.owed_values import Mark, Owed, OwedRow

_MARK = re.compile(r"(\d{1,15})-(\d{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LATEST = 253_402_300_799_999  # the last millisecond of the year 9999


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A promise in words; `number` is its conversation's."""

    number: int
    who: str
    channel: str
    reference: str
    agent: str
    made: str
    due: str
    state: str
    put_off: str


def owed_routes() -> list[DeskRoute]:
    """Give the page's route."""
    return [DeskRoute(Role.VIEWER, "GET", "/follow-ups", _show)]


async def _show(visit: Visit) -> Response:
    asked = visit.request.query_params
    try:
        which = Owed(asked["show"]) if "show" in asked else None
        after = _read(asked["after"]) if "after" in asked else None
    except ValueError:
        return refuse(visit.request, 404)
    found = await visit.desk.promises.page(which or Owed.LATE, after)
    if which is None:
        which = Owed.LATE if found.late else Owed.DUE
        found = found if found.late else await visit.desk.promises.page(which)
    return await section_page(
        visit,
        FOLLOW_UPS,
        "owed.html",
        which=which,
        tabs=tuple(Owed),
        counts={Owed.LATE: found.late, Owed.DUE: found.due},
        lines=tuple(_line(visit, row) for row in found.rows),
        next=_written(found.next) if found.next is not None else "",
        later=after is not None,
    )


def _line(visit: Visit, row: OwedRow) -> Line:
    w, promise = words(visit.language), row.promise
    return Line(
        number=promise.conversation_id,
        who=contact_name(visit, row.contact),
        channel=visit.desk.channels.get(row.channel, row.channel),
        reference=row.reference,
        agent=agent_name(visit, row.agent),
        made=when(visit, promise.made_at),
        due=when(visit, promise.due_at),
        state=_state(visit, row),
        put_off=w["owed_put_off"].format(n=promise.step) if promise.step else "",
    )


def _state(visit: Visit, row: OwedRow) -> str:
    """Say how far an open promise is from its time, and when one that is over ended."""
    w, promise, now = words(visit.language), row.promise, visit.desk.clock.now()
    if promise.ended_at is not None:
        return w["owed_ended"].format(at=when(visit, promise.ended_at))
    key, number = span_key(abs(now - promise.due_at))
    standing = w["owed_is_late" if promise.is_late(now) else "owed_is_due"]
    return standing.format(span=w[f"owed_{key}"].format(n=number))


def _read(text: str) -> Mark:
    match = _MARK.fullmatch(text)
    if match is None or int(match[1]) > _LATEST:
        raise ValueError(text)
    return Mark(at=_EPOCH + int(match[1]) * _MILLISECOND, number=int(match[2]))


def _written(mark: Mark) -> str:
    return f"{(mark.at - _EPOCH) // _MILLISECOND}-{mark.number}"
