"""The pages of what went unanswered: the groups, and teaching or dismissing one of them."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from bot.desk.sections import UNANSWERED, section_page
from bot.desk.unanswered.draft import draft_routes
from bot.desk.unanswered.form import SHOWN, TeachForm, form_of, read_form
from bot.desk.unanswered.showing import group_of, left_out, reasons_in_words, rows_of
from bot.desk.visit import DeskRoute, Visit, fields, refuse
from bot.model.role import Role
from bot.service.questions import Questions
from bot.teaching.questions import Group

HOME = "/desk/unanswered"

_WAIT = 0.4  # seconds for which a page waits before it shows how far it is
_TOPIC = "general"


def unanswered_routes() -> list[DeskRoute]:
    """Give the pages' routes."""
    return [
        DeskRoute(Role.VIEWER, "GET", "/unanswered", _list),
        DeskRoute(Role.VIEWER, "GET", "/unanswered/g/{key}", _group),
        DeskRoute(Role.EDITOR, "POST", "/unanswered/g/{key}/dismiss", _dismiss),
        DeskRoute(Role.EDITOR, "GET", "/unanswered/teach", _sentence),
        DeskRoute(Role.EDITOR, "POST", "/unanswered/teach", _teach),
        *draft_routes(),
    ]


async def _list(visit: Visit) -> Response:
    return await _page(visit, await visit.desk.unanswered.questions(_WAIT))


async def _group(visit: Visit) -> Response:
    questions = await visit.desk.unanswered.questions(_WAIT)
    if questions.found is None:
        return await _page(visit, questions)
    group = group_of(questions.found, visit.request.path_params["key"])
    if group is None:
        return refuse(visit.request, 404)
    form = form_of(group, visit.desk.brand.languages, _topic_of(visit, group))
    return await _page(visit, questions, group=group, form=form)


async def _dismiss(visit: Visit) -> Response:
    questions = await visit.desk.unanswered.questions(_WAIT)
    group = group_of(questions.found, visit.request.path_params["key"]) if questions.found else None
    if group is None:
        return refuse(visit.request, 404)
    await visit.desk.unanswered.dismiss(group, by=visit.person.key)
    return RedirectResponse(HOME, status_code=303)


async def _sentence(visit: Visit) -> Response:
    """Show the form for one sentence that is in no group, such as one that was tried."""
    given, languages = visit.request.query_params, visit.desk.brand.languages
    text = visit.desk.lessons.masked(given.get("say", ""))
    found = given.get("language") or visit.desk.lessons.language_of(text)
    language = found if found in languages else languages[0]
    form = read_form({f"say_{language}": text, "intent": given.get("intent", "")}, languages)
    return await _page(visit, await visit.desk.unanswered.questions(_WAIT), form=form)


async def _teach(visit: Visit) -> Response:
    form = read_form(await fields(visit.request), visit.desk.brand.languages)
    questions = await visit.desk.unanswered.questions(_WAIT)
    group = group_of(questions.found, form.back) if questions.found is not None else None
    proposal = form.proposal(group.answers if group is not None else ())
    reasons = await visit.desk.lessons.propose(visit.person.key, proposal)
    if not reasons:
        return RedirectResponse(HOME if group is not None else f"{HOME}/draft", status_code=303)
    return await _page(visit, questions, group=group, form=form, reasons=reasons)


async def _page(
    visit: Visit,
    questions: Questions,
    *,
    group: Group | None = None,
    form: TeachForm | None = None,
    reasons: tuple[str, ...] = (),
) -> Response:
    change, found = await visit.desk.lessons.draft(visit.person.key), questions.found
    intents = visit.desk.lessons.intents
    return await section_page(
        visit,
        UNANSWERED,
        "unanswered.html",
        status=409 if reasons else 200,
        part=questions.part,
        waiting=found is None and form is None,
        found=found,
        rows=rows_of(visit, found, change) if found is not None else (),
        left_out=left_out(visit, found) if found is not None else (),
        group=group,
        rest=group.questions[SHOWN:] if group is not None else (),
        form=form,
        reasons=reasons_in_words(visit, reasons),
        drafted=len(change.added),
        languages=visit.desk.brand.languages,
        names=sorted({*intents, *(new.name for new in change.new)}),
        topics=sorted({intent.topic for intent in intents.values()}),
    )


def _topic_of(visit: Visit, group: Group) -> str:
    """Give the likeliest topic for a new intent."""
    best = group.proposals[0].intent if group.proposals else ""
    intent = visit.desk.lessons.intents.get(best)
    return intent.topic if intent is not None else _TOPIC
