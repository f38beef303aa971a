"""What every door must do at which a platform knocks: only its own proof opens, anything else leaves nothing.

A channel's test module subclasses DoorContract with a `door` fixture.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Protocol

import pytest

from tests.fakes.intake import MemoryIntake

FORGERIES = (
    "missing",
    "empty",
    "wrong",
    "truncated",
    "longer",
    "other_case",
    "not_ascii",
    "one_byte_changed",
    "sha1_only",
    "twice",
)


class Door(Protocol):
    """A door being served, with the intake behind it."""

    intake: MemoryIntake
    proof: str

    def body(self, text: str) -> bytes:
        """Write the request's body with which the platform brings a message."""
        ...

    def right(self, body: bytes) -> str:
        """Give the value of the header `proof` that the platform would show with a body."""
        ...

    async def knock(self, body: bytes, *proofs: bytes) -> int:
        """Knock with a body and some values of the header; gives the HTTP status."""
        ...


class DoorContract:
    """The tests."""

    async def test_the_platforms_own_proof_opens(self, door: Door) -> None:
        body = door.body("ciao")
        assert await door.knock(body, door.right(body).encode()) == 200
        assert [message.text for message in door.intake.messages] == ["ciao"]

    @pytest.mark.parametrize("how", FORGERIES)
    async def test_a_forgery_is_refused_and_leaves_nothing(self, door: Door, how: str) -> None:
        body = door.body("ciao")
        right = door.right(body)
        assert await door.knock(body, *_forged(how, right, body)) in {400, 401, 403}
        assert not door.intake.batches
        assert not door.intake.rows

    async def test_the_same_knock_twice_is_one_message(self, door: Door) -> None:
        body = door.body("ciao")
        for _ in range(2):
            assert await door.knock(body, door.right(body).encode()) == 200
        assert len(door.intake.rows) == 1

    async def test_while_nothing_can_be_stored_the_platform_is_told_to_come_again(self, door: Door) -> None:
        door.intake.broken = True
        body = door.body("ciao")
        assert await door.knock(body, door.right(body).encode()) == 503
        door.intake.broken = False
        assert await door.knock(body, door.right(body).encode()) == 200
        assert [message.text for message in door.intake.messages] == ["ciao"]


def _forged(how: str, right: str, body: bytes) -> tuple[bytes, ...]:
    proof = right.encode()
    changed = bytes([proof[-1] ^ 1]) if proof else b"x"
    forged: Mapping[str, tuple[bytes, ...]] = {
        "missing": (),
        "empty": (b"",),
        "wrong": (proof[::-1],),
        "truncated": (proof[:-1],),
        "longer": (proof + b"0",),
        "other_case": (proof.swapcase(),),
        "not_ascii": ("segretò".encode(),),
        "one_byte_changed": (proof[:-1] + changed,),
        "sha1_only": (b"sha1=" + hmac.new(proof, body, hashlib.sha1).hexdigest().encode(),),
        "twice": (proof, proof),
    }
    assert set(forged) == set(FORGERIES)
    assert how == "twice" or proof not in forged[how], "the forgery must differ from the proof"
    return forged[how]
