"""Who may begin the brand: whoever opens the link that the terminal shows, then their browser alone."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response

from bot.service.users import LINK_LASTS, SESSION_LASTS, digest

_COOKIE = "setup"
_HOME = "/setup"


class Entry:
    """Keeps digests alone; the link works once."""

    def __init__(self, token: str, made: datetime) -> None:
        self._link: str | None = digest(token)
        self._until = made + LINK_LASTS
        self._session = ""
        self._session_until = made

    def opens(self, token: str, now: datetime) -> bool:
        """Tell whether a link's token is the one, in time and not used yet."""
        given = digest(token)
        return self._link is not None and secrets.compare_digest(self._link, given) and now < self._until

    def enter(self, token: str, now: datetime, response: Response) -> bool:
        """Use the link up and give the browser its cookie; False for a link that does not work."""
        if not self.opens(token, now):
            return False
        cookie = secrets.token_urlsafe(32)
        self._link, self._session, self._session_until = None, digest(cookie), now + SESSION_LASTS
        lasts = int(SESSION_LASTS / timedelta(seconds=1))
        response.set_cookie(_COOKIE, cookie, max_age=lasts, path=_HOME, httponly=True, samesite="strict")
        return True

    def knows(self, request: Request, now: datetime) -> bool:
        """Tell whether a request comes from the browser that entered."""
        cookie = request.cookies.get(_COOKIE, "")
        return secrets.compare_digest(self._session, digest(cookie)) and now < self._session_until
