"""Commit 3: which outbound messages may be sent now, within the rates, and marking them as being sent.

What stops sending is asked in the same commit: once the switch is pulled, no send begins.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import chain, zip_longest

from bot.model.message import Outbound, Urgency
from bot.model.stopping import StopScope
from bot.model.traits import Rate
from bot.stores.documents import dump, load, ms
from bot.stores.tx import Row, Tx, Value
from bot.stores.units.gates import Gate, cap_of, gate, mark_try, within_cap
from bot.stores.units.queue import OUTBOUND, outbound_of
from bot.stores.units.rates import Limit, free_at, limits, room, take
from bot.stores.units.stopping import held

_MICRO = 1000  # microseconds in the milliseconds of the tables

_DUE = """
SELECT o.id, o.conversation_id, b.state, o.automatic
FROM outbound o LEFT JOIN bucket b
    ON b.channel = o.channel AND b.account = o.account AND b.conversation_id = o.conversation_id
WHERE o.channel = :channel AND o.account = :account AND o.head = 1 AND o.status = 'queued'
    AND o.urgency = :urgency AND o.not_before <= :now
    AND (o.automatic = 0 OR NOT EXISTS
        (SELECT 1 FROM inbound i WHERE i.conversation_id = o.conversation_id AND i.done = 0))
ORDER BY o.not_before, o.id LIMIT :most"""

_BUCKET = """
SELECT state, paused_until FROM bucket
WHERE channel = :channel AND account = :account AND conversation_id = 0"""

_FILL = """
INSERT INTO bucket (channel, account, conversation_id, state, free_at)
VALUES (:channel, :account, :conversation, :state, :free)
ON CONFLICT (channel, account, conversation_id) DO UPDATE
    SET state = excluded.state, free_at = excluded.free_at"""

_POSTPONE = "UPDATE outbound SET not_before = :free WHERE id = :id"

_MARK = (
    """
UPDATE outbound SET status = 'sending', attempt = attempt + 1, lease_until = :lease,
    first_attempt_at = CASE WHEN first_attempt_at = 0 THEN :now ELSE first_attempt_at END
WHERE id = :id AND status = 'queued'
RETURNING """
    + OUTBOUND
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Account:
    channel: str
    account: str
    state: Mapping[str, int]
    paused_until: int
    limits: tuple[Limit, ...]
    per_conversation: tuple[Limit, ...]
    cap: int
    gate: Gate

    @property
    def place(self) -> dict[str, Value]:
        return {"channel": self.channel, "account": self.account}

    def room(self, now: int, most: int) -> int:
        """How many of `most` this account may send now (milliseconds)."""
        return 0 if self.paused_until > now else min(most, room(self.state, self.limits, now * _MICRO))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    id: int
    conversation_id: int
    state: Mapping[str, int]
    automatic: bool
    account: _Account


def claim(
    tx: Tx, now: datetime, rates: Mapping[tuple[str, str], Sequence[Rate]], lease: timedelta, most: int
) -> tuple[Outbound, ...]:
    """Mark due heads as being sent, accounts taking turns; in each the most urgent first, then the oldest."""
    at, holds = ms(now), held(tx)
    accounts = [_account(tx, key, rates[key], holds, at) for key in sorted(rates)]
    found = [_candidates(tx, account, at, most) for account in accounts]
    chosen = [item for item in chain.from_iterable(zip_longest(*found)) if item is not None][:most]
    kept = {number for account in accounts for number in _capped(tx, account, chosen, now)}
    chosen = [item for item in chosen if item.id in kept]
    for item in chosen:
        _fill_conversation(tx, item, at)
    for account in accounts:
        mine = [item for item in chosen if item.account is account]
        _fill_account(tx, account, len(mine), at)
        mark_try(tx, account.gate, [(item.id, item.automatic) for item in mine])
    return tuple(_mark(tx, item, at, ms(now + lease)) for item in chosen)


def _account(
    tx: Tx, key: tuple[str, str], rates: Sequence[Rate], held: frozenset[StopScope], now: int
) -> _Account:
    row = tx.row(_BUCKET, channel=key[0], account=key[1])
    return _Account(
        channel=key[0],
        account=key[1],
        state=load(dict[str, int], row[0]) if row else {},
        paused_until=row[1] if row else 0,
        limits=limits(rates, "account"),
        per_conversation=limits(rates, "conversation"),
        cap=cap_of(rates),
        gate=gate(tx, key, held, now),
    )


def _candidates(tx: Tx, account: _Account, now: int, most: int) -> list[_Candidate]:
    """Find heads that may go; those whose conversation must wait are postponed to when it need not."""
    allowed = account.room(now, most)
    while allowed > 0:
        found = _due(tx, account, now, allowed)
        late = [item for item in found if not room(item.state, account.per_conversation, now * _MICRO)]
        if not late:
            return found
        tx.many(_POSTPONE, [{"id": item.id, "free": _free(item, now)} for item in late])
    return []


def _due(tx: Tx, account: _Account, now: int, most: int) -> list[_Candidate]:
    """Give at most so many heads that are due, of people's and of the bot's no more than the gate lets go."""
    people, bots = account.gate.room(now)
    most, found = min(most, max(people, bots)), list[_Candidate]()
    for urgency in Urgency:
        left = people if urgency is Urgency.PERSON else bots - sum(item.automatic for item in found)
        wanted = min(left, most - len(found))
        if wanted > 0:
            rows = tx.rows(_DUE, **account.place, urgency=urgency.value, now=now, most=wanted)
            found += [_candidate(row, account) for row in rows]
    return found


def _capped(tx: Tx, account: _Account, chosen: Sequence[_Candidate], now: datetime) -> list[int]:
    """Give the account's part of what was chosen, of the bot's messages no more than its cap lets begin."""
    mine = [item for item in chosen if item.account is account]
    people = [item.id for item in mine if not item.automatic]
    bots = [item.id for item in mine if item.automatic]
    allowed = within_cap(tx, account.gate, account.cap, len(bots), now) if account.cap else len(bots)
    return people + bots[:allowed]


def _candidate(row: Row, account: _Account) -> _Candidate:
    state = load(dict[str, int], row[2]) if row[2] else {}
    return _Candidate(id=row[0], conversation_id=row[1], state=state, automatic=bool(row[3]), account=account)


def _free(item: _Candidate, now: int) -> int:
    return max(now + 1, _milliseconds(free_at(item.state, item.account.per_conversation, now * _MICRO)))


def _fill_conversation(tx: Tx, item: _Candidate, now: int) -> None:
    over = item.account.per_conversation
    if over:
        _write_bucket(tx, item.account, item.conversation_id, take(item.state, over, now * _MICRO), over)


def _fill_account(tx: Tx, account: _Account, count: int, now: int) -> None:
    if account.limits and count:
        state = take(account.state, account.limits, now * _MICRO, count)
        _write_bucket(tx, account, 0, state, account.limits)


def _write_bucket(
    tx: Tx, account: _Account, conversation_id: int, state: Mapping[str, int], over: tuple[Limit, ...]
) -> None:
    free = _milliseconds(max(state[limit.label] - limit.tolerance for limit in over))
    tx.run(_FILL, **account.place, conversation=conversation_id, state=dump(state), free=free)


def _mark(tx: Tx, item: _Candidate, now: int, lease: int) -> Outbound:
    row = tx.row(_MARK, id=item.id, now=now, lease=lease)
    if row is None:
        raise LookupError("an outbound message vanished while it was being claimed")
    return outbound_of(row)


def _milliseconds(micro: int) -> int:
    return -(-micro // _MICRO)
