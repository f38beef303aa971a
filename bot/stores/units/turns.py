"""Reading what waits in a conversation, and commit 2: all that a turn decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.model.case import CaseStatus
from bot.model.message import Inbound
from bot.model.turn import DecisionRecord, NewTask, TaskKind, TurnResult, Waiting, Work
from bot.stores.documents import dump, load, ms, ms_due
from bot.stores.tx import Tx
from bot.stores.units.approvals import change_approvals, graduated
from bot.stores.units.conversations import (
    from_customer,
    read_conversation,
    revive_case,
    write_case,
)
from bot.stores.units.drafts import change_drafts, waiting_draft
from bot.stores.units.feedback import change_feedback
from bot.stores.units.heard import counted_meanwhile, heard
from bot.stores.units.incidents import incidents_for, revision, write_attached
from bot.stores.units.intake import store_event
from bot.stores.units.mutes import change_mute
from bot.stores.units.newcomers import newcomers
from bot.stores.units.numbering import FIRST_NUMBER
from bot.stores.units.promises import change_promises
from bot.stores.units.queue import enqueue, withdraw
from bot.stores.units.references import elsewhere, quoted, tie
from bot.stores.units.reports import write_readings
from bot.stores.units.responses import end_wait
from bot.stores.units.sharing import as_read, join_case
from bot.stores.units.tasks import add_task, finish_hand_offs

_WAITING = "SELECT id, body FROM inbound WHERE conversation_id = :id AND done = 0 ORDER BY id"

_CLAIM_VERSION = """
UPDATE conversation SET version = version + 1, state = :state, agent = :agent,
    language = CASE WHEN :language = '' THEN language ELSE :language END
