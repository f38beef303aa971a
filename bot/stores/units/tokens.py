"""Digests of sign-in links and sessions."""

from __future__ import annotations

from datetime import datetime

from bot.stores.documents import ms, ms_due
from bot.stores.tx import Tx


def save_token(tx: Tx, digest: str, kind: str, expires_at: datetime) -> None:
    """Keep a digest."""
    tx.run(
        """INSERT INTO token (digest, kind, expires_at) VALUES (:digest, :kind, :expires)
           ON CONFLICT (digest) DO UPDATE SET kind = excluded.kind, expires_at = excluded.expires_at""",
        digest=digest,
        kind=kind,
        expires=ms_due(expires_at),
    )


def take_token(tx: Tx, digest: str, kind: str, now: datetime) -> bool:
    """Use up a digest; those that have expired are forgotten on the way."""
    tx.run("DELETE FROM token WHERE expires_at <= :now", now=ms(now))
    return tx.run("DELETE FROM token WHERE digest = :digest AND kind = :kind", digest=digest, kind=kind) > 0


def has_token(tx: Tx, digest: str, kind: str, now: datetime) -> bool:
    """Tell whether a digest is known and valid."""
    row = tx.row(
        "SELECT 1 FROM token WHERE digest = :digest AND kind = :kind AND expires_at > :now",
        digest=digest,
        kind=kind,
        now=ms(now),
    )
    return row is not None
