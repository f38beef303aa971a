"""The editors of the week and of an exception: looked over with the loader's own checks, then published."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace

from starlette.responses import RedirectResponse, Response

from bot.desk.calendar.form import Form, exception_form, read_exception, read_week, week_form
from bot.desk.calendar.showing import day_name, shown_changes
from bot.desk.sections import CALENDAR, section_page
from bot.desk.visit import Visit, fields, refuse
from bot.errors import SetupError, StoreError
from bot.service.hours_values import (
    Edit,
    ExceptionEdit,
    HoursFile,
    Looked,
    Outcome,
    Removal,
    Result,
    WeekEdit,
)
from bot.settings.hours_writer import Written
from bot.settings.words import DAYS

HOME = "/desk/calendar"
_STATUS = {Outcome.DONE: 200, Outcome.NOT_WRITTEN: 500}
_BROKEN = 422


async def show_week(visit: Visit) -> Response:
    """Show the week as it is in the file."""

    async def shown(file: HoursFile) -> Response:
        return await _page(visit, file, week_form(file), None)

    return await _with_file(visit, shown)


async def act_on_week(visit: Visit) -> Response:
    """Look a week over, or publish one that was."""
    given = await fields(visit.request)
    return await _act(visit, read_week(given), given.get("go", ""), None)


async def show_exception(visit: Visit) -> Response:
    """Show an exception as it is in the file, or an empty form."""

    async def shown(file: HoursFile) -> Response:
        index = _index(visit)
        if _is_gone(file, index):
            return refuse(visit.request, 404)
        return await _page(visit, file, exception_form(file, index), index)

    return await _with_file(visit, shown)


async def act_on_exception(visit: Visit) -> Response:
    """Look an exception over, or publish one that was; or take it out."""
    given, index = await fields(visit.request), _index(visit)
    return await _act(visit, read_exception(given, index), given.get("go", ""), index)


async def _act(visit: Visit, form: Form, deed: str, index: int | None) -> Response:
    async def done(file: HoursFile) -> Response:
        if _is_gone(file, index):
            return refuse(visit.request, 404)
        if form.base != file.base:
            return await _moved(visit, file, form, index)
        if deed in {"publish", "remove_now"} and form.is_looked_over:
            return await _publish(visit, file, form, index)
        looked = await visit.desk.calendar.look(file, form.edit)
        return await _page(visit, file, form.seen(), index, looked=looked)

    return await _with_file(visit, done)


async def _publish(visit: Visit, file: HoursFile, form: Form, index: int | None) -> Response:
    result = await visit.desk.calendar.publish(form.edit, base=form.base, by=visit.person)
    match result.outcome:
        case Outcome.DONE if not result.note:
            return RedirectResponse(f"{HOME}?done=published", status_code=303)
        case Outcome.MOVED:
            return await _moved(visit, await visit.desk.calendar.file(), form, index)
        case Outcome.BROKEN:
            looked = await visit.desk.calendar.look(file, form.edit)
            return await _page(visit, file, form.seen(), index, looked=looked)
        case _:
            now = await visit.desk.calendar.file()
            return await _page(visit, now, replace(form, base=now.base), index, result=result)


async def _moved(visit: Visit, file: HoursFile, form: Form, index: int | None) -> Response:
    """Show what was typed again over the file as it is now; whoever looks it over again has seen both."""
    form = replace(form, base=file.base, looked="")
    return await _page(visit, file, form, index, result=Result(outcome=Outcome.MOVED))


async def _page(
    visit: Visit,
    file: HoursFile,
    form: Form,
    index: int | None,
    *,
    looked: Looked | None = None,
    result: Result | None = None,
) -> Response:
    wanted = _wanted(file, form.edit)
    status = _BROKEN if looked is not None and looked.blocked else 200
    return await section_page(
        visit,
        CALENDAR,
        "calendar_exception.html" if wanted is not None else "calendar_week.html",
        status=_STATUS.get(result.outcome, 409) if result is not None else status,
        form=form,
        edit=form.edit,
        wanted=wanted,
        index=index,
        removing=isinstance(form.edit, Removal),
        days=[(name, day_name(number, visit.language)) for number, name in enumerate(DAYS)],
        looked=looked,
        changed=shown_changes(visit, looked.changed) if looked is not None else (),
        errors=looked.errors if looked is not None else {},
        result=result,
    )


def _wanted(file: HoursFile, edit: Edit) -> Written | None:
    """Give the exception that a page is about; None where it is about the week."""
    match edit:
        case WeekEdit():
            return None
        case ExceptionEdit(wanted=wanted):
            return wanted
        case Removal(index=index):
            return file.exceptions[index] if index < len(file.exceptions) else Written(first="", last="")


async def _with_file(visit: Visit, action: Callable[[HoursFile], Awaitable[Response]]) -> Response:
    """Read the file for a page; one that cannot be read leads back to the calendar, which says why."""
    try:
        return await action(await visit.desk.calendar.file())
    except StoreError:
        raise
    except SetupError:
        return RedirectResponse(HOME, status_code=303)


def _index(visit: Visit) -> int | None:
    """Give the exception's place in the file; None for a new one, -1 for what is no place."""
    which = visit.request.path_params["which"]
    if which == "new":
        return None
    return int(which) if which.isascii() and which.isdecimal() and len(which) < 5 else -1


def _is_gone(file: HoursFile, index: int | None) -> bool:
    return index is not None and not 0 <= index < len(file.exceptions)
