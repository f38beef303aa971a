"""Passwords: kept as a salted hash that says how it was made, compared whole, and as slow for nobody."""

from __future__ import annotations

import time
import unicodedata
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.role import Role
from bot.service.passwords import Cost, fits, hashed, why_not
from bot.service.users import Users
from bot.stores import open_memory_store
from tests.fakes.brand import CHEAP
from tests.fakes.clock import StandingClock

WORDS = st.text(min_size=1, max_size=30)


@settings(max_examples=50)
@given(WORDS, WORDS)
def test_a_password_fits_its_own_hash_and_another_does_not(one: str, other: str) -> None:
    def spelling(text: str) -> bytes:
        return unicodedata.normalize("NFKC", text).encode("utf-8", "replace")

    stored = hashed(one, CHEAP)
    assert fits(one, stored)
    assert fits(other, stored) is (spelling(one) == spelling(other))


def test_the_same_password_is_hashed_differently_each_time() -> None:
    assert hashed("tre civette sul comò", CHEAP) != hashed("tre civette sul comò", CHEAP)


def test_a_hash_that_was_made_at_another_cost_still_fits() -> None:
    stored = hashed("tre civette sul comò", Cost(n=4, r=2, p=3))
    assert stored.startswith("scrypt$4$2$3$")
    assert fits("tre civette sul comò", stored)


def test_one_letter_is_typed_in_two_ways() -> None:
    assert fits("perche\u0301 no, grazie", hashed("perch\u00e9 no, grazie", CHEAP))


@pytest.mark.parametrize(
    "stored", ["", "x", "scrypt$2$1$1$!$!", "scrypt$3$1$1$AAAA$AAAA", "md5$2$1$1$AAAA$AAAA"]
)
def test_what_is_no_hash_fits_nothing(stored: str) -> None:
    assert not fits("", stored)
    assert not fits("tre civette sul comò", stored)


@pytest.mark.parametrize(
    ("password", "wrong"),
    [
        ("breve", "short"),
        ("123456789", "short"),
        ("x" * 201, "long"),
        ("aaaaaaaaaaaa", "easy"),
        ("abababababab", "easy"),
        ("FrancescaFrancesca", "easy"),
        ("tre civette", ""),
        ("🦉🐱🐶🐭🐹🐰🦊🐻🐼🐨", ""),
    ],
)
def test_a_new_password_is_long_enough_and_not_the_user_name_again(password: str, wrong: str) -> None:
    assert why_not(password, "francesca") == wrong


async def test_who_is_not_there_costs_the_same_time() -> None:
    users = Users(store=open_memory_store(), clock=StandingClock(), cost=Cost(n=2**12, r=8, p=1))
    await users.add("FB", "Francesca B.", Role.AGENT, by="test", password="tre civette sul comò")
    await users.add("MR", "Marco R.", Role.AGENT, by="test")
    await users.sign_in("FB", "indovino io")

    async def spent(key: str) -> float:
        begun = time.perf_counter()
        await users.sign_in(key, "indovino io")
        return time.perf_counter() - begun

    told = {key: median([await spent(key) for _ in range(9)]) for key in ("FB", "MR", "nobody")}
    assert max(told.values()) < 3 * min(told.values())
