"""The pages of replies: all of them, and the editor of one."""

from __future__ import annotations

from starlette.responses import Response

from bot.desk.replies.editing import act_on_reply, show_reply
from bot.desk.replies.shelves import show_shelves
from bot.desk.sections import REPLIES, section_page
from bot.desk.visit import Action, DeskRoute, Visit, fields
from bot.errors import SetupError, StoreError
from bot.model.role import Role
from bot.service.reply_files import as_edited


def reply_routes() -> list[DeskRoute]:
    """Give the pages of replies."""
    one = "/replies/{language}/{name}"
    return [
        DeskRoute(Role.VIEWER, "GET", "/replies", show_shelves),
        DeskRoute(Role.VIEWER, "GET", one, _readable(show_reply)),
        DeskRoute(Role.EDITOR, "POST", one, _readable(act_on_reply)),
    ]


def _readable(action: Action) -> Action:
    """Say plainly why a file cannot be read; a store that fails is everybody's matter."""

    async def guarded(visit: Visit) -> Response:
        try:
            return await action(visit)
        except StoreError:
            raise
        except SetupError as error:
            text = (await fields(visit.request)).get("text", "") if visit.request.method == "POST" else ""
            return await section_page(
                visit, REPLIES, "reply_unreadable.html", status=500, error=error, text=as_edited(text)
            )

    return guarded
