"""The calendar's routes: the calendar, the editor of the week, and the editor of an exception."""

from __future__ import annotations

from bot.desk.calendar.editing import act_on_exception, act_on_week, show_exception, show_week
from bot.desk.calendar.looking import show_calendar
from bot.desk.visit import DeskRoute
from bot.model.role import Role


def calendar_routes() -> list[DeskRoute]:
    """Give the calendar's routes."""
    one = "/calendar/exceptions/{which}"
    return [
        DeskRoute(Role.VIEWER, "GET", "/calendar", show_calendar),
        DeskRoute(Role.EDITOR, "GET", "/calendar/week", show_week),
        DeskRoute(Role.EDITOR, "POST", "/calendar/week", act_on_week),
        DeskRoute(Role.EDITOR, "GET", one, show_exception),
        DeskRoute(Role.EDITOR, "POST", one, act_on_exception),
    ]
