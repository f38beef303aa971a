"""Bugs on purpose, each a small alteration of the real objects: the simulator must find every one."""

from __future__ import annotations

import sqlite3
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Any, cast
from zoneinfo import ZoneInfo

from bot.errors import StoreError
from bot.knowledge.library import Knowledge
from bot.model.case import CaseStatus, FollowUpKind
from bot.model.conversation import Conversation
from bot.model.matching import Candidate, Match
from bot.model.message import Inbound, InboundKind, Outbound
from bot.model.promise import PromiseMade
from bot.model.stopping import Stop
from bot.model.turn import TurnResult, WithdrawScope, Work
from bot.service.ports import Intake
from bot.service.store import Store
from bot.service.values import Absent, Accepted, Batch, Later, Reconciled, SendOutcome, Sent, Unknown
from bot.settings.values import Limits
from tests.simulate.platforms import Connector

Altering = Callable[..., Awaitable[Any]]


class _Altered:
    """A store in which some methods are others: each is given the real store first."""

    def __init__(self, real: Store, methods: Mapping[str, Altering]) -> None:
        self._real, self._methods = real, methods

    def __getattr__(self, name: str) -> Any:
        altered = self._methods.get(name)
        return getattr(self._real, name) if altered is None else partial(altered, self._real)


@dataclass(frozen=True, kw_only=True)
class Planted:
    """A bug by its name; "none" is the product as it is. `seeds` are those within which it was found."""

    name: str
    seeds: range = range(8)
    methods: Callable[[sqlite3.Connection], Mapping[str, Altering]] = field(default=lambda _connection: {})
    connector: Callable[[Connector], Connector] = field(default=lambda connector: connector)
    knowledge: Callable[[Knowledge], Knowledge] = field(default=lambda knowledge: knowledge)

    def store(self, real: Store, connection: sqlite3.Connection) -> Store:
        """Give the store the program works with."""
        methods = self.methods(connection)
        return cast("Store", _Altered(real, methods)) if methods else real


def _store(**methods: Altering) -> Callable[[sqlite3.Connection], Mapping[str, Altering]]:
    return lambda _connection: methods


def _resend_after_crash(connection: sqlite3.Connection) -> Mapping[str, Altering]:
    async def release(real: Store) -> None:
        await real.release_leases()
        connection.execute("UPDATE outbound SET status = 'queued', head = 1 WHERE status = 'sending'")

    return {"release_leases": release}


async def _deaf(_real: Store, _stop: Stop) -> bool:
    return True


def _lets_go_at_the_start(connection: sqlite3.Connection) -> Mapping[str, Altering]:
    async def release(real: Store) -> None:
        await real.release_leases()
        connection.execute("UPDATE stop SET released_at = 1, released_by = '?' WHERE released_at = 0")

    return {"release_leases": release}


async def _settle_unknown_as_later(real: Store, one: Outbound, outcome: SendOutcome, now: datetime) -> None:
    unknown = isinstance(outcome, Unknown)
    await real.settle(one, Later(after=timedelta(seconds=5), reason="?") if unknown else outcome, now)


async def _no_doubts(real: Store, now: datetime) -> tuple[Outbound, ...]:
    await real.in_doubt(now)
    return ()


async def _sent_on_429(real: Store, one: Outbound, outcome: SendOutcome, now: datetime) -> None:
    await real.settle(one, Sent(id="") if isinstance(outcome, Later) else outcome, now)


async def _impatient(real: Store, one: Outbound, outcome: SendOutcome, now: datetime) -> None:
    soon = timedelta(seconds=1)
    await real.settle(one, replace(outcome, after=soon) if isinstance(outcome, Later) else outcome, now)


async def _accept_before_storing(real: Store, batch: Batch, now: datetime) -> Accepted:
    try:
        return await real.accept(batch, now)
    except StoreError:
        return Accepted(new=0, duplicates=0, conversations=())


def _each(change: Callable[[Inbound], Inbound]) -> Altering:
    async def accept(real: Store, batch: Batch, now: datetime) -> Accepted:
        items = tuple(change(item) if isinstance(item, Inbound) else item for item in batch.items)
        return await real.accept(replace(batch, items=items), now)

    return accept


def _not_ours(item: Inbound) -> Inbound:
    return replace(item, author=replace(item.author, is_brand=False))


def _keyed_by_text(item: Inbound) -> Inbound:
    words = item.text or item.button
    return replace(item, event_key=f"{item.conversation_key}:{words}") if words else item


