"""Digests of sign-in links, sessions and known browsers, and whose they are."""

from __future__ import annotations

from datetime import datetime

from bot.stores.documents import ms, ms_due
from bot.stores.tx import Tx

_SAVE = """
INSERT INTO token (digest, kind, owner, expires_at) VALUES (:digest, :kind, :owner, :expires)
ON CONFLICT (digest) DO UPDATE
SET kind = excluded.kind, owner = excluded.owner, expires_at = excluded.expires_at"""

_OWNER = "SELECT owner FROM token WHERE digest = :digest AND kind = :kind AND expires_at > :now"


def save_token(tx: Tx, digest: str, kind: str, owner: str, expires_at: datetime) -> None:
    """Keep a digest."""
    tx.run(_SAVE, digest=digest, kind=kind, owner=owner, expires=ms_due(expires_at))


def take_token(tx: Tx, digest: str, kind: str, now: datetime) -> str | None:
    """Use up a digest and give its owner; those that have expired are forgotten on the way."""
    tx.run("DELETE FROM token WHERE expires_at <= :now", now=ms(now))
    owner = owner_of(tx, digest, kind, now)
    tx.run("DELETE FROM token WHERE digest = :digest AND kind = :kind", digest=digest, kind=kind)
    return owner


def owner_of(tx: Tx, digest: str, kind: str, now: datetime) -> str | None:
    """Give the owner of a digest that is known and valid; None for any other."""
    row = tx.row(_OWNER, digest=digest, kind=kind, now=ms(now))
    return str(row[0]) if row is not None else None


def forget_tokens_of(tx: Tx, owner: str) -> None:
    """Forget every link, session and known browser of a user."""
    tx.run("DELETE FROM token WHERE owner = :owner", owner=owner)
