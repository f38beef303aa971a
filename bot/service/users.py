"""Users, their links and passwords, and sessions: the desk and the command share it."""

from __future__ import annotations

import asyncio
import hashlib
import secrets
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from bot.clock import Clock
from bot.model.audit import Entry
from bot.model.role import Role
from bot.model.user import SignedIn, User, is_key, is_name
from bot.service.passwords import Cost, fits, hashed, why_not
from bot.service.user_ports import Changed, Opening, TokenKind, UserStore

LINK_LASTS = timedelta(minutes=30)
"""How long the link lasts that the program shows when it starts."""

OWN_LINK_LASTS = timedelta(days=2)
"""How long a link lasts that was made for one user."""

SESSION_LASTS = timedelta(hours=12)
BROWSER_LASTS = timedelta(days=180)

_AT_ONCE = 2  # passwords are hashed at most so many at a time: each takes 32 MB


class Wrong(StrEnum):
    """What is wrong with what was typed for a new user or a new password."""

    KEY = "key"
    NAME = "name"
    SHORT = "short"
    LONG = "long"
    EASY = "easy"
    TAKEN = "taken"
    LINK = "link"


class WrongUserError(ValueError):
    """What was typed cannot be; `wrong` says what."""

    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong.value)
        self.wrong = wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What a link opens: `owner` is its user, None for the program's own.

    With the program's own, `first` says that there is no user yet, else one of `admins` enters.
    """

    owner: User | None = None
    first: bool = False
    admins: tuple[User, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """The secrets of who came in: for the session's cookie, and "" or for the known browser's."""

    session: str
    browser: str = ""


def digest(secret: str) -> str:
    """Give what is stored of a secret."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


