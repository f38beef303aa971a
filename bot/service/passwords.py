"""Passwords as they are kept: hashed with scrypt, each with its own salt, its parameters beside it."""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from base64 import b64decode, b64encode
from binascii import Error as NotBase64Error
from dataclasses import dataclass
from hmac import compare_digest

SHORTEST, LONGEST = 10, 200
"""How many characters a password has."""

_BYTES = 32
_MOST_MEMORY = 256 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one guess costs: 128·n·r bytes of memory and p times the work. The usual is 32 MB."""

    n: int = 2**15
    r: int = 8
    p: int = 3


def why_not(password: str, key: str) -> str:
    """Say what is wrong with a new password, as a key: "short", "long" or "easy"; "" where nothing is."""
    said = _normal(password)
    if len(said) < SHORTEST:
        return "short"
    if len(said) > LONGEST:
        return "long"
    easy = len(set(said)) < 4 or said.casefold() in {key.casefold() * times for times in range(1, LONGEST)}
    return "easy" if easy else ""


def hashed(password: str, cost: Cost) -> str:
    """Hash a password with a new salt; it takes a while: call it in a thread."""
    salt = secrets.token_bytes(16)
    return "$".join(
        ("scrypt", f"{cost.n}", f"{cost.r}", f"{cost.p}", _text(salt), _text(_work(password, salt, cost)))
    )


def fits(password: str, stored: str) -> bool:
    """Tell whether a password is the one that was hashed; as slow as the hashing, wherever they differ."""
    try:
        name, n, r, p, salt, digest = stored.split("$")
        cost = Cost(n=int(n), r=int(r), p=int(p))
        known = b64decode(digest, validate=True)
        made = _work(password, b64decode(salt, validate=True), cost)
    except (ValueError, NotBase64Error):
        return False
    return name == "scrypt" and compare_digest(made, known)


def _work(password: str, salt: bytes, cost: Cost) -> bytes:
    said = _normal(password)[: LONGEST * 2].encode("utf-8", "replace")
    return hashlib.scrypt(said, salt=salt, n=cost.n, r=cost.r, p=cost.p, maxmem=_MOST_MEMORY, dklen=_BYTES)


def _normal(password: str) -> str:
    """Give one spelling to what keyboards spell in several ways, as é."""
    return unicodedata.normalize("NFKC", password)


def _text(data: bytes) -> str:
    return b64encode(data).decode()
