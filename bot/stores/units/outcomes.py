"""How sends end is counted: an account whose platform refuses message after message is stopped."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.model.message import Outbound
from bot.model.stopping import BreakerCause
from bot.service.values import Later, Reconciled, Refused, SameWords, SendOutcome, Sent, Unknown
from bot.stores.documents import ms
from bot.stores.tx import Tx
from bot.stores.units.breakers import (
    BY_ITSELF,
    FIRST_PAUSE,
    Breaker,
    ms_of,
    open_for,
    read_breaker,
    shut,
    write_breaker,
)

LATEST, MOST_FAILED = 10, 8
"""An account is stopped when so many of its latest messages failed at their first attempt."""

FORGOTTEN = timedelta(minutes=10)
"""Failures that lie further apart are not one trouble."""

_LATEST_BITS = (1 << LATEST) - 1


def count_outcome(tx: Tx, outbound: Outbound, outcome: SendOutcome, now: datetime) -> None:
    """Count how a send ended."""
    breaker = read_breaker(tx, outbound.channel, outbound.account)
    tried = breaker.probe == outbound.id
    match outcome:
        case Sent() | Refused(contact_lost=True) | Refused(of_place=True):
            _went_well(tx, breaker, now, tried=tried)
        case Refused(by_us=True) | SameWords() | Later():
            if tried:
                _told_nothing(tx, breaker, now)
        case Refused() if tried:
            _try_later(tx, breaker, now)
        case Refused():
            _went_wrong(tx, breaker, outbound, now)
        case Unknown():
            if not tried:  # what is found decides about the one that was tried
                _went_wrong(tx, breaker, outbound, now)


def count_found(tx: Tx, outbound: Outbound, found: Reconciled, now: datetime) -> None:
    """Count what a look-up found; a failure was counted when it was met."""
    breaker = read_breaker(tx, outbound.channel, outbound.account)
    tried = breaker.probe == outbound.id
    if isinstance(found, Sent):
        _went_well(tx, breaker, now, tried=tried)
    elif tried:
        _try_later(tx, breaker, now)


def count_nothing(tx: Tx, outbound: Outbound, now: datetime) -> None:
    """Let an open breaker try another message: this one was not begun."""
    breaker = read_breaker(tx, outbound.channel, outbound.account)
    if breaker.probe == outbound.id:
        _told_nothing(tx, breaker, now)


def _went_well(tx: Tx, breaker: Breaker, now: datetime, *, tried: bool) -> None:
    if tried:
        shut(tx, breaker, BY_ITSELF, now)
    elif breaker.recent:
        write_breaker(tx, replace(breaker, recent=breaker.recent << 1 & _LATEST_BITS))


def _went_wrong(tx: Tx, breaker: Breaker, outbound: Outbound, now: datetime) -> None:
    """Count a failure, once a message however often that is tried: one bad message stops nobody else."""
    if outbound.attempt > 1:
        return
    fresh = ms(now) - breaker.failed_at > ms_of(FORGOTTEN)
    recent = (0 if fresh else breaker.recent) << 1 & _LATEST_BITS | 1
    counted = replace(breaker, recent=recent, failed_at=ms(now))
    if counted.cause is None and recent.bit_count() >= MOST_FAILED:
        open_for(tx, counted, BreakerCause.REFUSALS, now)
    else:
        write_breaker(tx, counted)


def _try_later(tx: Tx, breaker: Breaker, now: datetime) -> None:
    if breaker.cause is not None:
        open_for(tx, breaker, breaker.cause, now)


def _told_nothing(tx: Tx, breaker: Breaker, now: datetime) -> None:
    write_breaker(tx, replace(breaker, probe=0, retry_at=ms(now) + ms_of(FIRST_PAUSE)))
