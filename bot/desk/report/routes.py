"""The report's page, and the whole report to take away as CSV and as JSON."""

from __future__ import annotations

import json

from starlette.responses import Response

from bot.desk.report.showing import COLUMNS, shown_report
from bot.desk.sections import REPORT, section_page
from bot.desk.visit import DeskRoute, Visit
from bot.desk.words import words
from bot.errors import with_remedy
from bot.model.role import Role
from bot.reporting.period import Period, WrongPeriodError
from bot.reporting.writing import as_csv, as_json

SPANS = (1, 7, 30, 90)
"""How many days one can choose with one press."""


def report_routes() -> list[DeskRoute]:
    """Give the report's routes."""
    return [
        DeskRoute(Role.VIEWER, "GET", "/report", _show),
        DeskRoute(Role.VIEWER, "GET", "/report.csv", _csv),
        DeskRoute(Role.VIEWER, "GET", "/report.json", _json),
    ]


async def _show(visit: Visit) -> Response:
    asked = visit.request.query_params
    first, last = asked.get("from", "").strip(), asked.get("to", "").strip()
    wrong: WrongPeriodError | None = None
    try:
        period = _period(visit)
    except WrongPeriodError as error:
        wrong, period = error, visit.desk.reports.period()
    report = await visit.desk.reports.of(period)
    return await section_page(
        visit,
        REPORT,
        "report.html",
        status=400 if wrong else 200,
        report=shown_report(visit, report),
        columns=COLUMNS,
        spans=SPANS,
        period=period,
        first=first or period.first or "",
        last=last or period.last or "",
        wrong=wrong,
        title=_title(visit, period),
        query=_query(period),
        empty=not report.total.questions and not report.total.spoken_in,
    )


async def _csv(visit: Visit) -> Response:
    try:
        period = _period(visit)
    except WrongPeriodError as error:
        return _plain(error)
    text = as_csv(await visit.desk.reports.of(period))
    return _taken_away(text, "text/csv; charset=utf-8", f"{_name(visit, period)}.csv")


async def _json(visit: Visit) -> Response:
    try:
        period = _period(visit)
    except WrongPeriodError as error:
        return _plain(error)
    found = {"days": period.days or None, **as_json(await visit.desk.reports.of(period))}
    text = json.dumps(found, indent=2, ensure_ascii=False)
    return _taken_away(text, "application/json", f"{_name(visit, period)}.json")


def _period(visit: Visit) -> Period:
    asked = {key: value.strip() for key, value in visit.request.query_params.items()}
    return visit.desk.reports.period(asked.get("days", ""), asked.get("from", ""), asked.get("to", ""))


def _plain(error: WrongPeriodError) -> Response:
    return Response(
        f"{error.field}: {with_remedy(error, error.hint)}\n", status_code=400, media_type="text/plain"
    )


def _taken_away(text: str, kind: str, name: str) -> Response:
    return Response(
        text,
        headers={"Content-Type": kind, "Content-Disposition": f'attachment; filename="{name}"'},
    )


def _name(visit: Visit, period: Period) -> str:
    zone = visit.desk.zone
    first = period.first or period.since.astimezone(zone).date()
    last = period.last or period.until.astimezone(zone).date()
    return f"report-{first}-{last}"


def _title(visit: Visit, period: Period) -> str:
    w = words(visit.language)
    if period.days:
        return w["report_last_day"] if period.days == 1 else w["report_last_days"].format(n=period.days)
    if period.first == period.last:
        return str(period.first)
    return w["report_from_to"].format(first=period.first, last=period.last)


def _query(period: Period) -> str:
    return f"days={period.days}" if period.days else f"from={period.first}&to={period.last}"
