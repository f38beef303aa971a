"""A guess at a link or a password: what counts it, and the answer to one too many."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.clock import Clock
from bot.desk.access.attempts import Attempts
from bot.desk.ports import Desk
from bot.desk.signin import known_browser
from bot.desk.visit import language_wanted, page
from bot.desk.words import words
from bot.service.users import digest

_log = logging.getLogger(__name__)

_TOO_MANY = 429


@dataclass(slots=True, kw_only=True)
class Guess:
    """One guess, counted from its beginning until it proves right: by each limit, under a key of its own."""

    clock: Clock
    counts: Sequence[tuple[Attempts, str]]
    _begun: float = 0.0

    def wait(self) -> int:
        """Give for how many whole seconds it may not be made; 0: now."""
        now = self.clock.monotonic()
        return max(attempts.wait(key, now) for attempts, key in self.counts)

    def begin(self) -> None:
        """Count it."""
        self._begun = self.clock.monotonic()
        for attempts, key in self.counts:
            attempts.begin(key, self._begun)

    def was_right(self) -> None:
        """Take its count back."""
        for attempts, key in self.counts:
            attempts.succeeded(key, self._begun)


def link_guess(desk: Desk, request: Request) -> Guess:
    """Say what counts a guess at a link."""
    return Guess(clock=desk.clock, counts=[_by_address(desk, request)])


async def password_guess(desk: Desk, request: Request, key: str) -> Guess:
    """Say what counts a guess: a browser that is known counts alone, so that nobody else locks it out."""
    secret = known_browser(desk, request)
    if secret and await desk.users.knows_browser(key, secret):
        counts = [(desk.limits.name, f"browser:{digest(secret)}")]
    else:
        counts = [_by_address(desk, request), (desk.limits.name, f"name:{key.casefold()}")]
    return Guess(clock=desk.clock, counts=counts)


def too_many(request: Request, seconds: int) -> Response:
    """Answer that a guess is one too many, and when to try again."""
    _log.warning("refused a link or a password: too many attempts")
    w = words(language_wanted(request))
    advice = w["enter_again_in"].format(n=seconds)
    answer = page(request, "fault.html", status=_TOO_MANY, title=w["fault_429"], advice=advice)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _by_address(desk: Desk, request: Request) -> tuple[Attempts, str]:
    return desk.limits.address, request.client.host if request.client else ""
