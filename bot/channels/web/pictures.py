"""The pictures that the brand's replies name, served to the chat page; no other file is."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from bot.channels.files import file_of
from bot.model.message import Media
from bot.service.ports import Link

_BASE = "/chat/files/"


def picture_route(link: Link) -> Route:
    """Give the route of the pictures."""

    async def show(request: Request) -> Response:
        path: str = request.path_params["path"]
        file = file_of(link.folder, path) if path in link.pictures() else None
        return FileResponse(file) if file is not None else Response(status_code=404)

    return Route(f"{_BASE}{{path:path}}", show, methods=["GET"])


def addresses(media: tuple[Media, ...]) -> list[str]:
    """Give where a message's pictures are found on this site."""
    return [f"{_BASE}{item.path}" for item in media if item.path]