def _keyed_anew() -> Callable[[sqlite3.Connection], Mapping[str, Altering]]:
    def methods(_connection: sqlite3.Connection) -> Mapping[str, Altering]:
        numbers = count()
        return {"accept": _each(lambda item: replace(item, event_key=f"{item.event_key}:{next(numbers)}"))}

    return methods


def _seen(change: Callable[[Work], Conversation]) -> Altering:
    async def work(real: Store, conversation_id: int) -> Work | None:
        found = await real.work(conversation_id)
        return None if found is None else replace(found, conversation=change(found))

    return work


def _never_acknowledged(work: Work) -> Conversation:
    conversation = work.conversation
    return replace(conversation, state=replace(conversation.state, acknowledged_until=None))


def _wakes(work: Work) -> bool:
    return any(item.inbound.kind is InboundKind.FOLLOW_UP for item in work.waiting)


def _agent_forgotten(work: Work) -> Conversation:
    conversation = work.conversation
    if not _wakes(work):
        return conversation
    return replace(conversation, state=replace(conversation.state, agent="", silent_until=None))


def _still_open(work: Work) -> Conversation:
    conversation = work.conversation
    if not _wakes(work) or conversation.case.is_open:
        return conversation
    return replace(conversation, case=replace(conversation.case, status=CaseStatus.WAITING_FOR_AGENT))


def _acknowledged_by_utc_day(work: Work) -> Conversation:
    """Forget the acknowledgement when the date changes in London, not when the closed period ends."""
    conversation, today = work.conversation, work.waiting[-1].inbound.received_at.date()
    said = [used.at.date() for used in conversation.state.used if used.template == "_ack"]
    return _never_acknowledged(work) if said and said[-1] != today else conversation


async def _promises_by_the_clock(real: Store, result: TurnResult) -> bool:
    """Promise an answer within the hour, whether anybody is there or not."""
    soon = result.now + timedelta(hours=1)
    promises = tuple(
        replace(item, due_at=soon) if isinstance(item, PromiseMade) else item for item in result.promises
    )
    return await real.commit_turn(replace(result, promises=promises))


async def _keeps_the_old_ladder(real: Store, result: TurnResult) -> bool:
    """Let a reassurance come when it was first due, whatever the customer has written since."""
    again = any("a person has been asked" in " ".join(record.why) for record in result.decisions)
    if not again:
        return await real.commit_turn(result)
    kept = tuple(item for item in result.schedule if item.kind is not FollowUpKind.REASSURE)
    cancel = result.cancel - {FollowUpKind.REASSURE}
    return await real.commit_turn(replace(result, schedule=kept, cancel=cancel))


async def _stale_burst(real: Store, conversation_id: int) -> Work | None:
    """Take what fell due long ago for something that falls due now."""
    found = await real.work(conversation_id)
    if found is None:
        return None
    waiting = tuple(replace(item, inbound=_just_now(item.inbound)) for item in found.waiting)
    return replace(found, waiting=waiting)


def _just_now(inbound: Inbound) -> Inbound:
    if inbound.kind is not InboundKind.FOLLOW_UP:
        return inbound
    return replace(inbound, occurred_at=inbound.received_at)


async def _warns_nobody(real: Store, result: TurnResult) -> bool:
    kept = tuple(item for item in result.schedule if item.kind is not FollowUpKind.CLOCK)
    return await real.commit_turn(replace(result, schedule=kept))


async def _close_cancels_nothing(real: Store, result: TurnResult) -> bool:
    closes = any(record.rule == "close" for record in result.decisions)
    kept: frozenset[Any] = frozenset()
    return await real.commit_turn(replace(result, cancel=kept) if closes else result)


async def _withdraws_nothing(real: Store, result: TurnResult) -> bool:
    return await real.commit_turn(replace(result, withdraw=WithdrawScope.NOTHING))


@dataclass(frozen=True)
class _CursorFirst:
    """An intake that moves the cursor in a commit of its own, before the data."""

    real: Intake

    async def accept(self, batch: Batch) -> Accepted:
        if batch.cursor is not None:
            await self.real.accept(replace(batch, items=()))
        return await self.real.accept(replace(batch, cursor=None))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


def _cursor_first(connector: Connector) -> Connector:
    connector._intake = cast("Intake", _CursorFirst(connector._intake))
    return connector