WHERE id = :id AND version = :version"""

_DONE = """
UPDATE inbound SET done = 1, done_at = :now, outcome = :outcome
WHERE id = :id AND conversation_id = :conversation AND done = 0"""

_DECIDED = """
INSERT INTO decision (conversation_id, rule, outcome, why, inbound, detail, at)
VALUES (:conversation, :rule, :outcome, :why, :inbound, :detail, :at)"""

_UNHEARD = """
SELECT 1 FROM inbound WHERE conversation_id = :id AND done = 0 AND kind IN ('message', 'button') LIMIT 1"""

_OVER = frozenset({CaseStatus.CLOSED, CaseStatus.RESOLVED})


def work(tx: Tx, conversation_id: int) -> Work | None:
    """Read a conversation and what waits in it, oldest first; None when nothing waits."""
    rows = tx.rows(_WAITING, id=conversation_id)
    conversation = read_conversation(tx, conversation_id) if rows else None
    if conversation is None:
        return None
    waiting = tuple(Waiting(id=row[0], inbound=load(Inbound, row[1])) for row in rows)
    posted = (post.thread for post in conversation.state.posts)
    threads = {conversation.state.thread, *(item.inbound.thread for item in waiting), *posted}
    counted = heard(tx, conversation, threads, waiting[0].inbound.received_at)
    said = [item.inbound for item in waiting if from_customer(item.inbound)]
    named = quoted(tx, conversation, said)
    crowd = newcomers(tx, conversation, waiting[-1].inbound.received_at)
    return Work(
        conversation=replace(
            conversation,
            heard=counted,
            quoted=named,
            crowd=crowd,
            elsewhere=elsewhere(tx, conversation) if said else (),
            graduated=graduated(tx, conversation),
        ),
        waiting=waiting,
        draft=waiting_draft(tx, conversation.id),
        incidents=incidents_for(tx, [item.inbound for item in waiting]),
        revision=revision(tx),
    )


def with_work(tx: Tx) -> tuple[int, ...]:
    """List the conversations in which something waits, oldest first."""
    rows = tx.rows(
        "SELECT conversation_id FROM inbound WHERE done = 0 GROUP BY conversation_id ORDER BY MIN(id)"
    )
    return tuple(row[0] for row in rows)


def commit_turn(tx: Tx, result: TurnResult) -> bool:
    """Write a turn whole, if all is as it was read: the version, the incidents, what was said in public."""
    if revision(tx) != result.revision:
        return False
    if counted_meanwhile(tx, result.conversation, result.letters, result.now):
        return False
    conversation = result.conversation
    if not as_read(tx, conversation.places) or not _take_version(tx, result):
        return False
    if result.left:
        join_case(tx, conversation.id, result.left, conversation.case.number, conversation.places)
    write_case(tx, conversation.case)
    tie(tx, conversation, result.ties, result.now)
    change_mute(tx, conversation, result.mute, result.lifted_by, result.now)
    withdraw(tx, conversation.id, result.withdraw, result.now)
    enqueue(tx, conversation, result.letters, result.now)
    _change_follow_ups(tx, result)
    change_promises(tx, conversation.id, result.promises, result.now)
    change_drafts(tx, conversation, result.drafts, result.now)
    change_feedback(tx, conversation, result.feedback, result.now)
    change_approvals(tx, conversation, result.approvals, result.now)
    if result.wait_over:
        end_wait(tx, conversation.id)
    _write_decisions(tx, conversation.id, result.decisions)
    _change_tasks(tx, result)
    _mark_done(tx, conversation.id, result.done, _outcomes(result.decisions), result.now)
    write_attached(tx, conversation.id, result.attach)
    write_readings(tx, conversation, result.readings, result.now)
    _keep_case_live(tx, result)
    for event in result.tell:
        store_event(tx, event, result.now)
    return True


def _take_version(tx: Tx, result: TurnResult) -> bool:
    conversation = result.conversation
    changed = tx.run(
        _CLAIM_VERSION,
        id=conversation.id,
        version=conversation.version,
        state=dump(conversation.state),
        agent=conversation.state.agent,
        language=conversation.state.language,
    )
    return changed == 1


def _change_follow_ups(tx: Tx, result: TurnResult) -> None:
    conversation_id = result.conversation.id
    tx.many(
        "DELETE FROM followup WHERE conversation_id = :conversation AND kind = :kind",
        [{"conversation": conversation_id, "kind": kind.value} for kind in sorted(result.cancel)],
    )
    tx.many(
        "INSERT INTO followup (conversation_id, kind, step, at) VALUES (:conversation, :kind, :step, :at)",
        [
            {
                "conversation": conversation_id,
                "kind": item.kind.value,
                "step": item.step,
                "at": ms_due(item.at),
            }
            for item in result.schedule
        ],
    )


def _write_decisions(tx: Tx, conversation_id: int, decisions: Sequence[DecisionRecord]) -> None:
    tx.many(
        _DECIDED,
        [
            {
                "conversation": conversation_id,
                "rule": item.rule,
                "outcome": item.outcome,
                "why": dump(item.why),
                "inbound": dump(item.inbound),
                "detail": item.detail,
                "at": ms(item.at),
            }
            for item in decisions
        ],
    )


def _change_tasks(tx: Tx, result: TurnResult) -> None:
    """Hand-offs of a case that began elsewhere are told and finished there, where people have it."""
    here = result.conversation.id
    home = result.conversation.home or here
    if result.close_tasks:
        for conversation_id in {here} if result.left else {here, home}:
            finish_hand_offs(tx, conversation_id, result.now)
    for task in result.tasks:
        add_task(tx, home if task.kind is TaskKind.HAND_OFF else here, task, result.now)


def _outcomes(decisions: Sequence[DecisionRecord]) -> dict[int, str]:
    return {inbound: item.outcome for item in decisions for inbound in item.inbound}


def _mark_done(
    tx: Tx, conversation_id: int, inbound: Sequence[int], outcomes: dict[int, str], now: datetime
) -> None:
    tx.many(
        _DONE,
        [
            {"id": item, "conversation": conversation_id, "outcome": outcomes.get(item, ""), "now": ms(now)}
            for item in inbound
        ],
    )


def _keep_case_live(tx: Tx, result: TurnResult) -> None:
    """Give a message that came in, wherever the case is followed, while it was being closed a live one."""
    conversation, case = result.conversation, result.conversation.case
    if case.status not in _OVER:
        return
    for place in (conversation.id, *(place.id for place in conversation.places)):
        if tx.row(_UNHEARD, id=place):
            revive_case(tx, place, case.number - FIRST_NUMBER, case.status, result.now)


def set_aside(tx: Tx, conversation_id: int, inbound: Sequence[int], reason: str, now: datetime) -> None:
    """Take messages out of the way: done, and a person has a task with the reason."""
    outcomes = dict.fromkeys(inbound, "set_aside")
    _mark_done(tx, conversation_id, inbound, outcomes, now)
    text = f"{len(inbound)} message(s) could not be handled and were set aside: {reason}"
    add_task(tx, conversation_id, NewTask(kind=TaskKind.POISON, text=text, reason=reason), now)
