"""Who is at the desk: one-time links, sessions, and the check that a request comes from our own page."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response

from bot.desk.ports import Desk, Tokens
from bot.model.role import Role
from bot.settings.values import Person

LINK, SESSION = "link", "session"
LINK_LASTS = timedelta(minutes=30)
SESSION_LASTS = timedelta(hours=12)

_EVERYONE = {"DESK": Person(key="DESK", name="Desk")}


def digest(secret: str) -> str:
    """Give what is stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


async def new_link(tokens: Tokens, *, base: str, now: datetime, lasts: timedelta = LINK_LASTS) -> str:
    """Make a one-time sign-in link; `base` is the site's address, as in "http://127.0.0.1:8080"."""
    token = secrets.token_urlsafe(32)
    await tokens.save_token(digest(token), LINK, now + lasts)
    return f"{base.rstrip('/')}/desk/enter?token={token}"


def people_of(desk: Desk) -> Mapping[str, Person]:
    """Give who may sign in; a brand that names nobody has one desk for all."""
    return desk.people or _EVERYONE


async def new_session(desk: Desk, person: Person) -> str:
    """Open a session and give its cookie: the person and a secret, stored only as one digest."""
    cookie = f"{person.key}.{secrets.token_urlsafe(32)}"
    await desk.agents.save_token(digest(cookie), SESSION, desk.session_now() + SESSION_LASTS)
    return cookie


async def signed_in(desk: Desk, request: Request) -> tuple[Person, Role] | None:
    """Give who makes the request and what they may; None without a valid session."""
    cookie = request.cookies.get(_cookie_name(desk), "")
    person = people_of(desk).get(cookie.rpartition(".")[0])
    if person is None or not await desk.agents.has_token(digest(cookie), SESSION, desk.session_now()):
        return None
    return person, desk.roles.get(person.key, Role.ADMIN)


async def end_session(desk: Desk, request: Request, response: Response) -> None:
    """Use the session up and take its cookie back."""
    cookie = request.cookies.get(_cookie_name(desk), "")
    await desk.agents.take_token(digest(cookie), SESSION, desk.session_now())
    response.delete_cookie(_cookie_name(desk), path="/", secure=desk.secure, httponly=True, samesite="strict")


def give_cookie(desk: Desk, response: Response, cookie: str) -> None:
    """Set the session's cookie."""
    response.set_cookie(
        _cookie_name(desk),
        cookie,
        max_age=int(SESSION_LASTS.total_seconds()),
        path="/",
        secure=desk.secure,
        httponly=True,
        samesite="strict",
    )


def is_ours(request: Request) -> bool:
    """Tell whether a form was sent from a page of this very site, by what the browser says of it."""
    origin = request.headers.get("origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.headers.get("host", "")
    return request.headers.get("sec-fetch-site") == "same-origin"


class Attempts:
    """Counts failed sign-ins by address: at most `most` in a minute. Moments are monotonic seconds."""

    def __init__(self, most: int = 10) -> None:
        self._most = most
        self._failed: dict[str, list[float]] = {}

    def too_many(self, address: str, now: float) -> bool:
        """Tell whether the address must wait."""
        recent = [moment for moment in self._failed.pop(address, []) if moment > now - 60]
        if recent:
            self._failed[address] = recent
        return len(recent) >= self._most

    def failed(self, address: str, now: float) -> None:
        """Count a failed attempt; the longest quiet addresses are forgotten beyond a thousand."""
        self._failed[address] = [*self._failed.pop(address, []), now]
        while len(self._failed) > 1000:
            del self._failed[next(iter(self._failed))]


def _cookie_name(desk: Desk) -> str:
    return "__Host-desk" if desk.secure else "desk"
