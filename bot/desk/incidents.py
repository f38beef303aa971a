"""The desk's pages of incidents: what is suggested and open, and a preview before anything is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from starlette.responses import RedirectResponse, Response

from bot.desk.entries import when
from bot.desk.incident_form import Form, form_of, read_form
from bot.desk.ports import IncidentDesk
from bot.desk.sections import INCIDENTS, section_page
from bot.desk.visit import DeskRoute, Visit, fields, refuse, row_number
from bot.desk.words import words
from bot.errors import IncidentError
from bot.model.audit import Deed
from bot.model.incident import Incident, IncidentStatus
from bot.model.role import Role
from bot.service.incident_values import Said
from bot.service.incidents import Preview

HOME = "/desk/incidents"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """An incident in words."""

    id: int
    status: str
    open: bool
    suggested: bool
    title: str
    facts: str
    at: str
    next_update: str
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidRow:
    """What somebody said of an incident, in words: who did what, when, a text per language."""

    by: str
    deed: str
    at: str
    texts: Mapping[str, str]
    next_update: str


def incident_routes() -> list[DeskRoute]:
    """Give the pages of incidents."""
    one = "/incidents/{id:int}"
    return [
        DeskRoute(Role.VIEWER, "GET", "/incidents", _list),
        DeskRoute(Role.EDITOR, "POST", "/incidents", partial(_saying, act="open")),
        DeskRoute(Role.VIEWER, "GET", one, _show),
        DeskRoute(Role.EDITOR, "POST", f"{one}/open", partial(_saying, act="open")),
        DeskRoute(Role.EDITOR, "POST", f"{one}/update", partial(_saying, act="update")),
        DeskRoute(Role.EDITOR, "POST", f"{one}/close", partial(_saying, act="close")),
        DeskRoute(Role.EDITOR, "POST", f"{one}/dismiss", _dismiss),
    ]


async def _list(visit: Visit) -> Response:
    return await _page(visit, None, Form(texts=dict.fromkeys(visit.desk.brand.languages, "")))


async def _show(visit: Visit) -> Response:
    item = await _incident(visit)
    if item is None:
        return refuse(visit.request, 404)
    return await _page(visit, item, form_of(item, visit.desk.brand.languages))


async def _dismiss(visit: Visit) -> Response:
    item = await _incident(visit)
    if item is None or not await _desk(visit).dismiss(item.id, by=visit.person.key):
        return refuse(visit.request, 404)
    return RedirectResponse(HOME, status_code=303)


async def _saying(visit: Visit, *, act: str) -> Response:
    """Preview what is written, or say it where the preview has been seen."""
    item = await _incident(visit) if "id" in visit.request.path_params else None
    if item is None and "id" in visit.request.path_params:
        return refuse(visit.request, 404)
    given = await fields(visit.request)
    form = read_form(given, visit.desk.brand.languages)
    if given.get("go") == "send":
        return await _send(visit, item, form, act)
    return await _page(visit, item, form, preview=await _preview(visit, item, form, act), act=act)


async def _send(visit: Visit, item: Incident | None, form: Form, act: str) -> Response:
    said, by, desk = form.announcement(visit.desk.zone), visit.person.key, _desk(visit)
    try:
        if act == "open":
            suggestion = item.id if item is not None else 0
            number = await desk.open(said, title=form.title, by=by, suggestion=suggestion)
        else:
            number = item.id if item is not None else 0
            say = desk.update if act == "update" else desk.close
            await say(number, said, by=by, seen=form.seen)
    except IncidentError as error:
        preview = Preview(people=0, reached=(), parts=(), samples=(), reasons=error.reasons)
        return await _page(visit, item, form, preview=preview, act=act, status=409)
    return RedirectResponse(f"{HOME}/{number}", status_code=303)


async def _preview(visit: Visit, item: Incident | None, form: Form, act: str) -> Preview:
    said = form.announcement(visit.desk.zone)
    if act == "open":
        return await _desk(visit).preview_opening(said, item.id if item is not None else 0)
    return await _desk(visit).preview_update(item.id if item is not None else 0, said, over=act == "close")


async def _page(
    visit: Visit,
    item: Incident | None,
    form: Form,
    *,
    preview: Preview | None = None,
    act: str = "",
    status: int = 200,
) -> Response:
    desk = _desk(visit)
    return await section_page(
        visit,
        INCIDENTS,
        "incidents.html",
        status=status,
        rows=[_row(visit, one) for one in await desk.every()],
        item=_row(visit, item) if item is not None else None,
        said=[_said(visit, word) for word in await desk.said(item)] if item is not None else (),
        posts=await desk.posts(item) if item is not None else (),
        form=form,
        preview=preview,
        act=act,
        span=_span(visit),
    )


def _row(visit: Visit, item: Incident) -> Row:
    w, due = words(visit.language), item.said.next_update
    return Row(
        id=item.id,
        status=w[f"incident_{item.status}"],
        open=item.is_open,
        suggested=item.status is IncidentStatus.SUGGESTED,
        title=item.title,
        facts=_facts(visit, item),
        at=when(visit, item.changed_at),
        next_update=when(visit, due) if item.is_open and due is not None else "",
        late=due is not None and due <= visit.desk.clock.now(),
    )


def _said(visit: Visit, word: Said) -> SaidRow:
    due, person = word.said.next_update, visit.people.get(word.by)
    return SaidRow(
        by=person.name if person is not None else word.by,
        deed=words(visit.language)[f"deed_{_deed(word)}"],
        at=when(visit, word.at),
        texts={
            language: text
            for language in visit.desk.brand.languages
            if (text := word.said.texts.get(language, ""))
        },
        next_update=when(visit, due) if due is not None else "",
    )


def _deed(word: Said) -> Deed:
    if word.status is IncidentStatus.OPEN:
        return Deed.INCIDENT_OPENED if word.number == 1 else Deed.INCIDENT_UPDATED
    return Deed.INCIDENT_CLOSED if word.status is IncidentStatus.CLOSED else Deed.INCIDENT_DISMISSED


def _facts(visit: Visit, item: Incident) -> str:
    w, found = words(visit.language), item.evidence
    if item.status is not IncidentStatus.SUGGESTED:
        return w["incident_told"].format(n=item.attached, waiting=item.waiting)
    place = f" · {found.place}" if found.place else ""
    return w["incident_evidence"].format(n=found.people, minutes=found.minutes, usual=found.usual) + place


def _span(visit: Visit) -> Callable[[timedelta], str]:
    w = words(visit.language)

    def in_words(span: timedelta) -> str:
        minutes = round(span / timedelta(minutes=1))
        return w["incident_takes"].format(n=minutes) if minutes else w["incident_at_once"]

    return in_words


async def _incident(visit: Visit) -> Incident | None:
    return await _desk(visit).get(row_number(visit, "id"))


def _desk(visit: Visit) -> IncidentDesk:
    return visit.desk.incidents
