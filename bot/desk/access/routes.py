"""The pages of the audit and of one's own account."""

from __future__ import annotations

from bot.desk.access.audit import show_audit
from bot.desk.access.me import change_password, show_me
from bot.desk.visit import DeskRoute
from bot.model.role import Role


def access_routes() -> list[DeskRoute]:
    """Give the pages' routes."""
    return [
        DeskRoute(Role.ADMIN, "GET", "/audit", show_audit),
        DeskRoute(Role.VIEWER, "GET", "/me", show_me),
        DeskRoute(Role.VIEWER, "POST", "/me", change_password),
    ]
