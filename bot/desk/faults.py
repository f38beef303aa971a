"""Answers for what goes wrong: JSON for programs, a plain and kind page for people, details for neither."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Scope

from bot.desk.pages import render
from bot.desk.words import language_of, words

_CODES = {
    400: "bad_request",
    404: "not_found",
    405: "wrong_method",
    408: "too_slow",
    413: "too_large",
    500: "internal_error",
}
_MESSAGES = {
    404: "There is nothing at this address.",
    405: "This address does not take that method.",
    408: "The body took too long to arrive.",
    413: "The body is larger than 256 kB.",
    500: "Something went wrong on our side: try again in a moment.",
}


def fault(scope: Scope, status: int, *, close: bool = False) -> Response:
    """Give the answer for a fault; `close`: the connection is of no more use."""
    headers = {"Connection": "close"} if close else {}
    if scope["path"].startswith("/api/"):
        message = _MESSAGES.get(status, HTTPStatus(status).phrase)
        body = {"error": {"code": _CODES.get(status, "refused"), "message": message}}
        return JSONResponse(body, status_code=status, headers=headers)
    return fault_page(Headers(scope=scope).get("accept-language", ""), status, headers)


def fault_page(accept: str, status: int, headers: dict[str, str] | None = None) -> HTMLResponse:
    """Give the page for a fault in the browser's language."""
    language = language_of(accept)
    known = words(language)
    title = known.get(f"fault_{status}", known["fault_400"])
    advice = known.get(f"fault_{status}_advice", known["fault_400_advice"])
    html = render("fault.html", language, title=title, advice=advice)
    return HTMLResponse(html, status_code=status, headers=headers)


async def on_http_fault(request: Request, error: Exception) -> Response:
    """Answer what the router or a handler refused."""
    status = getattr(error, "status_code", 500)
    answer = fault(request.scope, status)
    answer.headers.update(getattr(error, "headers", None) or {})
    return answer
