"""The store's contract: users, their links and sessions, and what ends them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest

from bot.model.role import Role
from bot.model.user import User
from bot.service.store import Store
from bot.service.user_ports import Changed, Opening, TokenKind
from tests.contracts.store_helpers import HOUR, NOW, SECOND

FRANCESCA = User(key="FB", name="Francesca B.", role=Role.ADMIN)
MARCO = User(key="MR", name="Marco R.", role=Role.AGENT)


def opening(digest: str = "s", until: datetime = NOW + HOUR) -> Opening:
    return Opening(digest=digest, expires_at=until)


async def signed_in(store: Store, digest: str, now: datetime = NOW) -> str:
    found = await store.signed_in(digest, now)
    return found.user.key if found is not None else ""


async def two_users(store: Store) -> None:
    assert await store.add_user(FRANCESCA, "hash-f", by="cli", now=NOW)
    assert await store.add_user(MARCO, "hash-m", by="FB", now=NOW)


async def enter(store: Store, key: str, password: str, digest: str) -> bool:
    browser = opening(f"browser-{digest}")
    return await store.enter_by_password(
        key, password=password, opening=opening(digest), browser=browser, now=NOW
    )


class UsersContract:
    """Users, and the digests that open the desk to them."""

    async def test_a_key_is_found_and_is_taken_in_any_capitals(self, store: Store) -> None:
        await two_users(store)
        assert not await store.add_user(User(key="fb", name="x", role=Role.ADMIN), "", by="x", now=NOW)
        found = await store.user("fb")
        assert found == User(key="FB", name="Francesca B.", role=Role.ADMIN, has_password=True)
        assert (await store.password_of("mr"), await store.password_of("nobody")) == ("hash-m", "")
        assert [user.key for user in await store.users()] == ["FB", "MR"]
        assert await store.user("nobody") is None

    async def test_a_session_lasts_until_its_end_and_names_every_user(self, store: Store) -> None:
        await two_users(store)
        assert await enter(store, "mr", "hash-m", "s")
        found = await store.signed_in("s", NOW)
        assert found is not None
        assert (found.user.key, found.names) == ("MR", {"FB": "Francesca B.", "MR": "Marco R."})
        assert await signed_in(store, "s", NOW + HOUR - SECOND) == "MR"
        assert await signed_in(store, "s", NOW + HOUR) == ""
        assert await store.token_owner("browser-s", TokenKind.BROWSER, NOW) == "MR"
        await store.end_session("s", NOW)
        assert await signed_in(store, "s") == ""

    async def test_a_password_that_was_changed_meanwhile_opens_nothing(self, store: Store) -> None:
        await two_users(store)
        assert not await enter(store, "MR", "hash-old", "s")
        assert not await enter(store, "nobody", "", "s")
        assert await signed_in(store, "s") == ""

    @pytest.mark.parametrize("how", ["role", "password", "removal"])
    async def test_what_changes_a_user_ends_all_that_opens_the_desk_to_them_and_nobody_elses(
        self, store: Store, how: str
    ) -> None:
        await two_users(store)
        assert await enter(store, "MR", "hash-m", "mine")
        assert await enter(store, "FB", "hash-f", "hers")
        assert await store.save_link("link", "mr", NOW + HOUR, by="FB", now=NOW)
        changes: dict[str, Callable[[], Awaitable[Changed]]] = {
            "role": lambda: store.change_role("mr", Role.VIEWER, by="FB", now=NOW),
            "password": lambda: store.change_password("mr", "hash-n", by="FB", now=NOW),
            "removal": lambda: store.remove_user("mr", by="FB", now=NOW),
        }
        assert await changes[how]() is Changed.DONE
        assert [await signed_in(store, digest) for digest in ("mine", "hers")] == ["", "FB"]
        for digest, kind in (("link", TokenKind.LINK), ("browser-mine", TokenKind.BROWSER)):
            assert await store.token_owner(digest, kind, NOW) is None
        assert await store.token_owner("browser-hers", TokenKind.BROWSER, NOW) == "FB"

    async def test_the_last_admin_stays_one(self, store: Store) -> None:
        await two_users(store)
        assert await store.change_role("FB", Role.EDITOR, by="x", now=NOW) is Changed.LAST_ADMIN
        assert await store.remove_user("FB", by="x", now=NOW) is Changed.LAST_ADMIN
        assert await store.change_role("MR", Role.ADMIN, by="x", now=NOW) is Changed.DONE
        assert await store.remove_user("FB", by="x", now=NOW) is Changed.DONE
        for change in (
            store.remove_user("FB", by="x", now=NOW),
            store.change_role("FB", Role.ADMIN, by="x", now=NOW),
            store.change_password("FB", "h", by="x", now=NOW),
        ):
            assert await change is Changed.UNKNOWN

    async def test_a_link_opens_once_and_to_whom_it_is_for(self, store: Store) -> None:
        await two_users(store)
        assert await store.save_link("link", "MR", NOW + HOUR, by="FB", now=NOW)
        assert not await store.save_link("nobodys", "XX", NOW + HOUR, by="FB", now=NOW)

        async def by_link(link: str, key: str, now: datetime = NOW) -> bool:
            user = await store.enter_by_link(link, key, password="", opening=opening(), now=now)
            return user is not None

        assert not await by_link("link", "FB")
        assert not await by_link("link", "MR", NOW + HOUR)
        assert not await by_link("other", "MR")
        assert await by_link("link", "MR")
        assert not await by_link("link", "MR")
        assert await store.save_link("own", "", NOW + HOUR, by="", now=NOW)
        assert not await by_link("own", "MR")
        assert await by_link("own", "fb")

    async def test_the_programs_link_makes_only_the_very_first_user(self, store: Store) -> None:
        async def begin(link: str) -> bool:
            return await store.begin_by_link(link, FRANCESCA, password="", opening=opening(link), now=NOW)

        assert not await begin("unknown")
        for link in ("a", "b"):
            assert await store.save_link(link, "", NOW + HOUR, by="", now=NOW)
        assert await begin("a")
        assert await signed_in(store, "a") == "FB"
        assert not await begin("a")
        assert not await begin("b")
