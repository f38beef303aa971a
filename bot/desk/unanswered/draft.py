"""The page of a person's draft: what is in it, what it would alter, publishing it or throwing it away."""

from __future__ import annotations

from starlette.responses import RedirectResponse, Response

from bot.desk.sections import UNANSWERED, section_page
from bot.desk.unanswered.showing import by_intent, headline, kinds_of, reasons_in_words, taught_in_words
from bot.desk.visit import DeskRoute, Visit, fields
from bot.model.problem import Level
from bot.model.role import Role
from bot.service.lessons import Ahead
from bot.teaching.change import Taught

PAGE = "/desk/unanswered/draft"

_WAIT = 0.4


def draft_routes() -> list[DeskRoute]:
    """Give the page's routes."""
    return [
        DeskRoute(Role.EDITOR, "GET", "/unanswered/draft", _show),
        DeskRoute(Role.EDITOR, "POST", "/unanswered/draft/drop", _drop),
        DeskRoute(Role.EDITOR, "POST", "/unanswered/draft/publish", _publish),
    ]


async def _show(visit: Visit) -> Response:
    return await _page(visit)


async def _drop(visit: Visit) -> Response:
    given, lessons = await fields(visit.request), visit.desk.lessons
    intent, language, text = (given.get(name, "") for name in ("intent", "language", "text"))
    if text:
        sentence = Taught(intent=intent, language=language, text=text)
        await lessons.drop(visit.person.key, sentence=sentence)
    elif intent:
        await lessons.drop(visit.person.key, intent=intent)
    elif given.get("all"):
        await lessons.drop(visit.person.key)
    return RedirectResponse(PAGE, status_code=303)


async def _publish(visit: Visit) -> Response:
    given = await fields(visit.request)
    reasons = await visit.desk.lessons.publish(
        visit.person.key, seen=given.get("seen", ""), insist=given.get("insist") == "yes"
    )
    if reasons:
        return await _page(visit, reasons)
    return RedirectResponse(f"{PAGE}?published=yes", status_code=303)


async def _page(visit: Visit, reasons: tuple[str, ...] = ()) -> Response:
    change = await visit.desk.lessons.draft(visit.person.key)
    ahead = Ahead() if change.nothing else await visit.desk.lessons.ahead(visit.person.key, _WAIT)
    prospect = ahead.prospect
    preview = prospect.preview if prospect is not None else None
    return await section_page(
        visit,
        UNANSWERED,
        "teaching_draft.html",
        status=409 if reasons else 200,
        change=change,
        sentences=by_intent(change),
        new={intent.name for intent in change.new},
        waiting=not change.nothing and prospect is None and not ahead.wrong,
        part=ahead.part,
        wrong=reasons_in_words(visit, (ahead.wrong,) if ahead.wrong else ()),
        reasons=reasons_in_words(visit, reasons),
        prospect=prospect,
        has_errors=prospect is not None and any(item.level is Level.ERROR for item in prospect.problems),
        preview=preview,
        headline=headline(visit, preview) if preview is not None else "",
        kinds=kinds_of(visit, preview) if preview is not None else (),
        published=visit.request.query_params.get("published") == "yes",
        taught=taught_in_words(visit, await visit.desk.lessons.taught()),
    )
