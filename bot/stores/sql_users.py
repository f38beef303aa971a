"""The store's part for users, signing in and the audit: each method hands over one unit of work."""

from __future__ import annotations

from datetime import datetime

from bot.model.audit import Entry
from bot.model.role import Role
from bot.model.user import SignedIn, User
from bot.service.user_ports import Changed, Opening, TokenKind
from bot.stores.tx import Transactions, Tx
from bot.stores.units import audit, entering, tokens, users


class SqlUsers:
    """Keeps users, their digests and the audit in the tables of `schema/`, over the given transactions."""

    _transactions: Transactions

    async def users(self) -> tuple[User, ...]:
        return await self._transactions.read(users.users)

    async def user(self, key: str) -> User | None:
        return await self._transactions.read(lambda tx: users.read_user(tx, key))

    async def password_of(self, key: str) -> str:
        return await self._transactions.read(lambda tx: users.password_of(tx, key))

    async def add_user(self, user: User, password: str, *, by: str, now: datetime) -> bool:
        return await self._transactions.write(lambda tx: users.add_user(tx, user, password, by, now))

    async def change_role(self, key: str, role: Role, *, by: str, now: datetime) -> Changed:
        return await self._transactions.write(lambda tx: users.change_role(tx, key, role, by, now))

    async def change_password(self, key: str, password: str, *, by: str, now: datetime) -> Changed:
        return await self._transactions.write(lambda tx: users.change_password(tx, key, password, by, now))

    async def remove_user(self, key: str, *, by: str, now: datetime) -> Changed:
        return await self._transactions.write(lambda tx: users.remove_user(tx, key, by, now))

    async def save_link(
        self, digest: str, owner: str, expires_at: datetime, *, by: str, now: datetime
    ) -> bool:
        def unit(tx: Tx) -> bool:
            return entering.save_link(tx, digest, owner, expires_at, by=by, now=now)

        return await self._transactions.write(unit)

    async def token_owner(self, digest: str, kind: TokenKind, now: datetime) -> str | None:
        return await self._transactions.read(lambda tx: tokens.owner_of(tx, digest, kind, now))

    async def begin_by_link(
        self, link: str, user: User, *, password: str, opening: Opening, now: datetime
    ) -> bool:
        def unit(tx: Tx) -> bool:
            return entering.begin_by_link(tx, link, user, password=password, opening=opening, now=now)

        return await self._transactions.write(unit)

    async def enter_by_link(
        self, link: str, key: str, *, password: str, opening: Opening, now: datetime
    ) -> User | None:
        def unit(tx: Tx) -> User | None:
            return entering.enter_by_link(tx, link, key, password=password, opening=opening, now=now)

        return await self._transactions.write(unit)

    async def enter_by_password(
        self, key: str, *, password: str, opening: Opening, browser: Opening, now: datetime
    ) -> bool:
        def unit(tx: Tx) -> bool:
            return entering.enter_by_password(
                tx, key, password=password, opening=opening, browser=browser, now=now
            )

        return await self._transactions.write(unit)

    async def refuse_sign_in(self, key: str, why: str, now: datetime) -> None:
        await self._transactions.write(lambda tx: entering.refuse_sign_in(tx, key, why, now))

    async def signed_in(self, digest: str, now: datetime) -> SignedIn | None:
        return await self._transactions.read(lambda tx: entering.signed_in(tx, digest, now))

    async def end_session(self, digest: str, now: datetime) -> None:
        await self._transactions.write(lambda tx: entering.end_session(tx, digest, now))

    async def audit_after(self, after: int, most: int) -> tuple[Entry, ...]:
        return await self._transactions.read(lambda tx: audit.audit_after(tx, after, most))

    async def audit_before(self, before: int, most: int) -> tuple[Entry, ...]:
        return await self._transactions.read(lambda tx: audit.audit_before(tx, before, most))