class _Guessing(Connector):
    """A connector that takes "I cannot know" for "surely not there"."""

    async def reconcile(self, outbound: Outbound) -> Reconciled:
        await super().reconcile(outbound)
        return Absent()


def _guess(connector: Connector) -> Connector:
    connector.__class__ = _Guessing
    return connector


@dataclass(frozen=True)
class _OneLanguage:
    """A matcher that takes everybody for an Italian."""

    real: Any

    def match(self, text: str, *, past_language: str = "", hint: str = "") -> Match:
        found: Match = self.real.match(text, past_language=past_language, hint=hint)
        return replace(found, language="it")

    def best_of(self, texts: Sequence[str]) -> tuple[Candidate | None, ...]:
        found: tuple[Candidate | None, ...] = self.real.best_of(texts)
        return found

    def threshold_for(self, precision: float) -> float:
        above: float = self.real.threshold_for(precision)
        return above

    def slot(self, name: str, text: str) -> str | None:
        value: str | None = self.real.slot(name, text)
        return value


def _uncapped(knowledge: Knowledge) -> Knowledge:
    limits = Limits(private_per_hour=10_000, public_per_hour=10_000)
    return replace(knowledge, settings=replace(knowledge.settings, limits=limits))


def _never_quiet(knowledge: Knowledge) -> Knowledge:
    follow_ups = replace(knowledge.settings.follow_ups, quiet=(0, 0))
    return replace(knowledge, settings=replace(knowledge.settings, follow_ups=follow_ups))


def _winter_for_ever(knowledge: Knowledge) -> Knowledge:
    brand = replace(knowledge.calendar, zone=ZoneInfo("Etc/GMT-1"))
    return replace(knowledge, calendars=replace(knowledge.calendars, brand=brand))


def _italian(knowledge: Knowledge) -> Knowledge:
    return replace(knowledge, matcher=_OneLanguage(knowledge.matcher))


NONE = Planted(name="none")

ALL = (
    Planted(name="resend_after_crash", seeds=range(32), methods=_resend_after_crash),
    Planted(name="resend_unknown", methods=_store(settle=_settle_unknown_as_later)),
    Planted(name="guess_in_public", connector=_guess),
    Planted(name="forget_doubts", methods=_store(in_doubt=_no_doubts)),
    Planted(name="cursor_before_data", seeds=range(32), connector=_cursor_first),
    Planted(name="accepted_before_stored", seeds=range(24), methods=_store(accept=_accept_before_storing)),
    Planted(
        name="follow_up_after_close",
        methods=_store(work=_seen(_still_open), commit_turn=_close_cancels_nothing),
    ),
    Planted(name="follow_up_after_take_over", methods=_store(work=_seen(_agent_forgotten))),
    Planted(name="stale_letters", methods=_store(commit_turn=_withdraws_nothing)),
    Planted(name="answer_own_posts", methods=_store(accept=_each(_not_ours))),
    Planted(name="no_cap", knowledge=_uncapped),
    Planted(name="drop_on_429", methods=_store(settle=_sent_on_429)),
    Planted(name="ignore_retry_after", methods=_store(settle=_impatient)),
    Planted(name="wrong_language", knowledge=_italian),
    Planted(name="fixed_offset", knowledge=_winter_for_ever),
    Planted(name="dedupe_by_text", methods=_store(accept=_each(_keyed_by_text))),
    Planted(name="no_dedupe", methods=_keyed_anew()),
    Planted(name="acknowledge_twice", methods=_store(work=_seen(_never_acknowledged))),
    Planted(
        name="acknowledge_by_utc_day", seeds=range(24), methods=_store(work=_seen(_acknowledged_by_utc_day))
    ),
    Planted(name="promise_at_a_closed_hour", methods=_store(commit_turn=_promises_by_the_clock)),
    Planted(name="night_message", seeds=range(24), knowledge=_never_quiet),
    Planted(name="ladder_not_rearmed", seeds=range(8, 12), methods=_store(commit_turn=_keeps_the_old_ladder)),
    Planted(name="stale_burst", seeds=range(31, 33), methods=_store(work=_stale_burst)),
    Planted(name="ignore_the_switch", methods=_store(stop=_deaf)),
    Planted(name="forget_the_switch", seeds=range(9, 10), methods=_lets_go_at_the_start),
    Planted(name="nobody_warned", seeds=range(16), methods=_store(commit_turn=_warns_nobody)),
)
"""Every planted bug, with the seeds within which it was found when recorded."""
