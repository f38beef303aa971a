"""What signing in, users and the audit need of the store. Each method is one transaction, or a StoreError."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.model.audit import Entry
from bot.model.role import Role
from bot.model.user import SignedIn, User


class TokenKind(StrEnum):
    """What a digest opens: the door once, the desk for a while, or a second try from a known browser."""

    LINK = "link"
    SESSION = "session"
    BROWSER = "browser"


class Changed(StrEnum):
    """How a change of a user ended."""

    DONE = "done"
    UNKNOWN = "unknown"
    LAST_ADMIN = "last_admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """A session to be opened: the digest of its cookie, and when it ends."""

    digest: str
    expires_at: datetime


class UserStore(Protocol):
    """Users, their digests, and what people did. Users are found by key, whatever its capitals."""

    async def users(self) -> tuple[User, ...]:
        """List every user, by key."""
        ...

    async def user(self, key: str) -> User | None:
        """Give a user."""
        ...

    async def password_of(self, key: str) -> str:
        """Give the hash of a user's password; "" where there is no such user, or they have none."""
        ...

    async def add_user(self, user: User, password: str, *, by: str, now: datetime) -> bool:
        """Add a user with the hash of a password, "" for none; False where the key is taken."""
        ...

    async def change_role(self, key: str, role: Role, *, by: str, now: datetime) -> Changed:
        """Give a user another role and end their sessions; the last admin stays one."""
        ...

    async def change_password(self, key: str, password: str, *, by: str, now: datetime) -> Changed:
        """Give a user another password, by its hash, and end their sessions and links."""
        ...

    async def remove_user(self, key: str, *, by: str, now: datetime) -> Changed:
        """Take a user out and end their sessions and links; the last admin stays."""
        ...

    async def save_link(
        self, digest: str, owner: str, expires_at: datetime, *, by: str, now: datetime
    ) -> bool:
        """Keep the digest of a sign-in link; False where there is no such user.

        `owner` "" is whoever starts the program.
        """
        ...

    async def token_owner(self, digest: str, kind: TokenKind, now: datetime) -> str | None:
        """Give whose a valid digest is; None for any other."""
        ...

    async def begin_by_link(
        self, link: str, user: User, *, password: str, opening: Opening, now: datetime
    ) -> bool:
        """Use up the program's link, add the very first user and open their session; False if not."""
        ...

    async def enter_by_link(
        self, link: str, key: str, *, password: str, opening: Opening, now: datetime
    ) -> User | None:
        """Use up a link of the user's own, or for an admin the program's, and open a session.

        A password's hash, where it is not "", becomes theirs. None where the link or the user is none.
        """
        ...

    async def enter_by_password(
        self, key: str, *, password: str, opening: Opening, browser: Opening, now: datetime
    ) -> bool:
        """Open a session for who has proved a password, if its hash is still theirs, and know the browser."""
        ...

    async def refuse_sign_in(self, key: str, why: str, now: datetime) -> None:
        """Write down that a sign-in was refused; a key of nobody's is not written."""
        ...

    async def signed_in(self, digest: str, now: datetime) -> SignedIn | None:
        """Give whose session a digest is, and every user's name."""
        ...

    async def end_session(self, digest: str, now: datetime) -> None:
        """End a session."""
        ...

    async def audit_after(self, after: int, most: int) -> tuple[Entry, ...]:
        """List the audit's entries after a number, the oldest first."""
        ...

    async def audit_before(self, before: int, most: int) -> tuple[Entry, ...]:
        """List the audit's entries before a number (0: the latest), the latest first."""
        ...
