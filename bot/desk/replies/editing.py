"""The editor of one reply: its text, what lint and a trial find in it, and what becomes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from starlette.responses import RedirectResponse, Response

from bot.desk.entries import when
from bot.desk.replies.form import Form, form_of, longest, read_form
from bot.desk.replies.showing import lines_of, wordings_of
from bot.desk.sections import REPLIES, section_page
from bot.desk.visit import Visit, fields, refuse
from bot.service.reply_files import as_edited, difference
from bot.service.reply_values import Effect, Outcome, Result, Sheet

_MOST_LINES = 200
_MOST_REWORDED, _MOST_FINDINGS, _MOST_WORDINGS = 20, 60, 60
_STATUS = {Outcome.DONE: 200, Outcome.NOT_WRITTEN: 500}
_DONE = frozenset({"saved", "published", "discarded"})


async def show_reply(visit: Visit) -> Response:
    """Show a reply: its draft, its file, or a text of its past to begin from."""
    sheet = await _sheet(visit)
    if sheet is None:
        return refuse(visit.request, 404)
    asked, text = visit.request.query_params, None
    if "past" in asked:
        text = await visit.desk.replies.text_of(sheet, asked["past"])
        if text is None:
            return refuse(visit.request, 404)
    moved = sheet.draft is not None and text is None and sheet.draft.base != sheet.base
    return await _page(
        visit,
        sheet,
        form_of(sheet, text),
        result=Result(outcome=Outcome.MOVED) if moved else None,
        done=asked.get("done", "") if asked.get("done") in _DONE else "",
        from_past=text is not None,
    )


async def act_on_reply(visit: Visit) -> Response:
    """Do what the pressed button says; without one, check the text."""
    sheet = await _sheet(visit)
    if sheet is None:
        return refuse(visit.request, 404)
    given = await fields(visit.request)
    form = read_form(given)
    if len(form.text) > longest(sheet):
        return refuse(visit.request, 413)
    return await _do(given.get("go", ""), visit, sheet, form)


async def _do(deed: str, visit: Visit, sheet: Sheet, form: Form) -> Response:
    match deed:
        case "save":
            return await _save(visit, sheet, form)
        case "discard":
            await visit.desk.replies.discard(sheet, seen=form.seen, by=visit.person)
            return _to(sheet, "discarded")
        case "publish" if form.is_looked_over:
            return await _publish(visit, sheet, form)
        case "look" | "publish":
            return await _look(visit, sheet, form)
        case _:
            return await _page(visit, sheet, form)


async def _save(visit: Visit, sheet: Sheet, form: Form) -> Response:
    replies, by = visit.desk.replies, visit.person
    result = await replies.save(sheet, form.text, base=form.base, seen=form.seen, by=by)
    if result.outcome is Outcome.DONE:
        return _to(sheet, "saved")
    return await _refused(visit, form, result)


async def _look(visit: Visit, sheet: Sheet, form: Form) -> Response:
    if form.base != sheet.base:
        return await _refused(visit, form, Result(outcome=Outcome.MOVED))
    effect = await visit.desk.replies.effect(sheet, form.text)
    return await _page(visit, sheet, replace(form, looked=form.digest), effect=effect)


async def _publish(visit: Visit, sheet: Sheet, form: Form) -> Response:
    replies, by = visit.desk.replies, visit.person
    result = await replies.publish(sheet, form.text, base=form.base, seen=form.seen, by=by, sure=True)
    if result.outcome is not Outcome.DONE:
        return await _refused(visit, form, result)
    if not result.note:
        return _to(sheet, "published")
    now = await _sheet(visit) or sheet
    return await _page(visit, now, form_of(now), result=result)


async def _refused(visit: Visit, form: Form, result: Result) -> Response:
    """Show the text again with what stands against it; whoever presses again has seen it."""
    sheet = await _sheet(visit)
    if sheet is None:
        return refuse(visit.request, 404)
    if result.outcome is Outcome.MOVED:
        form = replace(form, base=sheet.base)
    elif result.outcome is Outcome.OVERTAKEN:
        form = replace(form, seen=sheet.draft.version if sheet.draft is not None else 0)
    form = replace(form, looked="")
    return await _page(visit, sheet, form, result=result)


async def _page(
    visit: Visit,
    sheet: Sheet,
    form: Form,
    *,
    result: Result | None = None,
    effect: Effect | None = None,
    done: str = "",
    from_past: bool = False,
) -> Response:
    checked = await visit.desk.replies.check(sheet, form.text, form.trial)
    draft = sheet.draft
    overtaken = result is not None and result.outcome is Outcome.OVERTAKEN
    return await section_page(
        visit,
        REPLIES,
        "reply.html",
        status=_STATUS.get(result.outcome, 409) if result is not None else 200,
        sheet=sheet,
        form=form,
        checked=checked,
        lines=lines_of(form.text, checked.problems),
        wordings=wordings_of(checked.tried)[:_MOST_WORDINGS],
        languages=visit.desk.brand.languages,
        changes=difference(sheet.disk, form.text) if as_edited(sheet.disk) != form.text else (),
        most_lines=_MOST_LINES,
        theirs=difference(draft.text, form.text) if overtaken and draft is not None else (),
        result=result,
        effect=effect,
        most=_MOST_REWORDED,
        longest=longest(sheet),
        findings=checked.problems[:_MOST_FINDINGS],
        done=done,
        from_past=from_past,
        is_unsaved=_is_unsaved(sheet, form) and not from_past,
        at=partial(_at, visit),
    )


def _is_unsaved(sheet: Sheet, form: Form) -> bool:
    kept = as_edited(sheet.disk) if sheet.draft is None else sheet.draft.text
    return form.text != kept


def _at(visit: Visit, moment: datetime) -> str:
    return when(visit, moment)


def _to(sheet: Sheet, done: str) -> Response:
    return RedirectResponse(f"/desk/replies/{sheet.language}/{sheet.name}?done={done}", status_code=303)


async def _sheet(visit: Visit) -> Sheet | None:
    path = visit.request.path_params
    return await visit.desk.replies.sheet(path["name"], path["language"])
