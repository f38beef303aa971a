"""Whether an account may send now: what the switch and the account's breaker let through."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.model.stopping import BreakerCause, StopScope
from bot.model.traits import Rate
from bot.stores.documents import ms
from bot.stores.tx import Tx
from bot.stores.units.breakers import (
    Breaker,
    is_trying,
    open_for,
    read_breaker,
    waits_until,
    write_breaker,
)
from bot.stores.units.rates import PLENTY

CAP = "automatic"
"""The scope of the rate that is an account's cap."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """From when (milliseconds; None: not before something happens) people's and the bot's messages may go.

    `most` may go at once, and of these `most_automatic` of the bot's.
    """

    breaker: Breaker
    people_from: int | None = 0
    automatic_from: int | None = 0
    most: int = PLENTY
    most_automatic: int = PLENTY

    def room(self, now: int) -> tuple[int, int]:
        """Give how many of people's messages may go now, and how many of the bot's."""
        people = self.most if _is_open(self.people_from, now) else 0
        return people, self.most_automatic if _is_open(self.automatic_from, now) else 0


def _is_open(since: int | None, now: int) -> bool:
    return since is not None and since <= now


def gate(tx: Tx, key: tuple[str, str], held: Collection[StopScope], now: int) -> Gate:
    """Give an account's gate."""
    opened = _by_breaker(tx, read_breaker(tx, *key), now)
    if StopScope.EVERYTHING in held:
        return replace(opened, people_from=None, automatic_from=None)
    return replace(opened, automatic_from=None) if held else opened


def _by_breaker(tx: Tx, breaker: Breaker, now: int) -> Gate:
    if breaker.cause is None:
        return Gate(breaker=breaker)
    next_try = None if is_trying(tx, breaker) else waits_until(breaker, now)
    if breaker.cause is BreakerCause.RUNAWAY:
        return Gate(breaker=breaker, automatic_from=next_try, most_automatic=1)
    return Gate(breaker=breaker, people_from=next_try, automatic_from=next_try, most=1, most_automatic=1)


def cap_of(rates: Sequence[Rate]) -> int:
    """Give the most automatic messages a minute; 0 for any number."""
    return min((rate.count for rate in rates if rate.scope == CAP), default=0)


def within_cap(tx: Tx, gate: Gate, cap: int, automatic: int, now: datetime) -> int:
    """Give how many of so many automatic messages may begin; one too many stops the account."""
    breaker, at = gate.breaker, ms(now)
    begun = breaker.lately(at)
    allowed = min(automatic, max(0, cap - sum(begun.values())))
    if allowed:
        begun[at // 1000] = begun.get(at // 1000, 0) + allowed
        breaker = replace(breaker, begun=begun)
        write_breaker(tx, breaker)
    if allowed < automatic:
        open_for(tx, breaker, BreakerCause.RUNAWAY, now)
    return allowed


def mark_try(tx: Tx, gate: Gate, claimed: Sequence[tuple[int, bool]]) -> None:
    """Note which of the messages (id, automatic) just claimed is the one that an open breaker tries."""
    breaker = read_breaker(tx, gate.breaker.channel, gate.breaker.account)
    if gate.breaker.cause is None or breaker.cause is not gate.breaker.cause:
        return
    tried = [
        number for number, automatic in claimed if automatic or gate.breaker.cause is BreakerCause.REFUSALS
    ]
    if tried:
        write_breaker(tx, replace(breaker, probe=tried[0]))
