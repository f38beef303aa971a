"""The pages of users, of the audit and of one's own account."""

from __future__ import annotations

from bot.desk.access.audit import show_audit
from bot.desk.access.me import change_password, show_me
from bot.desk.access.users import add_user, change_role, make_link, remove_user, show_users
from bot.desk.visit import DeskRoute
from bot.model.role import Role


def access_routes() -> list[DeskRoute]:
    """Give the pages' routes."""
    return [
        DeskRoute(Role.ADMIN, "GET", "/audit", show_audit),
        DeskRoute(Role.ADMIN, "GET", "/users", show_users),
        DeskRoute(Role.ADMIN, "POST", "/users", add_user),
        DeskRoute(Role.ADMIN, "POST", "/users/{key}/role", change_role),
        DeskRoute(Role.ADMIN, "POST", "/users/{key}/link", make_link),
        DeskRoute(Role.ADMIN, "POST", "/users/{key}/remove", remove_user),
        DeskRoute(Role.VIEWER, "GET", "/me", show_me),
        DeskRoute(Role.VIEWER, "POST", "/me", change_password),
    ]
