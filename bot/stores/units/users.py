"""Who may sign in at the desk: adding, changing and removing users; what ends their sessions."""

from __future__ import annotations

from datetime import datetime

from bot.model.audit import Deed
from bot.model.role import Role
from bot.model.user import User
from bot.service.user_ports import Changed
from bot.stores.documents import ms
from bot.stores.tx import Row, Tx
from bot.stores.units.audit import write_audit
from bot.stores.units.tokens import forget_tokens_of

_COLUMNS = "SELECT key, name, role, password <> '' FROM desk_user"

_ADD = """
INSERT INTO desk_user (key, name, role, password, added_at) VALUES (:key, :name, :role, :password, :at)
ON CONFLICT (key) DO NOTHING"""


def users(tx: Tx) -> tuple[User, ...]:
    """List every user, by key."""
    return tuple(_user(row) for row in tx.rows(f"{_COLUMNS} ORDER BY key"))


def read_user(tx: Tx, key: str) -> User | None:
    """Give a user, by the key in any capitals."""
    row = tx.row(f"{_COLUMNS} WHERE key = :key", key=key)
    return _user(row) if row is not None else None


def _user(row: Row) -> User:
    key, name, role, has_password = row
    return User(key=key, name=name, role=Role(role), has_password=bool(has_password))


def password_of(tx: Tx, key: str) -> str:
    """Give the hash of a user's password; "" where there is none."""
    row = tx.row("SELECT password FROM desk_user WHERE key = :key", key=key)
    return str(row[0]) if row is not None else ""


def add_user(tx: Tx, user: User, password: str, by: str, now: datetime) -> bool:
    """Add a user; False where the key is taken."""
    values = {"key": user.key, "name": user.name, "role": user.role.value, "password": password}
    if not tx.run(_ADD, **values, at=ms(now)):
        return False
    write_audit(tx, by, Deed.USER_ADDED, f"user:{user.key} role:{user.role}", now)
    return True


def change_role(tx: Tx, key: str, role: Role, by: str, now: datetime) -> Changed:
    """Give a user another role; who is signed in signs in again."""
    user = read_user(tx, key)
    if user is None:
        return Changed.UNKNOWN
    if role is not Role.ADMIN and _is_last_admin(tx, user):
        return Changed.LAST_ADMIN
    tx.run("UPDATE desk_user SET role = :role WHERE key = :key", role=role.value, key=user.key)
    forget_tokens_of(tx, user.key)
    write_audit(tx, by, Deed.ROLE_CHANGED, f"user:{user.key} role:{role}", now)
    return Changed.DONE


def change_password(tx: Tx, key: str, password: str, by: str, now: datetime) -> Changed:
    """Give a user another password; who is signed in signs in again."""
    user = read_user(tx, key)
    if user is None:
        return Changed.UNKNOWN
    tx.run("UPDATE desk_user SET password = :password WHERE key = :key", password=password, key=user.key)
    forget_tokens_of(tx, user.key)
    write_audit(tx, by, Deed.PASSWORD_CHANGED, f"user:{user.key}", now)
    return Changed.DONE


def remove_user(tx: Tx, key: str, by: str, now: datetime) -> Changed:
    """Take a user out; what they did stays written."""
    user = read_user(tx, key)
    if user is None:
        return Changed.UNKNOWN
    if _is_last_admin(tx, user):
        return Changed.LAST_ADMIN
    tx.run("DELETE FROM desk_user WHERE key = :key", key=user.key)
    forget_tokens_of(tx, user.key)
    write_audit(tx, by, Deed.USER_REMOVED, f"user:{user.key}", now)
    return Changed.DONE


def _is_last_admin(tx: Tx, user: User) -> bool:
    others = tx.row(
        "SELECT 1 FROM desk_user WHERE role = :admin AND key <> :key", admin=Role.ADMIN.value, key=user.key
    )
    return user.role is Role.ADMIN and others is None
