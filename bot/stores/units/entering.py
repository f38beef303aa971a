"""Coming in at the desk's door: by a link or a password, what is refused, and the session until it ends."""

from __future__ import annotations

from datetime import datetime

from bot.model.audit import Deed
from bot.model.role import Role
from bot.model.user import SignedIn, User
from bot.service.user_ports import Opening, TokenKind
from bot.stores.tx import Tx
from bot.stores.units.audit import write_audit
from bot.stores.units.tokens import owner_of, save_token, take_token
from bot.stores.units.users import add_user, change_password, password_of, read_user, users


def save_link(tx: Tx, digest: str, owner: str, expires_at: datetime, *, by: str, now: datetime) -> bool:
    """Keep a link's digest; the program's own, of nobody yet, is not a deed of anybody's."""
    user = read_user(tx, owner) if owner else None
    if owner and user is None:
        return False
    save_token(tx, digest, TokenKind.LINK, user.key if user is not None else "", expires_at)
    if user is not None:
        write_audit(tx, by, Deed.LINK_MADE, f"user:{user.key}", now)
    return True


def begin_by_link(tx: Tx, link: str, user: User, *, password: str, opening: Opening, now: datetime) -> bool:
    """Let the first of all in, who becomes a user by it."""
    if users(tx) or owner_of(tx, link, TokenKind.LINK, now) != "":
        return False
    take_token(tx, link, TokenKind.LINK, now)
    add_user(tx, user, password, user.key, now)
    _open(tx, user.key, "link", opening, now)
    return True


def enter_by_link(
    tx: Tx, link: str, key: str, *, password: str, opening: Opening, now: datetime
) -> User | None:
    """Let a user in by a link of their own, or an admin by the program's."""
    owner, user = owner_of(tx, link, TokenKind.LINK, now), read_user(tx, key)
    if owner is None or user is None:
        return None
    if owner != user.key and (owner or user.role is not Role.ADMIN):
        return None
    take_token(tx, link, TokenKind.LINK, now)
    if password:
        change_password(tx, user.key, password, user.key, now)
    _open(tx, user.key, "link", opening, now)
    return user


def enter_by_password(
    tx: Tx, key: str, *, password: str, opening: Opening, browser: Opening, now: datetime
) -> bool:
    """Let in who has proved this very password; False where it was changed meanwhile."""
    user = read_user(tx, key)
    if user is None or not password or password_of(tx, key) != password:
        return False
    _open(tx, user.key, "password", opening, now)
    save_token(tx, browser.digest, TokenKind.BROWSER, user.key, browser.expires_at)
    return True


def _open(tx: Tx, key: str, way: str, opening: Opening, now: datetime) -> None:
    save_token(tx, opening.digest, TokenKind.SESSION, key, opening.expires_at)
    write_audit(tx, key, Deed.SIGNED_IN, f"by:{way}", now)


def refuse_sign_in(tx: Tx, key: str, why: str, now: datetime) -> None:
    """Write down a refusal. What was typed is not written where it is no user's: it may be a password."""
    user = read_user(tx, key)
    write_audit(tx, user.key if user is not None else "", Deed.SIGN_IN_REFUSED, f"by:{why}", now)


def signed_in(tx: Tx, digest: str, now: datetime) -> SignedIn | None:
    """Give whose session it is."""
    owner = owner_of(tx, digest, TokenKind.SESSION, now)
    every = users(tx) if owner else ()
    names = {user.key: user.name for user in every}
    return next((SignedIn(user=user, names=names) for user in every if user.key == owner), None)


def end_session(tx: Tx, digest: str, now: datetime) -> None:
    """End a session, at the word of who has it."""
    owner = take_token(tx, digest, TokenKind.SESSION, now)
    if owner:
        write_audit(tx, owner, Deed.SIGNED_OUT, "", now)
