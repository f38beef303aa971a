"""Who is at the desk: one-time links, sessions, and the check that a request comes from our own page."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.desk.ports import Desk
from bot.model.user import SignedIn
from bot.service.users import BROWSER_LASTS, LINK_LASTS, SESSION_LASTS, Entered, Users

_SESSION, _BROWSER = "desk", "desk-known"


async def new_link(
    users: Users, *, base: str, owner: str = "", by: str = "", lasts: timedelta = LINK_LASTS
) -> str:
    """Make a one-time sign-in link; `base` is the site's address, as in "http://127.0.0.1:8080".

    Without an `owner` it is for whoever starts the program. "" where there is no such user.
    """
    secret = await users.new_link(owner, by=by, lasts=lasts)
    return f"{base.rstrip('/')}/desk/enter?token={secret}" if secret else ""


async def signed_in(desk: Desk, request: Request) -> SignedIn | None:
    """Give who makes the request; None without a valid session."""
    return await desk.users.signed_in(request.cookies.get(_name(desk, _SESSION), ""))


async def end_session(desk: Desk, request: Request, response: Response) -> None:
    """Use the session up and take its cookie back."""
    name = _name(desk, _SESSION)
    await desk.users.leave(request.cookies.get(name, ""))
    response.delete_cookie(name, path="/", secure=desk.secure, httponly=True, samesite="strict")


def known_browser(desk: Desk, request: Request) -> str:
    """Give the secret by which a browser is known again; "" for a new one."""
    return request.cookies.get(_name(desk, _BROWSER), "")


def give_cookies(desk: Desk, response: Response, entered: Entered) -> None:
    """Set the session's cookie, and the one by which the browser is known again."""
    _give(desk, response, _SESSION, entered.session, SESSION_LASTS)
    if entered.browser:
        _give(desk, response, _BROWSER, entered.browser, BROWSER_LASTS)


def is_ours(request: Request) -> bool:
    """Tell whether a form was sent from a page of this very site, by what the browser says of it."""
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    return request.headers.get("sec-fetch-site") == "same-origin"


def _give(desk: Desk, response: Response, name: str, secret: str, lasts: timedelta) -> None:
    response.set_cookie(
        _name(desk, name),
        secret,
        max_age=int(lasts.total_seconds()),
        path="/",
        secure=desk.secure,
        httponly=True,
        samesite="strict",
    )


def _name(desk: Desk, name: str) -> str:
    return f"__Host-{name}" if desk.secure else name
