"""What was promised in a conversation and what became of it, and how long its customer waited."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.model.case import FollowUp, FollowUpKind
from bot.model.message import FROM_CUSTOMER, Purpose
from bot.rehearsal.report import Promise, Wait
from bot.rehearsal.tale import Tale
from bot.rehearsal.watching import Turned

_NO_ANSWER = frozenset({Purpose.ACKNOWLEDGEMENT, Purpose.HAND_OFF, Purpose.FOLLOW_UP, Purpose.CLOSED})

Local = Callable[[datetime], datetime]


def promises_of(tale: Tale, ended: datetime, local: Local) -> tuple[Promise, ...]:
    """Give a conversation's promises in order, as they stand when the rehearsal ends."""
    return tuple(
        replace(
            item,
            made_at=local(item.made_at),
            due_at=local(item.due_at),
            ended_at=local(item.ended_at) if item.ended_at is not None else None,
        )
        for item in _followed(tale, ended)
    )


def _followed(tale: Tale, ended: datetime) -> Iterator[Promise]:
    standing: Promise | None = None
    for turn in tale.turns:
        new = _scheduled(turn)
        if standing is not None and _is_over(turn):
            if new is None or new.step > _step_before(turn, new):
                yield replace(standing, ended_at=turn.at, state=_state(standing, turn, new))
                standing = None
            else:
                standing = replace(standing, due_at=min(new.at, standing.due_at))
        elif standing is not None and new is not None:
            standing = replace(standing, due_at=min(new.at, standing.due_at))
        if standing is None and new is not None:
            standing = Promise(
                conversation=tale.number, made_at=turn.at, due_at=new.at, ended_at=None, state="open"
            )
    if standing is not None:
        yield replace(standing, state="broken" if standing.due_at < ended else "open")


def _scheduled(turn: Turned) -> FollowUp | None:
    found = [item for item in turn.result.schedule if item.kind is FollowUpKind.PROMISE]
    return found[-1] if found else None


def _is_over(turn: Turned) -> bool:
    """Whether the promise that stood was taken back or fell due in this turn."""
    woken = any(record.rule == "wake_promise" for record in turn.result.decisions)
    return woken or FollowUpKind.PROMISE in turn.result.cancel


def _step_before(turn: Turned, new: FollowUp) -> int:
    """Give the step the promise had: a renewal that was said raises it, one that is put off does not."""
    renewed = any(letter.purpose is Purpose.FOLLOW_UP for letter in turn.result.letters)
    return new.step - 1 if renewed else new.step


def _state(standing: Promise, turn: Turned, new: FollowUp | None) -> str:
    if new is not None:
        return "renewed"
    by_person = any(not letter.purpose.automatic for letter in turn.result.letters)
    if by_person:
        return "kept" if turn.at <= standing.due_at else "broken"
    return "broken" if turn.at > standing.due_at else "released"


def waits_of(tale: Tale, local: Local) -> Iterator[Wait]:
    """Give each wait of a customer: from the first message that had no answer yet."""
    since: datetime | None = None
    any_at: datetime | None = None
    for at, purpose in _spoken(tale):
        if purpose is None:
            since = since or at
            continue
        if since is None:
            continue
        any_at = any_at or at
        if purpose not in _NO_ANSWER:
            yield Wait(
                conversation=tale.number, since=local(since), any_at=local(any_at), answer_at=local(at)
            )
            since = any_at = None
    if since is not None:
        first = local(any_at) if any_at is not None else None
        yield Wait(conversation=tale.number, since=local(since), any_at=first, answer_at=None)


def _spoken(tale: Tale) -> list[tuple[datetime, Purpose | None]]:
    """Give who spoke when: None for the customer, unless they only said that nothing is needed."""
    quiet = {row for turn in tale.turns for row in _needs_nothing(turn)}
    heard = [(item.received_at, None) for item in tale.heard if item.message_id not in quiet]
    said = [(item.at, item.outbound.letter.purpose) for item in tale.said]
    return sorted([*heard, *said], key=lambda item: item[0])


def _needs_nothing(turn: Turned) -> Iterator[str]:
    """Give the messages that were left without words because they asked for nothing."""
    rows = dict(turn.inbound)
    waiting = bool(turn.result.tasks) or bool(turn.result.letters)
    settled = any(item.kind is FollowUpKind.GIVE_UP for item in turn.result.schedule)
    for record in turn.result.decisions:
        if record.outcome == "silent" and settled and not waiting:
            yield from (rows[row].message_id for row in record.inbound if rows[row].kind in FROM_CUSTOMER)
