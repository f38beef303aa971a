"""The audit: what people did, written in the commit of the deed itself, and reading it back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.model.audit import START, Deed, Entry, link
from bot.stores.documents import ms
from bot.stores.tx import Row, Tx

_LAST = "SELECT n, hash FROM audit ORDER BY n DESC LIMIT 1"

_ADD = """
INSERT INTO audit (n, at, who, what, about, hash) VALUES (:n, :at, :who, :what, :about, :hash)"""

_AFTER = "SELECT n, at, who, what, about, hash FROM audit WHERE n > :after ORDER BY n LIMIT :most"

_BEFORE = "SELECT n, at, who, what, about, hash FROM audit WHERE n < :before ORDER BY n DESC LIMIT :most"

_LATEST = "SELECT n, at, who, what, about, hash FROM audit ORDER BY n DESC LIMIT :most"


def write_audit(tx: Tx, who: str, what: Deed, about: str, now: datetime) -> None:
    """Write down a deed, after all others; `about` names rows and files, never a customer or their words."""
    n, before = tx.row(_LAST) or (0, START)
    entry = Entry(n=n + 1, at=ms(now), who=who, what=what.value, about=about)
    entry = replace(entry, hash=link(before, entry))
    tx.run(_ADD, n=entry.n, at=entry.at, who=who, what=entry.what, about=about, hash=entry.hash)


def audit_after(tx: Tx, after: int, most: int) -> tuple[Entry, ...]:
    """List the entries after a number, the oldest first."""
    return tuple(_entry(row) for row in tx.rows(_AFTER, after=after, most=most))


def audit_before(tx: Tx, before: int, most: int) -> tuple[Entry, ...]:
    """List the entries before a number (0: the latest), the latest first."""
    rows = tx.rows(_BEFORE, before=before, most=most) if before else tx.rows(_LATEST, most=most)
    return tuple(_entry(row) for row in rows)


def _entry(row: Row) -> Entry:
    n, at, who, what, about, digest = row
    return Entry(n=n, at=at, who=who, what=what, about=about, hash=digest)