class Users:
    """Who may sign in, and who is signed in. `cost` is what one guess at a password costs."""

    def __init__(self, *, store: UserStore, clock: Clock, cost: Cost | None = None) -> None:
        self._store, self._clock, self._cost = store, clock, cost or Cost()
        self._hashing = asyncio.Semaphore(_AT_ONCE)
        self._nobodys = ""

    async def every(self) -> tuple[User, ...]:
        """List every user, by key."""
        return await self._store.users()

    async def get(self, key: str) -> User | None:
        """Give a user, by the key in any capitals."""
        return await self._store.user(key)

    async def add(self, key: str, name: str, role: Role, *, by: str, password: str = "") -> User:
        """Add a user. Raises WrongUserError."""
        user = _checked(key, name, role)
        if not await self._store.add_user(
            user, await self._hash(password, key), by=by, now=self._clock.now()
        ):
            raise WrongUserError(Wrong.TAKEN)
        return user

    async def change_role(self, key: str, role: Role, *, by: str) -> Changed:
        """Give a user another role; their sessions end."""
        return await self._store.change_role(key, role, by=by, now=self._clock.now())

    async def change_password(self, key: str, password: str, *, by: str) -> Changed:
        """Give a user another password; their sessions end. Raises WrongUserError."""
        if not password:
            raise WrongUserError(Wrong.SHORT)
        stored = await self._hash(password, key)
        return await self._store.change_password(key, stored, by=by, now=self._clock.now())

    async def remove(self, key: str, *, by: str) -> Changed:
        """Take a user out; their sessions end."""
        return await self._store.remove_user(key, by=by, now=self._clock.now())

    async def new_link(self, owner: str = "", *, by: str = "", lasts: timedelta = LINK_LASTS) -> str:
        """Make the secret of a one-time link; "" where there is no such user.

        Without an `owner` it is for whoever starts the program.
        """
        secret = secrets.token_urlsafe(32)
        return secret if await self._keep_link(secret, owner, by=by, lasts=lasts) else ""

    async def admit(self, secret: str) -> None:
        """Have a link work for whoever starts the program that was shown before there was a store."""
        await self._keep_link(secret, "", by="", lasts=LINK_LASTS)

    async def door(self, secret: str) -> Door | None:
        """Say what a link opens, leaving it whole; None for one that opens nothing (any more)."""
        owner = await self._store.token_owner(digest(secret), TokenKind.LINK, self._clock.now())
        if owner is None:
            return None
        every = await self._store.users()
        if owner:
            mine = next((user for user in every if user.key == owner), None)
            return Door(owner=mine) if mine is not None else None
        return Door(first=not every, admins=tuple(user for user in every if user.role is Role.ADMIN))

    async def begin(self, secret: str, key: str, name: str, password: str = "") -> Entered:
        """Let the first of all in, as an admin. Raises WrongUserError."""
        user = _checked(key, name, Role.ADMIN)
        entered, opening = self._opening()
        stored = await self._hash(password, key)
        begun = await self._store.begin_by_link(
            digest(secret), user, password=stored, opening=opening, now=self._clock.now()
        )
        if not begun:
            raise WrongUserError(Wrong.LINK)
        return entered

    async def enter(self, secret: str, key: str, password: str = "") -> Entered:
        """Let a user in by a link; a password, if there is one, becomes theirs. Raises WrongUserError."""
        entered, opening = self._opening()
        stored = await self._hash(password, key)
        user = await self._store.enter_by_link(
            digest(secret), key, password=stored, opening=opening, now=self._clock.now()
        )
        if user is None:
            raise WrongUserError(Wrong.LINK)
        return entered

    async def sign_in(self, key: str, password: str) -> Entered | None:
        """Let a user in by their password; None, after the same time, whatever is wrong."""
        stored = await self._store.password_of(key)
        right, now = await self._fits(password, stored), self._clock.now()
        if right:
            entered, opening = self._opening()
            secret = secrets.token_urlsafe(32)
            browser = Opening(digest=digest(secret), expires_at=now + BROWSER_LASTS)
            opened = await self._store.enter_by_password(
                key, password=stored, opening=opening, browser=browser, now=now
            )
            if opened:
                return replace(entered, browser=secret)
        await self._store.refuse_sign_in(key, "password", now)
        return None

    async def is_theirs(self, key: str, password: str) -> bool:
        """Tell whether a password is a user's."""
        return await self._fits(password, await self._store.password_of(key))

    async def refused(self, why: str) -> None:
        """Write down that somebody was refused at the door."""
        await self._store.refuse_sign_in("", why, self._clock.now())

    async def knows_browser(self, key: str, secret: str) -> bool:
        """Tell whether a user has signed in from a browser before, by the secret it keeps."""
        owner = await self._store.token_owner(digest(secret), TokenKind.BROWSER, self._clock.now())
        return owner is not None and owner.casefold() == key.casefold()

    async def signed_in(self, secret: str) -> SignedIn | None:
        """Give whose session a cookie is."""
        return await self._store.signed_in(digest(secret), self._clock.now()) if secret else None

    async def history(self, before: int, most: int) -> tuple[Entry, ...]:
        """List what people did before an entry (0: of late), the latest first."""
        return await self._store.audit_before(before, most)

    async def leave(self, secret: str) -> None:
        """End a session."""
        await self._store.end_session(digest(secret), self._clock.now())

    async def _keep_link(self, secret: str, owner: str, *, by: str, lasts: timedelta) -> bool:
        now = self._clock.now()
        return await self._store.save_link(digest(secret), owner, now + lasts, by=by, now=now)

    def _opening(self) -> tuple[Entered, Opening]:
        entered = Entered(session=secrets.token_urlsafe(32))
        opening = Opening(digest=digest(entered.session), expires_at=self._clock.now() + SESSION_LASTS)
        return entered, opening

    async def _hash(self, password: str, key: str) -> str:
        """Hash a new password; "" for none."""
        if not password:
            return ""
        if wrong := why_not(password, key):
            raise WrongUserError(Wrong(wrong))
        async with self._hashing:
            return await asyncio.to_thread(hashed, password, self._cost)

    async def _fits(self, password: str, stored: str) -> bool:
        """Compare with a user's hash, or with nobody's: who is not there costs the same time."""
        async with self._hashing:
            if not self._nobodys:
                self._nobodys = await asyncio.to_thread(hashed, secrets.token_hex(16), self._cost)
            return await asyncio.to_thread(fits, password, stored or self._nobodys) and stored != ""


def _checked(key: str, name: str, role: Role) -> User:
    name = " ".join(name.split())
    if not is_key(key):
        raise WrongUserError(Wrong.KEY)
    if not is_name(name):
        raise WrongUserError(Wrong.NAME)
    return User(key=key, name=name, role=role)
