"""The switch that stops sending: pulling it, letting it go, and what it holds back now."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from itertools import product

from bot.model.audit import Deed
from bot.model.stopping import Stop, StopScope, StopSource
from bot.stores.documents import moment, ms
from bot.stores.tx import Tx
from bot.stores.units.audit import write_audit

_PULL = """
INSERT INTO stop (source, scope, pulled_by, why, at) VALUES (:source, :scope, :by, :why, :at)
ON CONFLICT (source, scope) WHERE released_at = 0 DO NOTHING"""

_HOLDING = "SELECT source, scope, pulled_by, why, at FROM stop WHERE released_at = 0 ORDER BY id"

_RELEASE = """
UPDATE stop SET released_at = :now, released_by = :by
WHERE source = :source AND scope = :scope AND released_at = 0"""


def pull(tx: Tx, stop: Stop) -> bool:
    """Hold sending back from this commit on; False if the same was held already: who was first stays."""
    changed = tx.run(
        _PULL,
        source=stop.source.value,
        scope=stop.scope.value,
        by=stop.by,
        why=stop.why,
        at=ms(stop.since),
    )
    if changed and stop.source is not StopSource.FILE:
        write_audit(tx, stop.by, Deed.STOPPED, f"scope:{stop.scope} by:{stop.source}", stop.since)
    return changed > 0


def release(
    tx: Tx, by: str, now: datetime, sources: Collection[StopSource], scopes: Collection[StopScope]
) -> int:
    """Let go of what these sources hold in these scopes; gives how many holds ended."""
    ended = 0
    for source, scope in product(sorted(sources), sorted(scopes)):
        if not tx.run(_RELEASE, source=source.value, scope=scope.value, by=by, now=ms(now)):
            continue
        ended += 1
        if source is not StopSource.FILE:
            write_audit(tx, by, Deed.RESUMED, f"scope:{scope}", now)
    return ended


def holding(tx: Tx) -> tuple[Stop, ...]:
    """List what holds sending back now, the first pulled first."""
    return tuple(
        Stop(source=StopSource(row[0]), scope=StopScope(row[1]), by=row[2], why=row[3], since=moment(row[4]))
        for row in tx.rows(_HOLDING)
    )


def held(tx: Tx) -> frozenset[StopScope]:
    """Give the scopes that are held back now."""
    return frozenset(stop.scope for stop in holding(tx))
